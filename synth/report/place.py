"""Where what was found begins and ends. Columns count characters from 1; an end is the place behind it."""

from __future__ import annotations

from synth.model import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.finding import Finding


class Stretch(Origin):
    """A place with an end, as other programs report it."""

    end_line: int
    end_column: int

    def __init__(self, file: str, line: int, column: int, end_line: int, end_column: int) -> None:
        self.__dict__.update(file=file, line=line, column=column, end_line=end_line, end_column=end_column)


def start(finding: Finding) -> tuple[int, int] | None:
    """Line and column; a column of 0 is not known. None when the finding is about the file as a whole."""
    where = finding.where
    return (where.line, where.column) if where is not None and where.line > 0 else None


def end(finding: Finding) -> tuple[int, int] | None:
    """Line and column behind what stands there; None when that is not known or nothing stands there."""
    where = finding.where
    if isinstance(where, Stretch):
        found = where.end_line, where.end_column
    else:
        node = getattr(where, "node", None)
        if where is None or node is None or (where.line, where.column) != (node.line, node.column) or not getattr(node, "flow", True):
            return None  # a place inside of a text, or a block, whose end is where the next one begins
        found = node.end_line, node.end_column
    return found if found > (where.line, where.column) else None


def lines_of(text: str) -> list[str]:
    """The lines as YAML counts them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
