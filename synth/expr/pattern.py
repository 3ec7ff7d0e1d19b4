"""What the pattern of `format` asks for.

https://docs.github.com/actions/reference/workflows-and-actions/expressions#format
"""

from __future__ import annotations

import re

_PIECE = re.compile(r"\{\{|\}\}|\{([0-9]+)\}|[^{}]+")


def placeholders(pattern: str) -> frozenset[int] | None:
    """The numbers of the arguments that the pattern names; None where its braces do not fit."""
    found: set[int] = set()
    at = 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            return None
        if piece[1]:
            found.add(int(piece[1][:9]))  # no call has more than 255
        at = piece.end()
    return frozenset(found)


def has_words(pattern: str) -> bool:
    """Whether the result holds more than the arguments and white space, whatever they are."""
    return any([not piece[1] and bool(piece[0].strip()) for piece in _PIECE.finditer(pattern)])
