"""Constants and names in GitHub's notation."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Scalar: TypeAlias = str | bool | int | float | None

_LARGEST_INTEGER = 2**53  # GitHub's numbers are IEEE doubles
_dotted: dict[tuple[str, ...], str] = {}


class ExpressionError(TypeError):
    """A use of an expression that cannot mean what it says; the message gives the form that can."""


def literal(value: Scalar) -> str:
    """A constant in GitHub's notation. Raises ExpressionError for numbers that GitHub would not read back."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return _quoted(value)
        case int():
            if abs(value) > _LARGEST_INTEGER:
                raise ExpressionError(f"{value} is beyond 2**53: GitHub would round it; give it as text")
            return str(value)
        case float():
            if value != value or value in (float("inf"), float("-inf")):
                raise ExpressionError(f"{value} has no literal in GitHub's expressions")
            return repr(value)


def dotted(*parts: str) -> str:
    """`a.b.c`, with `['...']` where a name is no identifier."""
    text = _dotted.get(parts)
    if text is None:
        text = _dotted[parts] = parts[0] + "".join([f".{p}" if is_name(p) else f"[{_quoted(p)}]" for p in parts[1:]])
    return text


def is_name(text: str) -> bool:
    """Whether the text may stand after a dot: letters, digits, `_` and `-`, not beginning with a digit or `-`."""
    return text.isascii() and text.replace("-", "_").isidentifier() and text[0] != "-"


def _quoted(value: str) -> str:
    if value.count("'") < 2 and "${{" not in value:
        return "'" + value.replace("'", "''") + "'"
    # The quote becomes an argument, because GitHub's npm evaluator un-escapes only the first '' of a literal (the runner all of them), and so
    # does the dollar, because a condition that holds ${{ anywhere is read as text with an expression in it, which is always true
    pattern = value.replace("{", "{{").replace("}", "}}").replace("'", "{0}").replace("${{", "{1}{{")
    dollar = ", '$'" if "{1}{{" in pattern else ""
    return f"format('{pattern}', ''''{dollar})"
