"""Conditions (`if`) that do not depend on anything.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idif
"""

from __future__ import annotations

from synth.expr.embedded import embedded
from synth.expr.evaluate import EvaluationError, evaluate
from synth.expr.fault import Fault
from synth.expr.pattern import has_words
from synth.expr.placed import placed
from synth.expr.tree import Call, Constant, Path, Raw, Reference
from synth.expr.values import is_true

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.embedded import Embedded
    from synth.expr.tree import Expr

_RUN = frozenset({"always", "cancelled", "failure", "hashfiles", "success"})  # functions that need a run


def condition_faults(value: str) -> tuple[Fault, ...]:
    """What is wrong with the whole value of an `if`; offsets count within it. What is wrong inside its expressions is not looked at.

    With text around `${{ }}` the value is that text and so always true. GitHub refuses words there, and takes spaces and line ends.
    """
    found, broken = embedded(value)
    if broken:
        return ()
    if not found:
        return _judge_constant(value, 0)
    outside = _around(value, found)
    if outside.strip():
        message = f"The condition has text around '${{{{ }}}}' ({outside.strip()!r}), so it is always true"
        return (Fault("condition-text", "error", 0, len(value), message, "write the whole condition as one expression, without '${{ }}'"),)
    if len(found) > 1:
        message = "The condition has several '${{ }}', so it is a text and always true"
        return (Fault("condition-text", "warning", 0, len(value), message, "write one expression, with && or || between its parts"),)
    if outside:
        message = "The condition has spaces or a line end around '${{ }}', so it is a text and always true"
        return (Fault("condition-text", "warning", 0, len(value), message, "leave '${{' and '}}' out, or write it in one line and without quotes"),)
    return _judge_constant(found[0].text, found[0].start)


def _around(value: str, found: list[Embedded]) -> str:
    """What of the value stands outside of its expressions."""
    ends = [0, *[one.end + 2 for one in found]]
    starts = [*[one.start - 3 for one in found], len(value)]
    return "".join([value[end:start] for end, start in zip(ends, starts, strict=True)])


def _judge_constant(text: str, at: int) -> tuple[Fault, ...]:
    read = placed(text)
    tree = read.tree
    if tree is None:
        return ()
    start, end = [offset + at for offset in read.span(tree)]
    if isinstance(tree, Call) and _is_text_with_words(tree):
        message = "format() with words in its pattern gives a text, so the condition is always true"
        return (Fault("condition-text", "error", start, end, message, "compare values: a == b"),)
    if not _is_constant(tree):
        return ()
    try:
        verdict = "true" if is_true(evaluate(tree, {})) else "false"
    except (EvaluationError, RecursionError):
        return ()
    remedy = "leave 'if' out" if verdict == "true" else "remove what never runs, or compare with something"
    return (Fault("constant-condition", "warning", start, end, f"The condition is always {verdict}", remedy),)


def _is_text_with_words(tree: Call[Any]) -> bool:
    pattern = tree.arguments[0] if tree.arguments else None
    return tree.function.lower() == "format" and isinstance(pattern, Constant) and isinstance(pattern.value, str) and has_words(pattern.value)


def _is_constant(tree: Expr[Any]) -> bool:
    left = [tree]
    while left:
        one = left.pop()
        if isinstance(one, (Path, Raw, Reference)) or (isinstance(one, Call) and one.function.lower() in _RUN):
            return False
        left += one.children()
    return True
