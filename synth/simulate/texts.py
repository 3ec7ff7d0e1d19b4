"""Texts of a workflow file with expressions in them, and what they are."""

from __future__ import annotations

from synth.expr.embedded import embedded, is_whole
from synth.expr.evaluate import EvaluationError
from synth.expr.placed import placed
from synth.expr.tree import Binary, Call, Constant, Filter, Index, Not, Path
from synth.expr.values import text_of
from synth.simulate.partly import Partly
from synth.simulate.unknown import Unknown, hides, shown, truth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.expr.tree import Expr


def filled(value: Any, partly: Partly) -> Any:
    """The value with its expressions evaluated, in lists and mappings too. One expression alone keeps its kind.

    Raises EvaluationError where an expression has no value.
    """
    if isinstance(value, dict):
        return {name: filled(one, partly) for name, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [filled(one, partly) for one in value]
    if not isinstance(value, str) or "${{" not in value:
        return value
    found, faults = embedded(value)
    if faults:
        raise EvaluationError(faults[0].message)
    if is_whole(value, found):
        return partly.value(tree_of(found[0].text))
    pieces: list[str] = []
    at = 0
    for one in found:
        known = partly.value(tree_of(one.text))
        if hides(known):
            return Unknown(value, (), True if value[: found[0].start - 3] else None)
        pieces += [value[at : one.start - 3], text_of(known)]
        at = one.end + 2
    return "".join([*pieces, value[at:]])


def text(value: Any, partly: Partly) -> str | None:
    """The text that the value becomes; None where nobody knows it before the run, or it has none."""
    try:
        made = filled(value, partly)
    except EvaluationError:
        return None
    return None if isinstance(made, Unknown) else text_of(made)


def tree_of(source: str) -> Expr[Any]:
    """Raises EvaluationError for what is no expression."""
    read = placed(source)
    if read.tree is None:
        raise EvaluationError(read.fault.message if read.fault is not None else f"'{source}' is no expression")
    return read.tree


def deciding(tree: Expr[Any], partly: Partly) -> Expr[Any]:
    """The part of a condition that makes it what it is: the first false one of several joined by `&&`, the first true one of `||`."""
    while isinstance(tree, Binary) and tree.operator in ("&&", "||"):
        wanted = tree.operator == "||"
        left, right = _truth(tree.left, partly), _truth(tree.right, partly)
        if left is wanted:
            tree = tree.left
        elif right is wanted or (left is (not wanted) and right is None):
            tree = tree.right
        elif left is None and right is (not wanted):
            tree = tree.left
        else:
            break
    return tree


def _truth(tree: Expr[Any], partly: Partly) -> bool | None:
    try:
        return truth(partly.value(tree))
    except EvaluationError:
        return None


def read_values(tree: Expr[Any], partly: Partly) -> Iterator[tuple[str, str]]:
    """What the expression reads, each with its value, in order and once."""
    seen: set[str] = set()
    for one in _reads(tree):
        source = one.source()
        if source not in seen:
            seen.add(source)
            try:
                yield source, shown(partly.value(one))
            except EvaluationError:
                continue


def _reads(tree: Expr[Any]) -> Iterator[Expr[Any]]:
    if isinstance(tree, (Path, Index, Filter)) or (isinstance(tree, Call) and not tree.arguments):
        yield tree
        return
    if isinstance(tree, (Constant, Not, Binary, Call)):
        for child in tree.children():
            yield from _reads(child)
