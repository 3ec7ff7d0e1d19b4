"""What a pull request changes, compared: what could not be read is a danger of its own, never silence."""

from __future__ import annotations

from synth.bot.reading import versions
from synth.compare.values import Change, Code, Comparison, FileComparison, Where
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.bot.ports import Api
    from synth.bot.reading import Versions
    from synth.bot.values import Pull


def compared(api: Api, pull: Pull) -> Comparison:
    """Raises GitHubError's kinds."""
    return comparison_of(versions(api, pull))


def comparison_of(found: Versions) -> Comparison:
    from synth.compare.comparing import compare  # PyYAML, which a bare runner gets only now

    made = compare(found.before, found.after)
    files = (*made.files, *[_unread(name, reason) for name, reason in found.unread.items()])
    return replace(made, files=tuple(sorted(files, key=lambda one: one.file)), notes=(*made.notes, *[(note,) for note in found.notes]))


def _unread(name: str, reason: str) -> FileComparison:
    says = (Code(name), f" was not read: {reason}")
    change = Change(
        kind="file-unread", severity="danger", where=Where(file=name), says=says, why=("what it does now is not known: look at it yourself",)
    )
    return FileComparison(file=name, status="unreadable", kind="lock" if name.endswith(".lock") else "workflow", changes=(change,))
