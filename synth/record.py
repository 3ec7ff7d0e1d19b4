"""Values: frozen, slotted dataclasses that compare and print by their fields. The one way in which values are declared here."""

from __future__ import annotations

from dataclasses import dataclass, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
    def record(cls: type[T]) -> type[T]: ...

    @dataclass_transform(frozen_default=True, field_specifiers=(field,))
    def positional(cls: type[T]) -> type[T]: ...

else:
    # Comparing, hashing and printing come from Record: a dataclass generates them per class, which costs half of its 0.7 ms at each start
    _LEAN = {"frozen": True, "slots": True, "eq": False, "repr": False, "match_args": False}
    record = dataclass(kw_only=True, **_LEAN)
    positional = dataclass(**_LEAN)


class Record:
    """A value: equal to another of its type whose fields are equal. The field `origin` does not count."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return all([getattr(self, name) == getattr(other, name) for name in fields(type(self)) if name != "origin"])

    def __hash__(self) -> int:
        return hash((type(self), *[getattr(self, name) for name in fields(type(self)) if name != "origin"]))

    def __repr__(self) -> str:
        given = [f"{name}={value!r}" for name in fields(type(self)) if (value := getattr(self, name)) is not None and name != "origin"]
        return f"{type(self).__name__}({', '.join(given)})"


def fields(cls: type[Any]) -> tuple[str, ...]:
    """The names of a value's fields, in the order of declaration."""
    return cls.__slots__  # type: ignore[no-any-return]  # a tuple, as every slotted dataclass has it
