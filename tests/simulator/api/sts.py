"""GetCallerIdentity, so that a client can ask who it is."""

from __future__ import annotations

from tests.simulator.api.ecs_views import Fields
from tests.simulator.names import ACCOUNT
from tests.simulator.world.world import World


def caller(world: World, asked: Fields) -> Fields:
    return {"UserId": "AROASIMULATOR:session", "Account": ACCOUNT, "Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/simulator/session"}
