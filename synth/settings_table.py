"""What a person wrote as settings -> Settings. Here pydantic looks at it; where nothing is written, nobody loads it."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from synth.checks.rules import levels, movable
from synth.model import Origin
from synth.nearest import nearest
from synth.problems import DefinitionError, Problem
from synth.settings import Settings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from pydantic_core import ErrorDetails

_KEYS = ("rules", "ignore", "labels", "trusted")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    rules: dict[str, Literal["off", "warning", "error"]] = {}
    ignore: dict[str, list[str]] = {}
    labels: list[str] = []
    trusted: list[str] = []


def settings(table: Any, text: str, file: str, path: tuple[str, ...]) -> Settings:
    """The settings that the table at the path holds. Raises DefinitionError with everything that is wrong, each with its line in the text."""
    problems = []
    given = _Table()
    try:
        given = _Table.model_validate(table)
    except ValidationError as error:
        for wrong in error.errors():
            where = Origin(file, _line(text, (*path, *[str(part) for part in wrong["loc"]])))
            problems.append(Problem(where, f"[{'.'.join(path)}] {_words(wrong)}"))
    for part in ("rules", "ignore"):
        names = table.get(part) if isinstance(table, dict) else None
        for name in names if isinstance(names, dict) else ():
            for message in _unknown(name, part):
                problems.append(Problem(Origin(file, _line(text, (*path, part, name))), message))
    if problems:
        raise DefinitionError(problems)
    return Settings(rules=given.rules, ignore=given.ignore, labels=tuple(given.labels), trusted=tuple(given.trusted))


def _unknown(rule: str, part: str) -> Iterator[str]:
    level = levels().get(rule)
    if level is None and not (part == "ignore" and rule == "*"):
        yield f"there is no rule '{rule}'{nearest(rule, movable())}"
    elif level is not None and rule not in movable():
        yield f"'{rule}' is a rule of GitHub's own, which no setting changes: take it out"


def _words(wrong: ErrorDetails) -> str:
    where = ".".join([str(part) for part in wrong["loc"]])
    match wrong["type"]:
        case "extra_forbidden":
            return f"has no '{where}'{nearest(where, _KEYS)}"
        case "literal_error":
            return f"{where} is {wrong['input']!r}: write 'off', 'warning' or 'error'"
        case "list_type":
            return f'{where} is {wrong["input"]!r}: write a list of texts, ["..."]'
        case "string_type":
            return f"{where} is {wrong['input']!r}: write a text in quotes"
    return f"{where or 'the whole'} is {wrong['input']!r}: write a table"


_HEADER = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?$")
_ENTRY = re.compile(r"""\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_NAME = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")


def _line(text: str, path: tuple[str, ...]) -> int:
    """The line that says most of the path: of the key, of a table around it, or the first."""
    best, line = 0, 1
    table: tuple[str, ...] = ()
    for number, written in enumerate(text.splitlines(), 1):
        at: tuple[str, ...] = ()
        if header := _HEADER.match(written):
            at = table = _names(header[1])
        elif entry := _ENTRY.match(written):
            at = (*table, *_names(entry[1]))
        if best < len(at) <= len(path) and path[: len(at)] == at:
            best, line = len(at), number
    return line


def _names(dotted: str) -> tuple[str, ...]:
    return tuple([name.strip("\"'") for name in _NAME.findall(dotted)])
