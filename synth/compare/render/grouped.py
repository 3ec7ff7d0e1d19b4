"""Changes that differ in their places only, as one."""

from __future__ import annotations

from synth.compare.values import SEVERITIES
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from synth.compare.values import Change, Comparison


@record
class Group(Record):
    """One change as a reader counts them, and all changes that are it."""

    changes: tuple[Change, ...]

    @property
    def first(self) -> Change:
        return self.changes[0]

    @property
    def severity(self) -> str:
        return self.first.severity

    @property
    def is_pin(self) -> bool:
        return self.first.kind.startswith("pin-")


def grouped(comparison: Comparison) -> tuple[Group, ...]:
    """The most serious first, otherwise as they come."""
    found: dict[object, list[Change]] = {}
    for change in comparison.changes:
        same = (change.kind, change.severity, change.says, change.why, change.before, change.after, change.link)
        found.setdefault(same, []).append(change)
    groups = [Group(changes=tuple(changes)) for changes in found.values()]
    return tuple(sorted(groups, key=lambda group: SEVERITIES.index(group.severity)))


def counted(groups: Iterable[Group]) -> dict[str, int]:
    """How many groups there are of each severity, all severities named."""
    counts: dict[str, int] = dict.fromkeys(SEVERITIES, 0)
    for group in groups:
        counts[group.severity] += 1
    return counts


def number(n: int, one: str, more: str | None = None) -> str:
    """Such as `1 file`, `2 files`."""
    return f"{n:,} {one if n == 1 else more or one + 's'}"
