"""What is wrong with an expression, and where in its text."""

from __future__ import annotations

from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Severity: TypeAlias = Literal["error", "warning"]


@positional
class Fault(Record):
    """One thing that is wrong. `start` and `end` are offsets in the text that was looked at.

    An `error` is what GitHub refuses, a `warning` what it takes and what still does not mean what was meant.
    """

    rule: str
    severity: Severity
    start: int
    end: int
    message: str
    remedy: str
