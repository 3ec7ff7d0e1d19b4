"""What an `if` or another expression comes to: the same in other words, always true, no longer a gate, or nothing that GitHub reads."""

from __future__ import annotations

import re

from synth.compare.side import FALSE, TRUE, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.embedded import Embedded
    from synth.expr.tree import Expr

_WHOLE = re.compile(r"\s*\$\{\{(.*)\}\}\s*", re.DOTALL)
_ANYWAY = re.compile(r"\balways\s*\(\s*\)|!\s*cancelled\s*\(\s*\)|\bfailure\s*\(\s*\)", re.IGNORECASE)
_STATUS = re.compile(r"\s*!?\s*(always|cancelled|failure|success)\s*\(\s*\)\s*", re.IGNORECASE)


def same_meaning(old: Any, new: Any) -> bool:
    """Whether two different scalars are the same text to GitHub, or expressions of the same value."""
    if isinstance(old, (dict, list)) or isinstance(new, (dict, list)) or old is None or new is None:
        return False
    one, other = shown(old), shown(new)
    if one == other:
        return True
    if "${{" not in one or "${{" not in other or max(len(one), len(other)) > 5000:
        return False
    from synth.expr.embedded import embedded

    ones, faults = embedded(one)
    others, more = embedded(other)
    if faults or more or len(ones) != len(others):
        return False
    if _around(one, ones) != _around(other, others):
        return False
    return all([_same(a.text, b.text) for a, b in zip(ones, others, strict=True)])


def _around(text: str, parts: list[Embedded]) -> list[str]:
    """The text without its expressions."""
    ends = [0, *[part.end for part in parts]]
    return [text[end:start] for end, start in zip(ends, [*[part.start for part in parts], len(text)], strict=True)]


def same_condition(old: Any, new: Any) -> bool:
    """Whether two `if` are the same, written with or without the brackets of an expression."""
    one, other = inner(old), inner(new)
    return one is not None and other is not None and (one.strip() == other.strip() or _same(one, other))


def inner(condition: Any) -> str | None:
    """The expression of an `if`; None where it is text around expressions, which is always true."""
    text = shown(condition)
    if "${{" not in text:
        return text
    found = _WHOLE.fullmatch(text)
    return None if found is None or "${{" in found[1] or _split(found[1]) else found[1]


def _split(text: str) -> bool:
    """Whether the brackets of the expression close before the end of the text."""
    return "}}" in re.sub(r"'(?:[^']|'')*'", "", text)


def always_true(condition: Any) -> bool:
    """Whether the condition holds whatever happens: the constant, or a text around expressions, which is never empty."""
    text = inner(condition)
    if text is None:
        return True
    return condition is TRUE or text.strip().lower() == "true" or bool(re.fullmatch(r"\s*('[^']+'|[1-9]\d*)\s*", text))


def never_true(condition: Any) -> bool:
    """Whether the condition never holds."""
    text = inner(condition)
    return condition is FALSE or (text is not None and text.strip().lower() in ("false", "0", "''"))


def goes_on(condition: Any) -> bool:
    """Whether it holds after a failure of what was waited for."""
    return bool(_ANYWAY.search(shown(condition)))


def only_status(condition: Any) -> bool:
    """Whether it asks for nothing but how the run has gone so far."""
    text = inner(condition)
    return text is not None and bool(_STATUS.fullmatch(text))


def fault(text: str, condition: bool = False) -> str:
    """What GitHub cannot read in a text with expressions; '' where it can read it all."""
    from synth.expr.embedded import embedded
    from synth.expr.placed import placed

    if condition and "${{" not in text:
        sources = [text]
    else:
        found, faults = embedded(text)
        if faults:
            return faults[0].message
        sources = [one.text for one in found]
    for source in sources:
        read = placed(source)
        if read.fault is not None:
            quoted = " (the expression language has no double quotes: write '...')" if '"' in source else ""
            return f"{read.fault.message}{quoted}"
    return ""


def _same(one: str, other: str) -> bool:
    from synth.expr.placed import placed

    if one.strip() == other.strip():
        return True
    first, second = placed(one).tree, placed(other).tree
    return first is not None and second is not None and _simple(first).source() == _simple(second).source()


def _simple(tree: Expr[Any]) -> Expr[Any]:
    """The tree without what changes nothing: `|| false` and `&& true` behind a truth value."""
    from synth.expr.tree import Binary, Constant

    while isinstance(tree, Binary) and tree.operator in ("||", "&&") and isinstance(tree.right, Constant):
        idle = "false" if tree.operator == "||" else "true"
        if tree.right.source() != idle or not _truth(tree.left):
            break
        tree = tree.left
    return tree


def _truth(tree: Expr[Any]) -> bool:
    from synth.expr.tree import Binary, Not

    if isinstance(tree, Binary):
        return tree.operator not in ("||", "&&") or (_truth(tree.left) and _truth(tree.right))
    return isinstance(tree, Not) or tree.kind == "truth"
