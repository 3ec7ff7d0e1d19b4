"""A file's tree -> the model, by the shapes of `synth.model.format`. What does not fit is reported, and the rest is read all the same.

The rules are those of GitHub's own reader (actions/runner, src/Sdk/WorkflowParser/ObjectTemplating/TemplateReader.cs).
"""

from __future__ import annotations

from synth import model
from synth.expr.values import text_of
from synth.finding import Finding
from synth.model.shape import Shape, field_names
from synth.record import Record, needed, positional
from synth.yaml.misfit import misfit, missing_choice, unknown_key
from synth.yaml.place import Spot
from synth.yaml.tree import Document, Mapping, Node, Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence as Sequenced
    from typing import Any, TypeAlias

    Path: TypeAlias = tuple[str | int, ...]

_ANYTHING = Shape(anything=True)


@positional
class Written(Record):
    """A scalar that holds an expression, or is a condition: what can be checked once the whole file is known."""

    value: str
    spot: Spot
    shape: Shape
    path: Path


@positional
class Loaded(Record):
    """A file as part of the model, its expressions, and what is wrong with its shape. `part` is None when nothing could be made of it."""

    document: Document
    part: Any
    written: tuple[Written, ...]
    findings: tuple[Finding, ...]


def load(document: Document, shape: Shape) -> Loaded:
    """The model of the file, which `shape` describes. Never raises; what cannot be read is a finding."""
    loader = _Loader(document)
    unread = [Finding(p.rule, "error", model.Origin(document.file, p.line, p.column), p.message, p.remedy, "grammar") for p in document.problems]
    part = None
    if document.root is not None:
        part = loader.value(document.root, shape)
    elif not unread:
        where = model.Origin(document.file, 1, 1)
        unread.append(Finding("empty-file", "error", where, "the file holds nothing", f"its keys are: {', '.join(shape.needed)}", "grammar"))
    broken = {problem.line for problem in document.problems}  # what else is wrong there only follows
    misfits = [finding for finding in loader.findings if finding.where is None or finding.where.line not in broken]
    return Loaded(document, part if isinstance(part, Record) else None, tuple(loader.written), (*unread, *misfits))


class _Loader:
    """The work on one file. `path` is where it stands."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.findings: list[Finding] = []
        self.written: list[Written] = []
        self.path: list[str | int] = []
        self.key: Node | None = None  # of the value that is read next, where it has one

    def report(self, rule: str, node: Node, message: str, remedy: str = "", severity: str = "error", level: str = "grammar") -> None:
        self.findings.append(Finding(rule, severity, Spot(self.document, node), message, remedy, level))

    def refuse(self, node: Node, shape: Shape) -> None:
        self.report(*misfit(node, shape, self.path))

    def value(self, node: Node, shape: Shape) -> Any:
        """What the node becomes; None for what does not fit, after it has been reported."""
        if isinstance(node, Scalar):
            read = self.scalar(node, shape)
        elif isinstance(node, Sequence):
            read = self.sequence(node, shape)
        else:
            assert isinstance(node, Mapping)
            read = self.mapping(node, shape)
        return read if shape.finish is None else shape.finish(read)

    def nested(self, at: str | int, node: Node, shape: Shape, key: Node | None = None) -> Any:
        self.path.append(at)
        self.key = key
        read = self.value(node, shape)
        self.path.pop()
        return read

    def scalar(self, node: Scalar, shape: Shape) -> Any:
        value = node.value
        if type(value) is str and "${{" in value and not (shape.anything and shape.available is None):
            if shape.available is None:
                self.report(
                    "no-expression-here", node, f"{_words(self.path)} takes no expression", "write the value itself: GitHub reads it before any run"
                )
                return None
            self.write(node, value, shape)
            return _whole(value, shape)
        if shape.anything:
            return value
        if shape.condition:
            self.write(node, text_of(value), shape)
        if _fits(value, shape):
            return _whole(value, shape)
        if shape.text and _fits(text := text_of(value), shape):  # as GitHub does: 3.10 becomes '3.1', null ''
            return None if value is None else value if shape.kept else _whole(text, shape)
        self.refuse(node, shape)
        return None

    def write(self, node: Scalar, value: str, shape: Shape) -> None:
        self.written.append(Written(value, Spot(self.document, node), shape, tuple(self.path)))

    def sequence(self, node: Sequence, shape: Shape) -> Any:
        items = shape if shape.anything else shape.items
        if items is None:
            return self.refuse(node, shape)
        if shape.vain and not node.items:
            self.vain(node)
        found = [self.nested(i, item, items) for i, item in enumerate(node.items)]
        if items.anything:
            return tuple(found)
        if items.makes is not None and not items.needed:  # numbers of entries stay what they are in the file
            return tuple([items.makes() if item is None and not needed(items.makes) else item for item in found])
        if items.text and items.makes is None:
            return tuple(["" if item is None else item for item in found])
        return tuple([item for item in found if item is not None])

    def mapping(self, node: Mapping, shape: Shape) -> Any:
        if shape.anything:
            return {key.text: self.nested(key.text, value, shape) for key, value in node.pairs}
        if not shape.mapping:
            return self.refuse(node, shape)
        head = self.key or node  # what a missing key is missing from
        if shape.vain and not node.pairs:
            self.vain(node)
        kind = self.kind(node, shape, head) if shape.variants else shape
        known: dict[str, Any] = {}
        others: dict[str, Any] = {}
        unknown: dict[str, Any] = {}
        for key, value in node.pairs:
            name = key.text
            inner = kind.keys.get(name) if kind.keys is not None else None
            if inner is not None:
                known[name] = self.nested(name, value, inner, key)
            elif "${{" in name:
                made = self.expression_key(key, value, kind)
                if made is not None or kind.others is None or not (kind.others.makes or kind.others.variants):
                    others[name] = made
            elif kind.others is None:
                unknown[name] = self.nested(name, value, _ANYTHING)
                self.report("unexpected-key", key, *unknown_key(name, kind, shape, self.path), severity="warning" if kind.tolerant else "error")
            elif name:
                made = self.nested(name, value, kind.others, key)
                if made is not None or not (kind.others.makes or kind.others.variants):  # what is no job is left out, a variable without value is not
                    others[name] = made
            else:
                self.report("empty-value", key, f"a key of {_words(self.path)} is empty", "give it a name")
        if absent := [name for name in kind.needed if name not in known]:
            telling = node.key(_choice(shape.variants)) if shape.variants else None
            message = f"{_words(self.path)} needs {_and(absent)}"
            self.report("missing-key", telling or head, message, f"add {_and([f'{name}:' for name in absent])}")
        makes = kind.makes or shape.makes
        return {**known, **others, **unknown} if makes is None else self.made(makes, node, kind, known, others, unknown)

    def expression_key(self, key: Scalar, value: Node, shape: Shape) -> Any:
        if shape.available is None:
            self.report(
                "no-expression-here", key, f"a key of {_words(self.path)} is an expression", "write the key itself: GitHub reads it before any run"
            )
        else:
            if key.text.strip() != "${{ insert }}":  # which puts what its value holds in its place
                self.write(key, key.text, Shape(text=True, available=shape.available))
        return self.nested(key.text, value, shape.others or _ANYTHING)

    def vain(self, node: Node) -> None:
        self.report("empty-list", node, f"{_words(self.path)} is empty", "leave it out, or say what belongs there", "warning", "lint")

    def kind(self, node: Mapping, shape: Shape, head: Node) -> Shape:
        """The kind of mapping that the keys, in their order, leave possible."""
        left = list(shape.variants)
        for key, value in node.pairs:
            left = [kind for kind in left if kind.keys and key.text in kind.keys and _may_be(value, kind.keys[key.text])] or left
        if len(left) > 1:
            choice = _choice(left)
            if (told := node.get(choice)) is not None:
                self.refuse(told, Shape(text=True, values=tuple([v for kind in left for v in (kind.keys or {})[choice].values or ()])))
            else:
                self.report("missing-key", head, *missing_choice(left, self.path))
            kind = left[0]
            return Shape(
                makes=kind.makes,
                keys={key: inner for other in reversed(left) for key, inner in (other.keys or {}).items()} | ({choice: _ANYTHING} if choice else {}),
            )
        return left[0]

    def made(self, makes: type[Record], node: Mapping, kind: Shape, known: dict[str, Any], others: dict[str, Any], unknown: dict[str, Any]) -> Record:
        """The part of the model with these entries, and the comments that belong to it."""
        names = field_names(makes)
        cls: Any = makes
        given = {names[name]: value for name, value in known.items() if value is not None and name in names}
        if kind.rest:
            given[kind.rest] = others
            others = {}
        if others or unknown:
            given["extra"] = {**others, **unknown}
        if type(used := given.get("uses")) is str:
            given["uses"] = model.Uses(used, self.comment(node, "uses"))
        if type(scopes := given.get("permissions")) is dict:
            asked = node.get("permissions")
            assert isinstance(asked, Mapping)
            given["permissions"] = {
                scope: model.Permission(level, self.comment(asked, scope)) for scope, level in scopes.items() if type(level) is str
            }
        for name in cls._required - given.keys():
            given[name] = _NOTHING.get(name, "")
        if "origin" in cls._fields:
            given["origin"] = Spot(self.document, node)
        return makes(**{name: value for name, value in given.items() if name in cls._allowed})

    def comment(self, node: Mapping, key: str) -> str:
        value = node.get(key)
        return self.document.comment(value.end_line) if isinstance(value, Scalar) and not node.flow else ""


_NOTHING: dict[str, Any] = {"on": {}, "jobs": {}, "axes": {}, "uses": model.Uses("")}


def _whole(value: Any, shape: Shape) -> Any:
    """What a single value stands for where a list or a mapping may stand too."""
    if shape.listed:
        return (value,)
    if shape.short and shape.makes is not None:
        return shape.makes(**{shape.short: value})
    if value is None and shape.makes is not None:
        return shape.makes()
    return value


def _fits(value: Any, shape: Shape) -> bool:
    """Whether a value that is no expression may stand there, as it is."""
    if value is None:
        return shape.null
    if value is True or value is False:
        return shape.truth
    if isinstance(value, (int, float)):
        return shape.number
    return shape.text and (not shape.filled or value != "") and (shape.values is None or value in shape.values)


def _may_be(value: Node, shape: Shape) -> bool:
    """Whether the value of a key leaves the kind of mapping possible, for keys whose value tells the kind."""
    return not isinstance(value, Scalar) or shape.values is None or value.value in shape.values


def _choice(kinds: Sequenced[Shape]) -> str:
    """The key that all the kinds need, if there is one."""
    return next((name for name in kinds[0].needed if all([name in kind.needed for kind in kinds])), "")


def _words(path: list[str | int]) -> str:
    from synth.yaml.misfit import words

    return words(path)


def _and(names: list[str]) -> str:
    return " and ".join([f"'{name}'" for name in names])
