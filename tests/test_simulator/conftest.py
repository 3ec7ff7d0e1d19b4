"""One simulator for each test; a test that made it say something of the wrong shape fails, whatever else it found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator import Simulator


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator() as simulator:
        yield simulator
        assert [] == simulator.violations
