"""GitHub's filter patterns for paths, as regular expressions.

`*` is anything but `/`, `**` anything, `?` and `+` repeat the character before them, `[a-z]` is one character, `!` in front takes away again:
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
"""

from __future__ import annotations

import re
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TOKEN = re.compile(r"\*\*/|\*\*|\*|\[[A-Za-z0-9_.-]+\]|\\.|[?+]|.", re.DOTALL)
_WILD = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}


class Pattern(NamedTuple):
    """Whether a match adds the path or takes it away, and what matches."""

    adds: bool
    expression: re.Pattern[str]


def parsed(texts: Iterable[str]) -> tuple[Pattern, ...]:
    """The patterns in their order. Raises ValueError for one that can match no path, and where none adds anything."""
    found = tuple([_pattern(text) for text in texts])
    if not any([one.adds for one in found]):
        raise ValueError("no pattern adds a path: those with ! only take away")
    return found


def matching(patterns: Sequence[Pattern], paths: Iterable[str]) -> list[str]:
    """The paths that the patterns mean; of several that match a path the last decides."""
    found = []
    for path in paths:
        for pattern in reversed(patterns):
            if pattern.expression.fullmatch(path):
                if pattern.adds:
                    found.append(path)
                break
    return found


def _pattern(text: str) -> Pattern:
    adds = not text.startswith("!")
    bare = text if adds else text[1:]
    if not bare or bare.startswith(("/", "./", "../")) or bare != bare.strip():
        raise ValueError(f"'{text}' can match no path: paths begin at the repository's root, as in services/orders/**")
    tokens: list[str] = []
    for token in _TOKEN.findall(bare):
        if token in "?+":
            if not tokens or tokens[-1][-1:] in ("?", "+") or tokens[-1] in _WILD.values():
                raise ValueError(f"'{text}': {token} repeats the character before it, and there is none")
            tokens[-1] += token
        elif token in _WILD:
            tokens.append(_WILD[token])
        elif len(token) > 2 and token[0] == "[":
            tokens.append(token)
        else:
            tokens.append(re.escape(token[1:] if len(token) == 2 else token))
    try:
        return Pattern(adds, re.compile("".join(tokens), re.DOTALL))
    except re.error as error:
        raise ValueError(f"'{text}' is no pattern: {error}") from None
