"""What `make quick` leaves out by file and folder is there."""

from __future__ import annotations

from tests.conftest import HERE, SLOW


def test_every_slow_place_is_there() -> None:
    assert [] == sorted(place for place in SLOW if not (HERE / place).exists())
