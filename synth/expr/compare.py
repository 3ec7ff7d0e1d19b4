"""Which values may be compared."""

from __future__ import annotations

from synth.expr.types import ANY, NULL, TRUTH, List, Object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.infer import Inference
    from synth.expr.tree import Binary
    from synth.expr.types import Type


def judge_comparison(inference: Inference, tree: Binary[Any], left: Type, right: Type) -> None:
    """Notes a comparison that is always false (with `!=`, always true), or that puts in order what has none.

    https://docs.github.com/actions/reference/workflows-and-actions/expressions#operators
    """
    if tree.operator in ("==", "!="):
        if not _may_equal(left, right):
            message = f"{_capital(left)} is never equal to {right}"
            inference.note("comparison-kind", tree, message, "compare a property of it, or toJSON(...) of both")
        return
    for operand, kind in ((tree.left, left), (tree.right, right)):
        if kind in (NULL, TRUTH) or isinstance(kind, (List, Object)):
            inference.note(
                "comparison-kind", operand, f"'{tree.operator}' compares numbers or texts, and this is {kind}", "compare with '==' or '!='"
            )
            return


def _may_equal(left: Type, right: Type) -> bool:
    if left in (ANY, NULL) or right in (ANY, NULL):
        return True
    if isinstance(left, List) and isinstance(right, List):
        return _may_equal(left.of, right.of)
    return type(left) is type(right)


def _capital(kind: Type) -> str:
    return str(kind).capitalize()
