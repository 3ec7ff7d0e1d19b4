"""The values of the small part of YAML that rules are written in: scalars as YAML 1.2 reads them, and lists of them in brackets."""

from __future__ import annotations

import json
import re

Scalar = str | int | float | bool | None
Value = Scalar | list[Scalar]

_WHOLE, _NUMBER = re.compile(r"[-+]?[0-9]+"), re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Scalar] = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_WORDS.update({"null": None, "Null": None, "NULL": None, "~": None})
_SINGLE, _DOUBLE = re.compile(r"'(?:[^']|'')*'"), re.compile(r'"(?:[^"\\]|\\.)*"')
_SPECIAL = "=&*!|>%@`{}[],#\"'"


class Unreadable(ValueError):  # noqa: N818  # it is about the text, not about the program
    """What is not of this part of YAML; the message names the line."""


def value_of(text: str) -> Value:
    """What stands behind a key, comments included. Raises Unreadable."""
    if not text.startswith("["):
        value, rest = _scalar(text, "")
        _nothing_left(rest)
        return value
    values: list[Scalar] = []
    rest = text[1:].lstrip()
    while not rest.startswith("]"):
        if not rest:
            raise Unreadable("begins a list that does not end on the line; write [a, b]")
        value, rest = _scalar(rest, ",]")
        values.append(value)
        rest = rest.lstrip()
        if rest.startswith(","):
            rest = rest[1:].lstrip()
        elif rest and not rest.startswith("]"):
            raise Unreadable("has a list in which ',' or ']' is missing")
    _nothing_left(rest[1:])
    return values


def _scalar(text: str, ends: str) -> tuple[Scalar, str]:
    """A scalar at the begin of the text, and what follows it."""
    for quote, form in (("'", _SINGLE), ('"', _DOUBLE)):
        if text.startswith(quote):
            quoted = form.match(text)
            if quoted is None:
                raise Unreadable(f"has no closing {quote}")
            return _unquoted(quoted[0]), text[quoted.end() :]
    plain = re.match(f"[^{re.escape(ends)}]*" if ends else ".*", text)
    word = re.split(r"(?:^| )#", plain[0] if plain else "", maxsplit=1)[0].rstrip()
    rest = text[len(word) :]
    if not word:
        if ends:
            raise Unreadable("has a list with nothing between commas")
        return None, rest
    if word[0] in _SPECIAL or (word[0] in "-?:" and (len(word) == 1 or word[1] == " ")):
        raise Unreadable(f"has a value that begins with {word[0]}, which means something else in YAML; put it in quotes")
    if ": " in word or word.endswith(":") or (ends and any([mark in word for mark in "[{}"])):
        raise Unreadable("has a value that YAML would read as a mapping or a list; put it in quotes")
    return _plain(word), rest


def _plain(word: str) -> Scalar:
    if word in _WORDS:
        return _WORDS[word]
    if _WHOLE.fullmatch(word) and len(word) <= 18:
        return int(word)
    return float(word) if _NUMBER.fullmatch(word) else word


def _unquoted(text: str) -> str:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    try:
        return str(json.loads(text))
    except ValueError:
        raise Unreadable("has an escape that is not JSON's; in double quotes write \\\\ for \\, or use single ones") from None


def _nothing_left(rest: str) -> None:
    if rest.strip() and not (rest.startswith(" ") and rest.lstrip().startswith("#")):
        raise Unreadable("goes on after its value")
