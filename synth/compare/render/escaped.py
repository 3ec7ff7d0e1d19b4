"""Words and code as Markdown of which GitHub makes no link, mention, picture or element.

Code sits in a span, or in a fence, of more backticks than it has in a row. GitHub looks for mentions, issues and commits in the text around only.
"""

from __future__ import annotations

import re

from synth.compare.render.visible import clipped, one_line, visible
from synth.compare.values import Code

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_CODE = 120
LONGEST_WORDS = 1_200
_PLAIN = re.compile(r"[^\W_]*(?:[ \-.,;:()'\"/?!%+=→…–][^\W_]*)*", re.ASCII)  # noqa: RUF001  # the dash that people type
_LINKED = re.compile(r"://|www\.|GH-\d|:[\w+-]+:|\b[0-9a-f]{7,64}\b", re.IGNORECASE)  # what GitHub makes more of than text


def code(text: str, *, longest: int = LONGEST_CODE, cell: bool = False) -> str:
    """A code span. In a table's `cell` a bar would end the cell, also inside of code, but for a backslash before it."""
    shown = clipped(one_line(text), longest)
    if not shown.strip():
        return "(nothing)" if not shown else f"(blank, {len(shown)} characters)"
    if shown[0] in " `" or shown[-1] in " `":
        shown = f" {shown} "  # one space on each side is not part of the code
    ticks = "`" * (_longest_run(shown) + 1)
    return f"{ticks}{shown.replace('|', chr(92) + '|') if cell else shown}{ticks}"


def words(said: Sequence[str | Code], *, cell: bool = False) -> str:
    """The sentence. A text of ours that GitHub might read as more than that is taken for code."""
    shown = ""
    for part in said:
        if len(shown) > LONGEST_WORDS:
            return shown.rstrip() + " …"
        piece = code(part.text, cell=cell) if isinstance(part, Code) else _ours(part, cell)
        shown += f" {piece}" if shown.endswith("`") and piece.startswith("`") else piece
    return shown


def fence(text: str, language: str) -> str:
    """A fenced block, closed, whatever the text has."""
    shown = visible(text.replace("\r\n", "\n"), keep="\n\t").rstrip("\n")
    ticks = "`" * max(_longest_run(shown) + 1, 3)
    return f"{ticks}{language}\n{shown}\n{ticks}"


def _ours(text: str, cell: bool) -> str:
    text = text.replace("->", "→")
    if _PLAIN.fullmatch(text) and not _LINKED.search(text):
        return text
    inner = text.strip()
    if not inner:
        return " " if text else ""
    begins, ends = " " if text[0].isspace() else "", " " if text[-1].isspace() else ""
    return f"{begins}{code(inner, cell=cell)}{ends}"


def _longest_run(text: str) -> int:
    return max([len(run) for run in re.findall("`+", text)], default=0)
