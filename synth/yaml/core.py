"""What a scalar means: YAML 1.2's core schema, as GitHub applies it. https://yaml.org/spec/1.2.2/#103-core-schema"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    Meaning: TypeAlias = str | bool | int | float | None

_PREFIX = "tag:yaml.org,2002:"
_NULLS: dict[str, Meaning] = dict.fromkeys(["", "~", "null", "Null", "NULL"])
_TRUTHS: dict[str, Meaning] = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_SPECIAL: dict[str, Meaning] = {f"{sign}.{word}": float(f"{sign}inf") for sign in ("", "+", "-") for word in ("inf", "Inf", "INF")}
_SPECIAL.update({f".{word}": float("nan") for word in ("nan", "NaN", "NAN")})
_WORDS = {**_NULLS, **_TRUTHS, **_SPECIAL}
_NUMERIC = frozenset("0123456789.+-")  # what numbers begin with
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_EXACT = 2**53  # GitHub's numbers are doubles


def plain(text: str) -> Meaning:
    """What a plain scalar without a tag means."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in _NUMERIC:
        number = _number(text)
        if number is not None:
            return number
    return text


def tagged(text: str, tag: str, is_plain: bool) -> Meaning:
    """What a scalar with an explicit tag means. Raises ValueError for a text that does not fit, KeyError for a tag that GitHub does not know."""
    if tag in ("!", _PREFIX + "str"):
        return text
    fits = _FITS[tag.removeprefix(_PREFIX) if tag.startswith(_PREFIX) else ""]
    if not is_plain:
        raise ValueError(text)
    value = plain(text)
    if not fits(text, value):
        raise ValueError(text)
    return value


def _number(text: str) -> float | None:
    if _INTEGER.fullmatch(text):
        if len(text) < 16:
            return int(text)
    elif _BASED.fullmatch(text):
        whole = int(text[2:], 8 if text[1] == "o" else 16)
        return whole if whole < _EXACT else float(whole) if whole.bit_length() < 1024 else float("inf")
    elif not _FLOAT.fullmatch(text):
        return None
    else:
        return float(text)
    number = float(text)
    return int(number) if abs(number) < _EXACT else number


_FITS: dict[str, Callable[[str, Meaning], bool]] = {
    "null": lambda text, value: text in _NULLS,
    "bool": lambda text, value: text in _TRUTHS,
    "int": lambda text, value: bool(_INTEGER.fullmatch(text) or _BASED.fullmatch(text)),
    "float": lambda text, value: isinstance(value, int | float) and text not in _TRUTHS,
}
