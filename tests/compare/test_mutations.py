"""Single changes of random workflows that the builders made: each is told with its severity, and no other danger with it."""

from __future__ import annotations

import pytest

from tests.compare.mutating import score
from tests.compare.mutations import MUTATIONS

COUNT = 12


@pytest.mark.slow
def test_a_single_change_is_told_with_its_severity() -> None:
    results = score(COUNT)
    tried, missed, extra = (sum([getattr(result, name) for result in results]) for name in ("tried", "missed", "extra"))
    assert len(MUTATIONS) >= 40
    assert tried == COUNT * len(MUTATIONS), "a kind of change does not fit the workflows"
    assert (missed / tried <= 0.01, extra / tried <= 0.01) == (True, True), "\n".join(
        [str(result) for result in results if result.missed or result.extra]
    )
