"""A comparison as the one comment on a pull request, and as a job's summary.

What a reader must see comes first and gives way last: verdict, dangers, cautions, pins, the rest, the picture, the raw difference.
"""

from __future__ import annotations

from synth.compare.render.blocks import Block, arranged, size
from synth.compare.render.escaped import words
from synth.compare.render.graphs import changed, pictured
from synth.compare.render.grouped import Group, grouped, number
from synth.compare.render.raw import raw
from synth.compare.render.tables import pin_row, row
from synth.compare.render.verdict import verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.compare.values import Comparison, FileComparison, Words

LIMIT = 65_536  # characters of a comment; GitHub refuses more
SUMMARY_LIMIT = 1_048_576  # bytes of a step's summary
_IN_SUMMARY = "The job's summary has them."
_NOWHERE = "`ghsynth diff` shows them."


def markdown(
    comparison: Comparison,
    head: str,
    graphs: bool = True,
    limit: int = LIMIT,
    reserve: int = 512,
    server: str = "https://github.com",
    elsewhere: str = _IN_SUMMARY,
) -> str:
    """The body, at most `limit` bytes less `reserve`, which is for the line that marks the comment. `head` is the commit that was compared.

    `server` is where links may lead to, `elsewhere` where the reader finds what there is no room for.
    """
    groups = grouped(comparison)
    room = limit - reserve
    first = next((text for text in verdict(comparison, groups, head) if size(text) <= room), "")
    return arranged(first, _blocks(comparison, groups, graphs, server), room, elsewhere)


def summary(comparison: Comparison, head: str, server: str = "https://github.com") -> str:
    """The same for a job's summary, which has more room."""
    return markdown(comparison, head, limit=SUMMARY_LIMIT, reserve=0, server=server, elsewhere=_NOWHERE)


def _blocks(comparison: Comparison, groups: Sequence[Group], graphs: bool, server: str) -> list[Block]:
    """In the order of their weight."""
    dangers = [group for group in groups if group.severity == "danger"]
    pins = [group for group in groups if group.is_pin and group.severity != "danger"]
    cautions = [group for group in groups if group.severity == "caution" and not group.is_pin]
    rest = [group for group in groups if group.severity == "info" and not group.is_pin]
    blocks = [
        _table(1, "#### 🔴 Danger: who can do more, and what no longer stops", dangers, ("danger", "dangers"), server),
        _table(2, "#### 🟡 Caution", cautions, ("caution", "cautions"), server),
        _pins(pins, server),
    ]
    if not groups or all([group.is_pin for group in groups]):
        return blocks
    pictures = [file for file in comparison.files if graphs and changed(file)]
    return [*blocks, _rest(rest, server), _notes(comparison.notes), _pictures(pictures), _raw([file for file in comparison.files if _differs(file)])]


def _table(place: int, title: str, groups: Sequence[Group], what: tuple[str, str], server: str) -> Block:
    items = (row(group, server) for group in groups)
    return Block(place=place, begin=f"{title}\n\n| what | where |\n|---|---|\n", items=items, what=what, count=len(groups))


def _pins(groups: Sequence[Group], server: str) -> Block:
    items = (pin_row(group, server) for group in groups)
    return Block(place=3, begin="#### Pins\n\n| pin | where | |\n|---|---|---|\n", items=items, what=("pin", "pins"), count=len(groups))


def _pictures(files: Sequence[FileComparison]) -> Block:
    items = (pictured(file, file.file) for file in files)
    return Block(place=4, begin="#### Jobs before and after\n\n", items=items, joint="\n\n", what=("picture", "pictures"), count=len(files))


def _rest(groups: Sequence[Group], server: str) -> Block:
    begin = f"{_folded(number(len(groups), 'other change'))}| what | where |\n|---|---|\n"
    items = (row(group, server) for group in groups)
    return Block(place=5, begin=begin, items=items, end=_UNFOLDED, what=("other change", "other changes"), count=len(groups))


def _notes(notes: Sequence[Words]) -> Block:
    items = (f"- {words(note)}" for note in notes)
    return Block(place=6, begin=_folded("What was assumed"), items=items, end=_UNFOLDED, what=("assumption", "assumptions"), count=len(notes))


def _raw(files: Sequence[FileComparison]) -> Block:
    items = (raw(file) for file in files)
    what = ("file's raw difference", "files' raw differences")
    return Block(place=7, begin=_folded("Raw difference"), items=items, end=_UNFOLDED, joint="\n\n", what=what, count=len(files))


def _differs(file: FileComparison) -> bool:
    return (file.text_before or "") != (file.text_after or "")


def _folded(title: str) -> str:
    """A fold holds Markdown only behind an empty line. Titles are ours: they are HTML."""
    return f"<details><summary>{title}</summary>\n\n"


_UNFOLDED = "\n\n</details>"
