"""Inputs that take several texts: a list in Python, one text for the action."""

from __future__ import annotations

from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr, template

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.build.steps import Text


def lines(items: Text | Sequence[Text] | None, needed: str = "") -> Text | None:
    """One item a line; None, which leaves the input to the action, for an empty list. A text is taken as it is.

    Raises ExpressionError for an item with a line break, for what is no text, and for an empty list where the input `needed` must be given.
    """
    return _joined(items, "\n", "a line break", needed)


def commas(items: Text | Sequence[Text] | None, needed: str = "") -> Text | None:
    """The items with commas between them; otherwise as `lines`."""
    return _joined(items, ",", "a comma", needed)


def _joined(items: Text | Sequence[Text] | None, separator: str, called: str, needed: str) -> Text | None:
    if items is None or isinstance(items, (str, Expr)):
        return items
    if not isinstance(items, (list, tuple)):
        raise ExpressionError(f"{items!r} is no text: write it in quotes, or give a list of texts")
    parts: list[Text] = []
    for item in items:
        if not isinstance(item, (str, Expr)):
            raise ExpressionError(f"{item!r} is no text: write it in quotes")
        if isinstance(item, str) and separator in item:
            raise ExpressionError(f"{item!r} has {called} in it, so the action would read several items: list each of them")
        parts += (item, separator)
    if parts:
        return template(*parts[:-1]) if any(isinstance(p, Expr) for p in parts) else "".join(parts[:-1])  # type: ignore[arg-type]  # no Expr
    if needed:
        raise ExpressionError(f"'{needed}' is an empty list, and the action needs at least one item")
    return None
