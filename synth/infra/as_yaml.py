"""Values of JSON as YAML, with comments: what templates of CloudFormation are written with. Every text that is not a plain word stands in quotes."""

from __future__ import annotations

import json
import re

from synth.record import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# neither YAML 1.1 nor 1.2 makes a number, a date, a truth value or nothing of these
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:(?::{1,2}|[-./_])[A-Za-z0-9]+)*")
_WORDS = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}


@positional
class Noted:
    """A value and the comment above it."""

    value: Any
    comment: str


def as_yaml(value: Any) -> str:
    """Ends in a line break."""
    return "\n".join(_lines(value, 0)) + "\n"


def _lines(value: Any, indent: int) -> list[str]:
    space = "  " * indent
    lines: list[str] = []
    entries = value.items() if isinstance(value, dict) else [(None, one) for one in value]
    for key, one in entries:
        if isinstance(one, Noted):
            lines.append(f"{space}# {' '.join(one.comment.split())}")
            one = one.value
        head = "-" if key is None else f"{_scalar(key)}:"
        if isinstance(one, str) and "\n" in one:
            lines += [f"{space}{head} |", *[f"{space}  {line}" for line in one.rstrip("\n").split("\n")]]
        elif isinstance(one, (dict, list)) and one:
            inside = _lines(one, indent + 1)
            if key is None and isinstance(one, dict):  # the first key stands beside the dash
                lines += [f"{space}- {inside[0].lstrip()}", *inside[1:]]
            else:
                lines += [f"{space}{head}", *inside]
        else:
            lines.append(f"{space}{head} {_scalar(one)}")
    return lines


def _scalar(value: Any) -> str:
    if isinstance(value, str) and _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return json.dumps(value)
