"""The expressions that stand in a value of a workflow file."""

from __future__ import annotations

import re

from synth.expr.fault import Fault
from synth.record import Record, positional

_OPEN, _CLOSE = "${{", "}}"
_TO_CLOSE = re.compile(r"(?:[^'}]+|\}(?!\})|'[^']*(?:'|\Z))*")  # an odd quote hides all that follows
_INSERT = re.compile(r"insert(?:\s|\Z)")


@positional
class Embedded(Record):
    """An expression between `${{` and `}}`: `start` is the offset behind the first, `end` that of the second."""

    start: int
    end: int
    text: str


def embedded(value: str) -> tuple[list[Embedded], list[Fault]]:
    """The expressions of a value in their order, as GitHub finds them, and what is wrong with their brackets.

    A `}}` inside '...' ends none. actions/runner, src/Sdk/WorkflowParser/ObjectTemplating/TemplateReader.cs
    """
    found: list[Embedded] = []
    faults: list[Fault] = []
    opened = value.find(_OPEN)
    while opened >= 0:
        start = opened + len(_OPEN)
        end = _end(value, start)
        if end is None:
            message = "The expression is not closed: '${{' has no '}}' behind it"
            faults.append(Fault("expression-syntax", "error", opened, len(value), message, _unclosed(value, start)))
            break
        text = value[start:end]
        if _INSERT.match(text.strip()):
            message = "The directive 'insert' is not allowed here"
            faults.append(Fault("expression-syntax", "error", start, end, message, "write the keys of the mapping out"))
        else:
            found.append(Embedded(start, end, text))
        opened = value.find(_OPEN, end + len(_CLOSE))
    return found, faults


def _end(value: str, start: int) -> int | None:
    """The offset of the `}}` that ends the expression."""
    match = _TO_CLOSE.match(value, start)
    end = match.end() if match else start
    return end if value.startswith(_CLOSE, end) else None


def _unclosed(value: str, start: int) -> str:
    if _CLOSE in value[start:]:
        return "close the quote before '}}': a quote inside '...' is written twice"
    return "write '}}' behind the expression"


def is_whole(value: str, found: list[Embedded]) -> bool:
    """Whether one expression is all that the value holds, so that it keeps its kind."""
    return len(found) == 1 and found[0].start == len(_OPEN) and found[0].end == len(value) - len(_CLOSE)
