"""Which operation a request is for. Some parameters hold slashes, so the most literal path that fits wins."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from tests.github.specification import operations

_WITH_SLASHES = frozenset({"path", "ref", "basehead", "branch"})


class Route(NamedTuple):
    """An operation and what the path says: `operation` is the id of GitHub's description, `template` the path with its parameters' names."""

    operation: str
    method: str
    template: str
    parameters: dict[str, str]


def route(method: str, path: str) -> Route | None:
    """The operation for a path, still percent-encoded; None when GitHub's description has none."""
    for of, template, operation, pattern in _table():
        found = pattern.fullmatch(path) if of == method else None
        if found is not None:
            return Route(operation, of, template, {name: unquote(value) for name, value in found.groupdict().items()})
    return None


@cache
def _table() -> list[tuple[str, str, str, re.Pattern[str]]]:
    rows = [(method, template, operation, _pattern(template)) for method, template, operation in operations()]
    return sorted(rows, key=lambda row: (row[1].count("{"), -len(row[1])))


def _pattern(template: str) -> re.Pattern[str]:
    parts = re.split(r"\{(\w+)\}", template)
    text = "".join(f"(?P<{part}>{'.+' if part in _WITH_SLASHES else '[^/]+'})" if at % 2 else re.escape(part) for at, part in enumerate(parts))
    return re.compile(text.replace(r"contents/(?P<path>.+)", r"contents/?(?P<path>.*)"))
