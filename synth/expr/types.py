"""What is known of a value before the workflow runs: the kind that it will have, and which parts."""

from __future__ import annotations

from functools import cached_property

from synth.expr.values import folded
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    Type: TypeAlias = "Simple | List | Object"


@positional
class Simple(Record):
    """A value without parts, or one of which nothing is known."""

    name: str

    def __str__(self) -> str:
        return self.name


@positional
class List(Record):
    """A list. `filtered` marks what `.*` gives: a property of it is that of each element."""

    of: Type
    filtered: bool = False

    def __str__(self) -> str:
        return "a list"


@positional
class Object(Record):
    """An object. Properties that are not listed are of the type `others`; without it there are none. Names compare without case."""

    properties: Mapping[str, Type]
    others: Type | None = None

    def __str__(self) -> str:
        return "an object"

    @cached_property
    def by_name(self) -> Mapping[str, Type]:
        return {folded(name): kind for name, kind in self.properties.items()}

    def property(self, name: str) -> Type | None:
        """The type of the property; None when there is none of that name."""
        return self.by_name.get(folded(name), self.others)


ANY = Simple("anything")
TEXT = Simple("text")
NUMBER = Simple("a number")
TRUTH = Simple("a truth value")
NULL = Simple("null")


def joined(left: Type | None, right: Type | None) -> Type:
    """The type of a value that is of the one type or of the other; None is the type of no value."""
    if left is None or right is None:
        return left or right or ANY
    if left is right or left == right:
        return left
    if isinstance(left, List) and isinstance(right, List):
        return List(joined(left.of, right.of), left.filtered or right.filtered)
    if isinstance(left, Object) and isinstance(right, Object):
        return _merged(left, right)
    if TEXT in (left, right) and left in _PRINTED and right in _PRINTED:
        return TEXT
    return ANY


def joined_all(types: Iterable[Type]) -> Type:
    """The type of a value that is of one of the types; ANY without any."""
    found: Type | None = None
    for kind in types:
        found = joined(found, kind)
    return found or ANY


def parts(of: Type) -> Type:
    """The type of what `.*` finds in a value."""
    if isinstance(of, List):
        return of.of
    if isinstance(of, Object):
        return joined_all([*of.properties.values(), *([of.others] if of.others else [])])
    return ANY


def type_of_value(value: object) -> Type:
    """The type of a constant, or of data read from JSON."""
    match value:
        case None:
            return NULL
        case bool():
            return TRUTH
        case int() | float():
            return NUMBER
        case str():
            return TEXT
        case list():
            return List(joined_all([type_of_value(one) for one in value]))
        case dict():
            return Object({name: type_of_value(one) for name, one in value.items()})
    return ANY


_PRINTED = (TEXT, NUMBER, TRUTH)


def _merged(left: Object, right: Object) -> Object:
    properties = dict(left.properties)
    names = {folded(name): name for name in properties}
    for name, kind in right.properties.items():
        known = names.get(folded(name))
        properties[known or name] = joined(properties[known], kind) if known else kind
    return Object(properties, joined(left.others, right.others) if left.others or right.others else None)
