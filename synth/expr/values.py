"""The values of expressions and how the runner converts and compares them: None, bool, float, str, list, dict.

https://docs.github.com/actions/reference/workflows-and-actions/expressions#operators
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any, Literal, TypeAlias

    Kind: TypeAlias = Literal["Null", "Boolean", "Number", "String", "Array", "Object"]

_NAN = float("nan")
_DECIMAL = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_BASES = {"0x": (16, re.compile(r"[0-9a-fA-F]+")), "0o": (8, re.compile(r"[0-7]+"))}


class Filtered(list[object]):
    """What `.*` gives: an index goes into each of its elements, and those that lack it drop out."""


def kind_of_value(value: object) -> Kind:
    """GitHub's name for the value's type. Raises TypeError for what is no value."""
    match value:
        case None:
            return "Null"
        case bool():
            return "Boolean"
        case int() | float():
            return "Number"
        case str():
            return "String"
        case list():
            return "Array"
        case dict():
            return "Object"
    raise TypeError(f"{value!r} is no value of an expression")


def is_true(value: object) -> bool:
    """False for null, false, 0, NaN and the empty text; true for all else, empty lists and objects among them."""
    if isinstance(value, float) and value != value:
        return False
    return isinstance(value, (list, dict)) or bool(value)


def number_of(value: object) -> float:
    """The value as a number, NaN where it is none. Text may be decimal, hexadecimal (0x) or octal (0o); the empty one is 0."""
    match value:
        case None:
            return 0.0
        case bool() | int() | float():
            return float(value)
        case str():
            return _parsed(value.strip())
    return _NAN


def text_of(value: object) -> str:
    """The value as text; that of a list or object is its type's name. Numbers have at most 15 significant digits."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return _digits(float(value))
        case str():
            return value
        case list():
            return "Array"
    return "Object"


def folded(text: str) -> str:
    """Texts that differ in case only have the same; by upper case, character for character, as .NET does it (dotless i is itself)."""
    if text.isascii():
        return text.upper()
    return "".join([c if c == "\u0131" or len(c.upper()) != 1 else c.upper() for c in text])


def equal(left: object, right: object) -> bool:
    """GitHub's `==`: values of two types become numbers, texts compare without case, lists and objects are equal to themselves only."""
    left, right = _alike(left, right)
    kind = kind_of_value(left)
    if kind != kind_of_value(right):
        return False
    if isinstance(left, str) and isinstance(right, str):
        return folded(left) == folded(right)
    return left is right if kind in ("Array", "Object") else left == right


def less(left: object, right: object) -> bool:
    """GitHub's `<`; false for lists, objects and NaN."""
    left, right = _alike(left, right)
    if isinstance(left, str) and isinstance(right, str):
        return folded(left) < folded(right)
    comparable = isinstance(left, (bool, int, float)) and isinstance(right, (bool, int, float))
    return comparable and left < right  # type: ignore[operator]  # numbers, as was just seen


def entry(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of the first key that is the same but for case; None without one."""
    if key in mapping and len(mapping) == 1:
        return mapping[key]
    wanted = folded(key)
    return next((value for name, value in mapping.items() if folded(name) == wanted), None)


def has_entry(mapping: Mapping[str, Any], key: str) -> bool:
    wanted = folded(key)
    return any([folded(name) == wanted for name in mapping])


def _alike(left: object, right: object) -> tuple[object, object]:
    """Both as numbers where their types differ and neither is a list or object."""
    if kind_of_value(left) == kind_of_value(right) or isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        return left, right
    return number_of(left), number_of(right)


def _parsed(text: str) -> float:
    if not text:
        return 0.0
    base = _BASES.get(text[:2])
    if base is not None:
        return _real(int(text[2:], base[0])) if base[1].fullmatch(text, 2) else _NAN
    if _DECIMAL.fullmatch(text):
        return float(text)
    return {"Infinity": float("inf"), "+Infinity": float("inf"), "-Infinity": float("-inf")}.get(text, _NAN)


def _real(whole: int) -> float:
    try:
        return float(whole)
    except OverflowError:
        return float("inf")


def _digits(number: float) -> str:
    if number != number:
        return "NaN"
    if number in (float("inf"), float("-inf")):
        return "Infinity" if number > 0 else "-Infinity"
    return "0" if number == 0 else f"{number:.15G}"
