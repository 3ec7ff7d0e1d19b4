"""The name that a misspelt one was probably meant to be, for error messages."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def nearest(name: str, known: Iterable[str]) -> str:
    """`; did you mean 'x'?`, or, when nothing is near, the list of the known names when it is short, or nothing."""
    from difflib import get_close_matches  # only for an error

    names = sorted(known)
    if close := get_close_matches(name, names, 1, 0.6):
        return f"; did you mean '{close[0]}'?"
    return f"; there are: {', '.join(names)}" if 0 < len(names) <= 12 else ""
