"""Carries a plan out, one write after another; where one fails the rest is left for the next time, whose plan has what is not done yet."""

from __future__ import annotations

from synth.ports import OutsideError
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.infra.github.port import Settings
    from synth.infra.github.values import Change, Plan


@record
class Applied(Record):
    """What was written, and what was not: `trouble` is why, empty when all was."""

    done: tuple[Change, ...] = ()
    left: tuple[Change, ...] = ()
    trouble: str = ""


def apply(plan: Plan, settings: Settings, told: Callable[[Change], None] = lambda change: None) -> Applied:
    """Writes the changes in their order; `told` hears of each that is done."""
    for at, change in enumerate(plan.changes):
        try:
            settings.carry_out(change.act)
        except OutsideError as error:
            return Applied(done=plan.changes[:at], left=plan.changes[at:], trouble=str(error))
        told(change)
    return Applied(done=plan.changes)
