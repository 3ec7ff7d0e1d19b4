"""A simulator that is found without a violation of botocore's models when a test ends."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.simulator import Simulator


@pytest.fixture
def sim() -> Iterator[Simulator]:
    with Simulator() as simulator:
        simulator.advance(30)
        yield simulator
        assert [] == simulator.violations
