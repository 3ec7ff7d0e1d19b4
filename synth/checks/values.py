"""Values of a matrix, which may be lists and mappings: whether two are the same, and whether one is a part of another."""

from __future__ import annotations

from synth.checks.places import dynamic
from synth.expr.values import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def same(one: Any, other: Any) -> bool:
    """Whether the values are written the same; a number and its digits in quotes are."""
    if isinstance(one, dict) or isinstance(other, dict):
        return (
            isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys() and all([same(one[name], other[name]) for name in one])
        )
    if isinstance(one, (tuple, list)) or isinstance(other, (tuple, list)):
        return _alike(one, other) and all([same(mine, its) for mine, its in zip(one, other, strict=True)])
    return text_of(one) == text_of(other)


def matches(value: Any, wanted: Any) -> bool:
    """Whether an entry of `exclude` takes away the value: a mapping needs to name some of its keys only. What holds an expression may be anything."""
    if dynamic(wanted) or dynamic(value):
        return True
    if isinstance(value, dict) and isinstance(wanted, dict):
        return all([name in value and matches(value[name], wanted[name]) for name in wanted])
    if isinstance(value, (tuple, list)) and isinstance(wanted, (tuple, list)):
        return _alike(value, wanted) and all([matches(mine, its) for mine, its in zip(value, wanted, strict=True)])
    return same(value, wanted)


def words(value: Any) -> str:
    """The value as a person would write it on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join([f"{name}: {words(inner)}" for name, inner in value.items()]) + "}"
    if isinstance(value, (tuple, list)):
        return "[" + ", ".join([words(inner) for inner in value]) + "]"
    return f"'{value}'" if isinstance(value, str) else "null" if value is None else text_of(value)


def _alike(one: Any, other: Any) -> bool:
    return isinstance(one, (tuple, list)) and isinstance(other, (tuple, list)) and len(one) == len(other)
