"""JSON that others wrote: strict parsing, pointers into it (RFC 6901), and equality in which true is not 1."""

from __future__ import annotations

import json
import re
from typing import Any

_ESCAPE = re.compile(r"~(?![01])")
_INDEX = re.compile(r"0|[1-9][0-9]*")


class Absent:
    """The value of a pointer to nowhere."""

    def __repr__(self) -> str:
        return "absent"


ABSENT = Absent()


def parsed(text: str) -> Any:
    """Raises ValueError, whose message does not repeat the text, for what is no JSON; NaN, duplicate keys and bottomless nesting are none."""
    try:
        return json.loads(text, parse_constant=_no_constant, object_pairs_hook=_object)
    except json.JSONDecodeError as error:
        raise ValueError(f"is no JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError("is no JSON: nested too deeply") from None


def pointer(text: str) -> tuple[str, ...]:
    """The steps of a JSON pointer; none for the empty one, which is the whole document. Raises ValueError."""
    if text and not text.startswith("/"):
        raise ValueError(f"'{text}' is no JSON pointer: it begins with '/', for example /status")
    if _ESCAPE.search(text):
        raise ValueError(f"'{text}' is no JSON pointer: '~' is written ~0, and '/' within a key ~1")
    return tuple([step.replace("~1", "/").replace("~0", "~") for step in text.split("/")[1:]])


def value_at(document: Any, steps: tuple[str, ...]) -> Any:
    """What the pointer leads to, or ABSENT."""
    for step in steps:
        if isinstance(document, dict) and step in document:
            document = document[step]
        elif isinstance(document, list) and _INDEX.fullmatch(step) and len(step) < 10 and int(step) < len(document):
            document = document[int(step)]
        else:
            return ABSENT
    return document


def same(observed: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):
        return isinstance(observed, dict) and observed.keys() == wanted.keys() and all([same(observed[key], wanted[key]) for key in wanted])
    if isinstance(wanted, list):
        return isinstance(observed, list) and len(observed) == len(wanted) and all(map(same, observed, wanted))
    return isinstance(observed, bool) == isinstance(wanted, bool) and bool(observed == wanted)


def written(value: Any) -> str:
    """The value as JSON, `absent` for none."""
    try:
        return "absent" if value is ABSENT else json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "nested too deeply to show"


def _no_constant(word: str) -> Any:
    raise ValueError(f"is no JSON: {word}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("is no JSON: an object has a key twice")
    return found
