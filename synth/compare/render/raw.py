"""The lines that differ, as `git diff` shows them, each file in a fence of its own."""

from __future__ import annotations

from difflib import unified_diff

from synth.compare.render.escaped import code, fence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.compare.values import FileComparison

_MOST_LINES = 4_000  # of both sides together; a comparison takes up to the square of it


def raw(file: FileComparison) -> str:
    """The title and the fence. A text that is not there is empty, as that of a new file."""
    before, after = _lines(file.text_before), _lines(file.text_after)
    title = code(file.file, longest=200) if file.was is None else f"{code(file.was, longest=200)} → {code(file.file, longest=200)}"
    if len(before) + len(after) > _MOST_LINES:
        return f"{title}: {len(before):,} lines before and {len(after):,} after are too many to compare here"
    lines = list(unified_diff(before, after, n=3, lineterm=""))[2:]  # without the names of the files, which are the title
    return f"{title}\n\n{fence(chr(10).join(lines), 'diff')}"


def _lines(text: str | None) -> list[str]:
    return [] if not text else text.removesuffix("\n").split("\n")
