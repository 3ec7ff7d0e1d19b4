"""Values: immutable objects that are their fields. The one way in which values are declared here.

They are declared and type-checked like dataclasses (PEP 681). Python's own cost each start of the command 9 ms to import and 0.4 ms per class to
generate, more than all the rest of it; these cost nothing until one is made, and an absent field costs nothing at all.
"""

from __future__ import annotations

from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")
else:

    def dataclass_transform(**_):
        return lambda decorator: decorator


class FieldError(TypeError):
    """Fields that a value does not have, or that it lacks."""


class _Field:
    """What `field` notes until the class is there."""

    def __init__(self, default: Any, factory: Callable[[], Any] | None, kw_only: bool, init: bool) -> None:
        self.default = default
        self.factory = factory
        self.kw_only = kw_only
        self.init = init


_ABSENT: Any = object()


def field(*, default: Any = _ABSENT, default_factory: Callable[[], Any] | None = None, kw_only: bool = True, init: bool = True) -> Any:
    """A field with a default that is made anew each time, that may be given by position, or that nobody gives."""
    return _Field(default, default_factory, kw_only, init)


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A class of values whose fields are given by name."""
    return _prepared(cls, ())


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def positional(cls: type[T]) -> type[T]:
    """A class of values whose fields may be given by position."""
    return _prepared(cls, tuple(cls.__annotations__))


class Record:
    """A value: equal to another of its type whose fields are equal. The field `origin` does not count."""

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
    return cls._fields  # type: ignore[no-any-return]  # as `record` leaves it


def settable(cls: type[Any]) -> tuple[str, ...]:
    """The names of the fields that may be given when a value is made."""
    return tuple([name for name in cls._fields if name in cls._allowed])


def needed(cls: type[Any]) -> tuple[str, ...]:
    """The names of the fields that must be given."""
    return tuple([name for name in cls._fields if name in cls._required])


def defaults(cls: type[Any]) -> dict[str, Any]:
    """The fields that need not be given, with their defaults; None for those that are made anew each time."""
    return {name: getattr(cls, name, None) for name in settable(cls) if name not in cls._required}


def replace(value: T, **changes: Any) -> T:
    """The value with other fields. Raises FieldError for one that it does not have."""
    cls: Any = type(value)
    if not cls._allowed.issuperset(changes):
        raise _unknown(cls, changes)
    made: T = cls.__new__(cls)
    object.__setattr__(made, "__dict__", {**value.__dict__, **changes})
    return made


def _prepared(cls: type[T], places: tuple[str, ...]) -> type[T]:
    target: Any = cls
    allowed, required, factories = [], [], []
    for name in cls.__annotations__:
        declared = cls.__dict__.get(name, _ABSENT)
        if type(declared) is _Field:
            if declared.init:
                allowed.append(name)
            if not declared.kw_only:
                places = (*places, name)
            if declared.factory is not None:
                factories.append((name, declared.factory))
            if declared.default is _ABSENT:
                delattr(cls, name)
                if declared.factory is None:
                    required.append(name)
            else:
                setattr(cls, name, declared.default)
        else:
            allowed.append(name)
            if declared is _ABSENT:
                required.append(name)
    target._fields, target._places, target._factories = tuple(cls.__annotations__), places, tuple(factories)
    target._allowed, target._required = frozenset(allowed), frozenset(required)
    target.__setattr__, target.__delattr__ = _refuse, _refuse
    if "__init__" not in cls.__dict__:  # its own, where it takes more than fields
        target.__init__ = _init
    return cls


def _init(self: Any, *args: Any, **given: Any) -> None:
    cls = type(self)
    if args:
        given = _placed(cls, args, given)
    if not cls._allowed.issuperset(given):
        raise _unknown(cls, given)
    if not given.keys() >= cls._required:
        missing = [name for name in cls._fields if name in cls._required and name not in given]
        raise FieldError(f"{cls.__name__}() needs {', '.join(f'{name}=' for name in missing)}")
    object.__setattr__(self, "__dict__", given)
    for name, make in cls._factories:
        if name not in given:
            given[name] = make()


def _placed(cls: Any, args: tuple[Any, ...], given: dict[str, Any]) -> dict[str, Any]:
    """All fields by name."""
    if len(args) > len(cls._places):
        raise FieldError(f"{cls.__name__}() takes {len(cls._places)} fields by position, {len(args)} were given: name the others")
    named = dict(zip(cls._places, args, strict=False))
    if twice := named.keys() & given.keys():
        raise FieldError(f"{cls.__name__}() is given {', '.join(sorted(twice))} twice")
    named.update(given)
    return named


def _unknown(cls: Any, given: Iterable[str]) -> FieldError:
    name = next(name for name in given if name not in cls._allowed)
    return FieldError(f"{cls.__name__}() has no '{name}'{nearest(name, cls._allowed)}")


def _refuse(self: Any, name: str, *_: Any) -> None:
    raise AttributeError(f"a {type(self).__name__} does not change: replace({name}=...) gives another")
