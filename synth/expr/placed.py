"""Expressions from text with the place of each part. Read once: the files of a repository hold the same few again and again."""

from __future__ import annotations

from functools import lru_cache

from synth.expr.fault import Fault
from synth.expr.parse import ParseError, parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.parse import Spans
    from synth.expr.tree import Expr


class Placed:
    """A tree and where in its text each part stands. There is no tree where the text cannot be read; `fault` says why.

    Any name may stand in it: which of them there are is another question.
    """

    __slots__ = ("_spans", "fault", "text", "tree")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree: Expr[Any] | None = None
        self.fault: Fault | None = None
        self._spans: Spans = {}
        try:
            self.tree = parse(text, None, None, self._spans)
        except ParseError as error:
            self.fault = _unread(error, text)
        else:
            if self.tree is None:
                self.fault = Fault("expression-syntax", "error", 0, len(text), "An expression was expected", "write one, or leave the value out")

    def span(self, part: Expr[Any]) -> tuple[int, int]:
        """The offsets of the part's first character and of the one behind its last."""
        return self._spans.get(id(part), (0, len(self.text)))


@lru_cache(maxsize=8_192)
def placed(text: str) -> Placed:
    """The expression with its places. Never raises."""
    return Placed(text)


def _unread(error: ParseError, text: str) -> Fault:
    start = min(error.position - 1, len(text))
    end = start + error.length
    if error.what.startswith("Exceeded"):
        return Fault("expression-syntax", "error", 0, len(text), error.what, "compute parts of it in an earlier step or job")
    if "parameters" in error.what:
        return Fault("argument-count", "error", start, end, error.what, _COUNTS.get(text[start:end].lower(), "255 are the most"))
    return Fault("expression-syntax", "error", start, end, error.what, _remedy(error, text[start:end]))


def _remedy(error: ParseError, source: str) -> str:
    if error.what.startswith("Unexpected end"):
        return "a value or a closing bracket is missing at the end"
    if source in _ADVICE:
        return _ADVICE[source]
    first = '"' if '"' in source else source[:1]
    return _GENERAL if first in _SIGNS else _ADVICE.get(first, _GENERAL)


_COUNTS = {
    "always": "write always()",
    "cancelled": "write cancelled()",
    "case": "write case(condition, value, ..., default)",
    "contains": "write contains(search, item)",
    "endswith": "write endsWith(text, ending)",
    "format": "write format('...{0}...', value, ...)",
    "fromjson": "write fromJSON(text)",
    "hashfiles": "write hashFiles('**/pattern', ...)",
    "join": "write join(list) or join(list, ', ')",
    "startswith": "write startsWith(text, beginning)",
    "tojson": "write toJSON(value)",
}
_GENERAL = "brackets, quotes, operators and commas must fit together"
_SIGNS = frozenset("=&|*")  # also the beginnings of operators that there are
_ADVICE = {
    '"': "texts stand in single quotes: '...'",
    "'": "a quote is open: close it, and write one inside '...' twice",
    "=": "write '==' to compare",
    "&": "write '&&' for and",
    "|": "write '||' for or",
    "$": "inside an expression there is no '${{': leave it out",
    "+": "there is no '+': write format('{0}{1}', a, b) to put texts together",
    "-": "there is no arithmetic: compute it in a step",
    "*": "there is no arithmetic: compute it in a step; '.*' stands behind a value",
    "/": "there is no arithmetic: compute it in a step",
    "%": "there is no arithmetic: compute it in a step",
}
