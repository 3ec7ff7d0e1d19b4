"""One simulator for each row, which ends without anything that botocore's model does not know."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from tests.matrix.ended import Row
from tests.simulator import Simulator


@pytest.fixture
def row(monkeypatch: pytest.MonkeyPatch) -> Iterator[Row]:
    with Simulator() as simulator:
        monkeypatch.setattr("botocore.endpoint.time", SimpleNamespace(sleep=simulator.advance))  # its waits between tries are virtual too
        yield Row(simulator)
        assert [] == simulator.violations
