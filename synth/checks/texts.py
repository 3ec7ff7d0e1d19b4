"""The texts of a workflow or action that hold expressions: read ones with their exact places, built ones with the line of their part."""

from __future__ import annotations

from synth.model import Origin, Step, Uses
from synth.model.keys import key_of
from synth.record import Record, fields, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any, TypeAlias

    from synth.checks.subject import Subject
    from synth.expr.placed import Placed
    from synth.expr.tree import Expr

    Path: TypeAlias = tuple[str | int, ...]


@positional
class Text(Record):
    """A text that holds `${{ }}`, or a condition, which need not. `path` leads there from the top of the file."""

    value: str
    where: Origin | None
    path: Path
    condition: bool = False

    @property
    def job(self) -> str:
        """The id of the job that it stands in; empty outside jobs."""
        return str(self.path[1]) if len(self.path) > 2 and self.path[0] == "jobs" else ""

    def inside(self, offset: int) -> Origin | None:
        """Where a character of it stands; a definition in Python knows its line only."""
        return inside(self.where, offset)

    def sources(self) -> Iterator[tuple[int, str]]:
        """The text of each expression, with its offset."""
        if self.condition and "${{" not in self.value:
            yield 0, self.value
            return
        from synth.expr.embedded import embedded  # not needed for the built workflows without secrets that `ghsynth generate` is about

        for one in embedded(self.value)[0]:
            yield one.start, one.text

    def expressions(self) -> Iterator[tuple[int, Placed]]:
        """The expressions that can be read, each with the offset of its text."""
        from synth.expr.placed import placed

        for offset, source in self.sources():
            read = placed(source)
            if read.tree is not None:
                yield offset, read


def texts(subject: Subject, *words: str) -> Iterator[Text]:
    """The texts that hold one of the words, whatever their case; all when none is given."""
    folded = tuple([word.lower() for word in words])
    if subject.document is None:
        if folded and not _mentions(subject.part, folded):
            return  # most built workflows; to work out the places of all texts takes longer than to write them
        for text in _built(subject.part, (), None):
            if not folded or _holds(text.value, folded):
                yield text
        return
    for one in subject.written:
        if not folded or _holds(one.value, folded):
            yield Text(one.value, one.spot, one.path, one.shape.condition)


def parts(tree: Expr[Any] | None) -> Iterator[Expr[Any]]:
    """The expression and all within it."""
    if tree is not None:
        yield tree
        for child in tree.children():
            yield from parts(child)


def inside(where: Origin | None, offset: int) -> Origin | None:
    """Where a character of the text at the place stands."""
    if where is None or type(where) is Origin:
        return where
    from synth.yaml.place import Spot

    return where.inside(offset) if isinstance(where, Spot) else where


def entries(values: Mapping[str, Any] | str | None) -> Mapping[str, Any]:
    """What `env` or `with` sets; nothing where an expression decides."""
    return values if values and not isinstance(values, str) else {}


def entry(step: Step, name: str) -> Any:
    """An input of a step by its name, whose case does not matter to GitHub; None when it is not given."""
    given = entries(step.with_)
    if name in given:
        return given[name]
    return next((value for key, value in given.items() if key.lower() == name), None)


def part_at(part: Any, path: Path) -> Any:
    """What lies at a path of keys below a part of the model; None when nothing does."""
    for name in path:
        if isinstance(part, (tuple, list)):
            part = part[name] if isinstance(name, int) and name < len(part) else None
        elif isinstance(part, dict):
            part = part.get(name)
        else:
            part = getattr(part, str(name), None)
    return part


def _holds(value: str, words: tuple[str, ...]) -> bool:
    folded = value.lower()
    return any([word in folded for word in words])


def _mentions(part: Any, words: tuple[str, ...]) -> bool:
    """Whether a text in a part of the model may hold one of the words."""
    waiting = [part]
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is str:
            if _holds(value, words):
                return True
        elif kind is dict:
            waiting += value.values()
        elif kind is tuple or kind is list:
            waiting += value
        elif isinstance(value, Record) and kind is not Origin:
            waiting += value.__dict__.values()
    return False


def _built(value: Any, path: Path, origin: Origin | None) -> Iterator[Text]:
    if isinstance(value, str):
        condition = bool(path) and path[-1] == "if"
        if condition or "${{" in value:
            yield Text(value, origin, path, condition)
    elif isinstance(value, Record):
        origin = getattr(value, "origin", None) or origin
        given = value.__dict__
        for name in () if isinstance(value, Uses) else fields(type(value)):
            if name in given and name != "origin":
                yield from _built(given[name], (*path, key_of(name)), origin)
    elif isinstance(value, (tuple, list)):
        for i, inner in enumerate(value):
            yield from _built(inner, (*path, i), origin)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _built(inner, (*path, name), origin)
