"""Markdown for the job summary, in which text from elsewhere is never markup."""

from __future__ import annotations

from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ESCAPED = {**{mark: f"\\{mark}" for mark in "\\`*_{}[]()#+!|~:@$"}, "<": "&lt;", ">": "&gt;", "&": "&amp;"}  # `:` also ends autolinks
_TABLE = str.maketrans(_ESCAPED)


def cell(text: str) -> str:
    """Text for a cell or a line: no markup, link, mention, HTML or further cell can come out of it."""
    return printable(text).translate(_TABLE).replace("www.", "www&#46;")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table, all cells escaped."""
    lines = [head, ["---"] * len(head)]
    return "".join([f"| {' | '.join(line)} |\n" for line in [*lines, *[[cell(text) for text in row] for row in rows]]])
