"""A small part of YAML, which the standard library cannot read: a list of flat mappings, strictly checked.

Values are scalars and lists in brackets. JSON is YAML too, and read as such. What else YAML has (anchors, tags, folded texts, nested mappings) is
refused with the line, never read as something else.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.document import parsed
from synth.runtime.metrics.yaml_values import Unreadable, Value, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = re.compile(r"([A-Za-z][A-Za-z0-9_-]*):(?:[ ]+|$)")
_BEGINS = "a rule begins with '- ' and a key, such as '- rule: bounds'"


class Record(NamedTuple):
    """One mapping, where it begins, and the line of each key. In JSON, lines are 0."""

    line: int
    fields: dict[str, Value]
    lines: dict[str, int]


def records(text: str) -> list[Record]:
    """Raises Unreadable."""
    if text.lstrip()[:1] in ("[", "{"):
        return _of_json(text)
    found: list[Record] = []
    indents: list[int] = []  # of the first dash, and of the keys of the rule at hand
    for number, line in _lines(text):
        _read(line, number, found, indents)
    if not found:
        raise Unreadable(f"has no rule; {_BEGINS}")
    return found


def _read(line: str, number: int, found: list[Record], indents: list[int]) -> None:
    item = re.match(r"( *)- +", line)
    at = len(line) - len(line.lstrip(" "))
    if item:
        if found and at != indents[0]:
            raise Unreadable(f"line {number} is indented by {at}, the first rule by {indents[0]}")
        found.append(Record(number, {}, {}))
        indents[:] = [at, item.end()]
        line = line[item.end() :]
    elif not found:
        raise Unreadable(f"line {number} is no rule; {_BEGINS}")
    elif at != indents[1]:
        raise Unreadable(f"line {number} is indented by {at}, the keys of this rule by {indents[1]}; rules have no mappings or lists within")
    try:
        _add(found[-1], line.strip(" "), number)
    except Unreadable as error:
        raise Unreadable(f"line {number} {error}") from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers, without blanks at their ends."""
    for number, line in enumerate(text.splitlines(), 1):
        if "\t" in line:
            raise Unreadable(f"line {number} has a tab, which YAML does not take as indent; use blanks")
        stripped = line.strip()
        if stripped and not stripped.startswith("#") and not (number == 1 and stripped == "---"):
            yield number, line.rstrip()


def _add(record: Record, content: str, number: int) -> None:
    key = _KEY.match(content)
    if key is None:
        raise Unreadable("is not 'key: value'")
    name = key[1]
    if name in record.fields:
        raise Unreadable(f"has '{name}' a second time in this rule")
    record.fields[name], record.lines[name] = value_of(content[key.end() :].strip()), number


def _of_json(text: str) -> list[Record]:
    try:
        found = parsed(text)
    except ValueError as error:
        raise Unreadable(str(error)) from None
    if not isinstance(found, list) or not found or not all([isinstance(one, dict) for one in found]):
        raise Unreadable("is no list of rules")
    for one in found:
        for name, value in one.items():
            if isinstance(value, dict) or (isinstance(value, list) and any([isinstance(inner, (dict, list)) for inner in value])):
                raise Unreadable(f"has '{name}' with something within: values are scalars and lists of them")
    return [Record(0, one, dict.fromkeys(one, 0)) for one in found]
