"""A server on loopback that behaves as ECS and its neighbours do, for an unmodified AWS SDK. README.md says what it models and what not."""

from __future__ import annotations

from tests.simulator.faults import Fault
from tests.simulator.profile import Profile
from tests.simulator.simulator import Simulator
from tests.simulator.world.image import Image

__all__ = ["Fault", "Image", "Profile", "Simulator"]
