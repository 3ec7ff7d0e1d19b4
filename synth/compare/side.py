"""One version of a file: its tree as plain values, and where in the text each of them stands. What they mean is not here."""

from __future__ import annotations

from synth.expr.values import text_of
from synth.model import Origin
from synth.yaml.read import read
from synth.yaml.tree import Mapping, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeAlias

    from synth.yaml.tree import Document, Node, YamlProblem

    Path: TypeAlias = tuple[str | int, ...]

MAX_BYTES = 512 * 1024
MAX_NODES = 100_000  # with the aliases filled in; the largest real workflow has some 5,000


class Truth:
    """A truth value of YAML: not equal to a number, as Python's are."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__


TRUE, FALSE = Truth("true"), Truth("false")


class TooLargeError(Exception):
    """The tree has more values than are compared."""


class Side:
    """`plain` is the whole file: mappings, lists, text, numbers, TRUE, FALSE and None. `problems` are what GitHub refuses in it."""

    __slots__ = ("document", "file", "plain", "problems", "text")

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.document: Document = read(text, file)
        self.problems: list[YamlProblem] = list(self.document.problems)
        self.plain: Any = None
        if self.document.root is not None:
            self.plain = _Plain().value(self.document.root)

    def node(self, path: Path) -> Node | None:
        """The node at the path; None where the path leads nowhere, as where a list stands for a single value."""
        node = self.document.root
        for name in path:
            found: Node | None = None
            if isinstance(node, Mapping):
                found = node.get(str(name))
            elif isinstance(node, Sequence) and isinstance(name, int) and name < len(node.items):
                found = node.items[name]
            if found is None:
                return None
            node = found
        return node

    def at(self, path: Path) -> Origin | None:
        """The line of the key, or of the entry of a list, that the path leads to, as far as it leads anywhere."""
        node = self.document.root
        if node is None:
            return None
        best: Node = node
        for name in path:
            if isinstance(node, Mapping):
                key, value = node.key(str(name)), node.get(str(name))
            elif isinstance(node, Sequence) and isinstance(name, int) and name < len(node.items):
                key = value = node.items[name]  # type: ignore[assignment]  # any node, for its place alone
            else:
                break
            if key is None or value is None:
                break
            best, node = key, value
        line, column = best.lines.at(best.start)
        return Origin(self.file, line, column)

    def comment(self, path: Path) -> str:
        """The comment behind the scalar at the path."""
        node = self.node(path)
        return self.document.comment(node.end_line) if isinstance(node, Scalar) else ""


class _Plain:
    """The work on one tree. An anchored part is made once and counted each time."""

    def __init__(self) -> None:
        self.count = 0
        self.made: dict[int, tuple[Any, int]] = {}

    def value(self, node: Node) -> Any:
        self.count += 1
        if self.count > MAX_NODES:
            raise TooLargeError
        if type(node) is Scalar:
            value = node.value
            if type(value) is str or value is None:
                return value
            if isinstance(value, bool):
                return TRUE if value else FALSE
            return value if value == value else node.text
        if node.anchor is None:
            return self.collection(node)
        known = self.made.get(id(node))
        if known is not None:
            self.count += known[1]
            return known[0]
        before = self.count
        made = self.collection(node)
        self.made[id(node)] = (made, self.count - before)
        return made

    def collection(self, node: Node) -> Any:
        if isinstance(node, Mapping):
            return {key.text: self.value(value) for key, value in node.pairs}
        assert isinstance(node, Sequence)
        return [self.value(item) for item in node.items]


def shown(value: Any) -> str:
    """A value in one line, as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, Truth):
        return value.text
    if isinstance(value, dict):
        return "{" + ", ".join([f"{key}: {_inner(one)}" for key, one in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ", ".join([_inner(one) for one in value]) + "]"
    return text_of(value)


def _inner(value: Any) -> str:
    return "null" if value is None else shown(value) if value != "" else "''"


def mapping(value: Any) -> dict[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    """A list, or the one value that stands for it."""
    return value if isinstance(value, list) else [] if value is None else [value]
