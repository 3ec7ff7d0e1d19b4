"""Generated files that are not what their definition says, as changes among the others, each with the command that repairs it."""

from __future__ import annotations

from synth.compare.values import Change, Code, Comparison, FileComparison, Where
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.compare.values import Words
    from synth.plan import Change as Planned
    from synth.plan import Plan

KIND = "drift"


def drift(made: Plan, source: str) -> tuple[Change, ...]:
    """A change for each file that `generate` would write, remove or refuse. `source` is the definition."""
    return tuple([_change(planned, source) for planned in made.changes if planned.kind != "keep"])


def with_drift(comparison: Comparison, found: Sequence[Change]) -> Comparison:
    """The comparison with these changes, each in its file; one that did not change otherwise is added."""
    files = {file.file: file for file in comparison.files}
    for change in found:
        name = change.where.file
        held = files.get(name) or FileComparison(file=name, status="modified", kind=_kind(name))
        files[name] = replace(held, changes=(*held.changes, change))
    return replace(comparison, files=tuple([files[name] for name in sorted(files)]))


def _change(planned: Planned, source: str) -> Change:
    says, why = _words(planned, source)
    return Change(kind=KIND, severity="caution", where=Where(file=planned.path), says=says, why=why)


def _words(planned: Planned, source: str) -> tuple[Words, Words]:
    write: Words = ("run ", Code("ghsynth generate"), " and commit what it writes")
    match planned.kind:
        case "create":
            return ("is missing, and ", Code(source), " makes it"), write
        case "remove":
            return ("was generated, and ", Code(source), " makes it no longer"), write
        case "foreign":
            return ("is in the way of what ", Code(source), " makes"), ("move it, or run ", Code("ghsynth generate --adopt"))
    from synth.adopt import only_pins_moved

    if only_pins_moved(planned.after or "", planned.before or ""):
        return ("has other pins than ", Code(source), " and its lock"), ("run ", Code("ghsynth adopt"), " to take them over")
    return ("is not what ", Code(source), " makes"), write


def _kind(file: str) -> str:
    return "lock" if file.endswith(".lock") else "workflow" if file.startswith(".github/workflows/") else "action"
