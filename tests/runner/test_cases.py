"""act does not know `case(…)`."""

from __future__ import annotations

import pytest

from synth.runs.cases import without_case
from synth.runs.values import RunnerError


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("case(a) in a shell script", "case(a) in a shell script"),
        ("${{ case(a == 'x, y', 'one', f(b, c), 'it''s (', 'last') }}!", "${{ ((a == 'x, y') && 'one' || (f(b, c)) && 'it''s (' || 'last') }}!"),
        ("${{ f(case(a, 1, case(b, 'x', c))) }}", "${{ f(((a) && 1 || ((b) && 'x' || c))) }}"),
    ],
)
def test_rewritten(before: str, after: str) -> None:
    assert after == without_case(before)


def test_a_value_that_may_be_false() -> None:
    with pytest.raises(RunnerError, match="needs values that are true: b may not be"):
        without_case("${{ case(a, b, c) }}")
