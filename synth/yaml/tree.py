"""One YAML file as a tree of nodes that know their places. What makes the tree is `synth.yaml.read`.

Lines and columns count from 1, in characters; offsets count from 0 in `Document.text`.
"""

from __future__ import annotations

import re
from bisect import bisect_right

from synth.record import Record, positional
from synth.yaml.locate import source_offset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

_COMMENT = re.compile(r"(?:^|(?<=[\s\]},]))#(.*)")
_HEADER = re.compile(r"[|>]")


class Lines:
    """A text, and where its lines begin. A line ends at `\\n`, `\\r\\n` or `\\r`, as in YAML."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        starts = self._starts
        if starts is None:
            starts = self._starts = [0, *[found.end() for found in re.finditer(r"\r\n?|\n" if "\r" in self.text else "\n", self.text)]]
        return starts

    def at(self, offset: int) -> tuple[int, int]:
        """The line and column of a character."""
        starts = self.starts
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def line(self, number: int) -> str:
        """A line without its end; '' for one that is not there."""
        starts = self.starts
        if not 0 < number <= len(starts):
            return ""
        end = starts[number] if number < len(starts) else len(self.text)
        return self.text[starts[number - 1] : end].rstrip("\r\n")


class Node:
    """A part of a file. It begins at its anchor or tag, where it has one; `end` is the offset behind its last character."""

    __slots__ = ("anchor", "end", "lines", "start")

    def __init__(self, lines: Lines, start: int, end: int, anchor: str | None) -> None:
        self.lines = lines
        self.start = start
        self.end = end
        self.anchor = anchor

    @property
    def line(self) -> int:
        return self.lines.at(self.start)[0]

    @property
    def column(self) -> int:
        return self.lines.at(self.start)[1]

    @property
    def end_line(self) -> int:
        return self.lines.at(self.end)[0]

    @property
    def end_column(self) -> int:
        return self.lines.at(self.end)[1]

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.lines.text[self.start : self.end]!r})"


class Scalar(Node):
    """`value` is what GitHub reads, `text` what stood there before the schema made a number, truth value or null of it.

    `style` is the character that the scalar begins with: a quote, `|` or `>`; "" for a plain one.
    """

    __slots__ = ("style", "text", "value")

    def __init__(self, lines: Lines, start: int, end: int, anchor: str | None, value: str | float | None, text: str, style: str) -> None:
        self.lines = lines
        self.start = start
        self.end = end
        self.anchor = anchor
        self.value: str | bool | int | float | None = value
        self.text = text
        self.style = style

    @property
    def kind(self) -> Literal["text", "truth", "number", "null"]:
        value = self.value
        if type(value) is str:
            return "text"
        return "null" if value is None else "truth" if isinstance(value, bool) else "number"


class Sequence(Node):
    __slots__ = ("flow", "items")

    def __init__(self, lines: Lines, start: int, end: int, anchor: str | None, flow: bool) -> None:
        super().__init__(lines, start, end, anchor)
        self.items: list[Node] = []
        self.flow = flow


class Mapping(Node):
    __slots__ = ("flow", "pairs")

    def __init__(self, lines: Lines, start: int, end: int, anchor: str | None, flow: bool) -> None:
        super().__init__(lines, start, end, anchor)
        self.pairs: list[tuple[Scalar, Node]] = []
        self.flow = flow

    def get(self, key: str) -> Node | None:
        """The value of the key; where no key is written so, of one that differs only in case."""
        pair = self._pair(key)
        return pair and pair[1]

    def key(self, key: str) -> Scalar | None:
        """The key itself, found as `get` finds it."""
        pair = self._pair(key)
        return pair and pair[0]

    def _pair(self, key: str) -> tuple[Scalar, Node] | None:
        for pair in self.pairs:
            if pair[0].text == key:
                return pair
        folded = key.lower()
        for pair in self.pairs:
            if pair[0].text.lower() == folded:
                return pair
        return None


@positional
class YamlProblem(Record):
    """Why a file is not YAML that GitHub reads, where, and what to do. `rule` begins with `yaml-`."""

    line: int
    column: int
    rule: str
    message: str
    remedy: str = ""


class Document:
    """A file that was read. `root` is None when it holds nothing, or is no YAML: then `problems` says why."""

    __slots__ = ("_ends", "_lines", "_split", "_starts", "file", "problems", "root", "text")

    def __init__(
        self,
        file: str,
        lines: Lines,
        root: Node | None,
        problems: tuple[YamlProblem, ...],
        starts: list[int],
        ends: list[int],
    ) -> None:
        self.file = file
        self.text = lines.text
        self.root = root
        self.problems = problems
        self._lines = lines
        self._split: list[str] | None = None
        self._starts = starts  # of scalars, aliases and closing brackets, in the order of the text
        self._ends = ends

    @property
    def lines(self) -> list[str]:
        """The lines without their ends."""
        if self._split is None:
            self._split = [self._lines.line(number) for number in range(1, len(self._lines.starts) + 1)]
        return self._split

    def comment(self, line: int) -> str:
        """The comment behind the last node that ends on the line, without `#`; '' where there is none."""
        starts = self._lines.starts
        if not 0 < line <= len(starts):
            return ""
        begin = starts[line - 1]
        finish = begin + len(self._lines.line(line))
        last = bisect_right(self._ends, finish) - 1
        if last < 0 or self._ends[last] < begin:
            return ""
        behind = self._ends[last]
        if last + 1 < len(self._starts) and self._starts[last + 1] < finish:  # a scalar of several lines begins here
            block = _HEADER.search(self.text, self._starts[last + 1], finish)
            if block is None:
                return ""
            behind = block.end()
        found = _COMMENT.search(self.text[behind:finish])
        return found[1].strip() if found else ""

    def place(self, scalar: Scalar, offset: int) -> tuple[int, int]:
        """The line and column in the file of a character of `scalar.text`: escapes, folds and indents are undone."""
        return self._lines.at(source_offset(scalar, offset))
