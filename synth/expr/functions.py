"""GitHub's functions, under Python's names where those are taken: `contains`, `case`, `hash_files`, `always`, ...

Semantics: https://docs.github.com/actions/reference/workflows-and-actions/expressions#functions
"""

from __future__ import annotations

from synth.expr.literal import ExpressionError
from synth.expr.tree import Call, Expr, as_expr

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    T = TypeVar("T")


def contains(search: str | Expr[Any], item: str | float | Expr[Any]) -> Expr[bool]:
    """True when the text holds the item, or the list has an element equal to it; both without case."""
    return Call("truth", "contains", as_expr(search), as_expr(item))


def starts_with(value: str | Expr[str], prefix: str | Expr[str]) -> Expr[bool]:
    """True when the text begins with the prefix, without case."""
    return Call("truth", "startsWith", as_expr(value), as_expr(prefix))


def ends_with(value: str | Expr[str], suffix: str | Expr[str]) -> Expr[bool]:
    """True when the text ends with the suffix, without case."""
    return Call("truth", "endsWith", as_expr(value), as_expr(suffix))


def join(items: Expr[Any], separator: str = ",") -> Expr[str]:
    """The elements of a list as one text."""
    return Call("text", "join", as_expr(items), as_expr(separator))


def to_json(value: Expr[Any]) -> Expr[str]:
    """The value as indented JSON."""
    return Call("text", "toJSON", as_expr(value))


def from_json(value: str | Expr[str]) -> Expr[Any]:
    """The data that the JSON text stands for; an error on the runner when it is none."""
    return Call("any", "fromJSON", as_expr(value))


def hash_files(*patterns: str | Expr[str]) -> Expr[str]:
    """The SHA-256 of all files in the workspace that match; empty text when none does. Only in steps."""
    if not patterns:
        raise ExpressionError("hash_files() needs at least one pattern, for example hash_files('**/package-lock.json')")
    return Call("text", "hashFiles", *[as_expr(p) for p in patterns])


def case(*branches: tuple[Expr[bool], T | Expr[T]], default: T | Expr[T]) -> Expr[T]:
    """The value of the first branch whose condition holds, else the default.

    Unlike `a && b || c` it is right when `b` is empty, 0 or false: `case((github.ref_name == "main", "production"), default="staging")`.
    """
    if not branches:
        raise ExpressionError("case() needs at least one branch: case((condition, value), default=...)")
    arguments: list[Expr[Any]] = []
    for condition, value in branches:
        if not isinstance(condition, Expr):
            raise ExpressionError(f"the condition of a branch of case() is {condition!r}, which is no expression: Python's own 'if' decides it")
        if condition.kind not in ("truth", "any"):
            raise ExpressionError(f"the condition of a branch of case() is {condition!r}, which is a {condition.kind}: compare it")
        arguments += [condition if condition.kind == "truth" else ~~condition, as_expr(value)]  # GitHub takes nothing but a truth value
    arguments.append(as_expr(default))
    kinds = {a.kind for a in (*arguments[1::2], arguments[-1])}
    return Call(arguments[-1].kind if len(kinds) == 1 else "any", "case", *arguments)


def always() -> Expr[bool]:
    """True even after a failure or a cancellation. `~cancelled()` is usually meant: it stops when somebody cancels the run."""
    return _status("always")


def success() -> Expr[bool]:
    """True while nothing before failed or was cancelled; GitHub implies it in a condition without a status function."""
    return _status("success")


def failure() -> Expr[bool]:
    """True when an earlier step of the job, or a job that this one needs, failed."""
    return _status("failure")


def cancelled() -> Expr[bool]:
    """True when the run was cancelled."""
    return _status("cancelled")


class StatusCall(Call["bool"]):
    """always(), success(), failure(), cancelled(): only in conditions, and they switch GitHub's implied success() off."""

    __slots__ = ()


def _status(function: str) -> Expr[bool]:
    return StatusCall("truth", function)
