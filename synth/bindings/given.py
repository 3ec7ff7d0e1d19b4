"""Whether an input was given, for the permissions that depend on it."""

from __future__ import annotations

from synth.expr.tree import Expr


def is_any(value: object, *others: object) -> bool:
    """Whether the value is one of the others. An expression, which only the runner knows, is none of them."""
    return not isinstance(value, Expr) and value in others
