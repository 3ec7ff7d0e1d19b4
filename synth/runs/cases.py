"""`case(…)`, which act does not know (nektos/act, pkg/exprparser), as `&&` and `||`."""

from __future__ import annotations

import re

from synth.runs.values import RunnerError

_EXPRESSION = re.compile(r"\$\{\{.*?\}\}", re.DOTALL)
_CASE = re.compile(r"\bcase\s*\(")
_TRUE = re.compile(r"'.+'|true|-?0*[1-9].*", re.DOTALL)


def without_case(text: str) -> str:
    """The text whose expressions have none. Raises RunnerError for one that would mean something else then: `a && '' || b` is never ''."""
    return _EXPRESSION.sub(lambda found: _rewritten(found[0]), text) if "case" in text else text


def _rewritten(expression: str) -> str:
    while (found := _CASE.search(expression)) is not None:
        given, end = _arguments(expression, found.end())
        pairs = list(zip(given[:-1:2], given[1:-1:2], strict=True))
        wrong = next((value for _, value in pairs if not _TRUE.fullmatch(value)), None)
        if wrong is not None:
            raise RunnerError(f"{expression}  act does not know `case`, and what stands for it needs values that are true: {wrong} may not be")
        chosen = [f"({condition}) && {value}" for condition, value in pairs]
        expression = f"{expression[: found.start()]}({' || '.join([*chosen, given[-1]])}){expression[end:]}"
    return expression


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """What stands between the brackets, by its commas, and the place after the closing one."""
    depth, quoted, given = 0, False, [""]
    for at in range(start, len(text)):
        sign = text[at]
        quoted ^= sign == "'"
        depth += 0 if quoted else {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if depth < 0:
            return [one.strip() for one in given], at + 1
        if sign == "," and not quoted and depth == 0:
            given.append("")
        else:
            given[-1] += sign
    raise RunnerError(f"{text}  has brackets that do not end")
