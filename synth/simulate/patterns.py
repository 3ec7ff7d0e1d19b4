"""Whether GitHub's filter patterns mean a name or a path.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
"""

from __future__ import annotations

from functools import lru_cache

from synth.runtime.paths.pattern import Pattern, parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def means(patterns: Sequence[str], name: str) -> str | None:
    """The pattern that adds the name; None where none matches, or where the last that matches takes it away."""
    for text in reversed(patterns):
        pattern = _read(text)
        if pattern is not None and pattern.expression.fullmatch(name):
            return text if pattern.adds else None
    return None


@lru_cache(maxsize=4_096)
def _read(text: str) -> Pattern | None:
    """None for a pattern that GitHub cannot read, which matches nothing."""
    try:
        return parsed(("**", text))[1]
    except ValueError:
        return None
