"""Cron expressions, as GitHub reads them: five fields, numbers or the names of months and days, lists, ranges and steps.

https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
"""

from __future__ import annotations

import re
from itertools import pairwise

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_FIELDS: tuple[tuple[str, int, int, dict[str, int]], ...] = (
    ("minute", 0, 59, {}),
    ("hour", 0, 23, {}),
    ("day of the month", 1, 31, {}),
    ("month", 1, 12, {name: n for n, name in enumerate(_MONTHS, 1)}),
    ("day of the week", 0, 6, dict(zip(_DAYS, range(7), strict=True))),
)
_PART = re.compile(r"(\*|[\w]+)(?:-(\w+))?(?:/(\w+))?")


def cron(text: str) -> tuple[frozenset[int], ...] | str:
    """The minutes, hours, days, months and days of the week that it names; or what is wrong with it, in words."""
    words = text.split()
    if len(words) != len(_FIELDS):
        return f"has {len(words)} fields, where five are expected: minute, hour, day of the month, month, day of the week"
    found = []
    for word, (name, least, most, names) in zip(words, _FIELDS, strict=True):
        values: set[int] = set()
        for part in word.split(","):
            some = _values(part, least, most, names)
            if some is None:
                return f"has '{part}' as {name}, which goes from {least} to {most}"
            values |= some
        found.append(frozenset(values))
    return tuple(found)


def shortest_minutes(fields: tuple[frozenset[int], ...]) -> int:
    """The shortest time between two runs, in minutes."""
    minutes, hours = fields[:2]
    times = sorted([60 * hour + minute for hour in hours for minute in minutes])
    gaps = [later - earlier for earlier, later in pairwise(times)]
    return min([*gaps, 24 * 60 - times[-1] + times[0]])


def _values(part: str, least: int, most: int, names: dict[str, int]) -> set[int] | None:
    found = _PART.fullmatch(part)
    if found is None:
        return None
    first, last, step = found.groups()
    if first == "*":
        if last is not None:
            return None
        start, end = least, most
    else:
        begin = _number(first, names)
        finish = _number(last, names) if last is not None else most if step is not None else begin
        if begin is None or finish is None:
            return None
        start, end = begin, finish
    by = 1 if step is None else int(step) if step.isdecimal() else 0
    return set(range(start, end + 1, by)) if least <= start <= end <= most and by > 0 else None


def _number(word: str, names: dict[str, int]) -> int | None:
    return int(word) if word.isascii() and word.isdecimal() else names.get(word.lower())
