"""Expressions from text, as the runner reads them. The tree is that of `synth.expr.tree`.

Grammar: https://docs.github.com/actions/reference/workflows-and-actions/expressions; where it is silent, the runner's own parser
(actions/runner, src/Sdk/Expressions).
"""

from __future__ import annotations

import re

from synth.expr.literal import is_name
from synth.expr.tree import AND, COMPARISON, EQUALITY, OR, Binary, Call, Constant, Expr, Filter, Index, Not, Path, kind_of
from synth.expr.values import number_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any, TypeAlias

    Spans: TypeAlias = dict[int, tuple[int, int]]

LONGEST = 21_000
DEEPEST = 50
FUNCTIONS: Mapping[str, tuple[int, int]] = {  # name in small letters -> how many arguments, at least and at most
    "always": (0, 0),
    "cancelled": (0, 0),
    "case": (3, 255),
    "contains": (2, 2),
    "endswith": (2, 2),
    "failure": (0, 255),
    "format": (1, 255),
    "fromjson": (1, 1),
    "hashfiles": (1, 255),
    "join": (1, 2),
    "startswith": (2, 2),
    "success": (0, 255),
    "tojson": (1, 1),
}
_LEVELS = ((OR, ("||",)), (AND, ("&&",)), (EQUALITY, ("==", "!=")), (COMPARISON, ("<", "<=", ">", ">=")))
_WORDS: Mapping[str, Any] = {"true": True, "false": False, "null": None, "NaN": float("nan"), "Infinity": float("inf")}
_SYMBOL = re.compile(r"&&|\|\||==|!=|<=|>=|[()\[\],*!<>]")
_TEXT = re.compile(r"'(?:[^']|'')*'")
_STRETCH = re.compile(r"[^\s()\[\],.!<>=&|]*")  # up to what ends a word
_NUMERIC = re.compile(r"[^\s()\[\],!<>=&|]*")


class ParseError(ValueError):
    """Text that is no expression. `position` counts characters from 1, `length` those concerned; `stage` is `lexing` or `parsing`."""

    def __init__(self, stage: str, what: str, position: int, text: str, length: int = 0) -> None:
        self.stage = stage
        self.what = what
        self.position = position
        self.length = length
        super().__init__(f"{what}. Located at position {position} within expression: {text}")


class _Read(Constant["Any"]):
    """A constant as it stands in the text, where it may be what a definition may not say: NaN, Infinity, digits beyond a double's."""

    __slots__ = ()

    def __init__(self, value: Any, source: str) -> None:
        Expr.__init__(self, kind_of(value))
        self.value = value
        self._text = source


class _Token:
    """A word of the text: `kind` is `name`, `constant`, `.`, a symbol, or empty at the end."""

    __slots__ = ("kind", "source", "start", "value")

    def __init__(self, kind: str, source: str, start: int, value: Any = None) -> None:
        self.kind = kind
        self.source = source
        self.start = start
        self.value = value


def parse(text: str, contexts: Collection[str] | None, functions: Collection[str] | None = FUNCTIONS, spans: Spans | None = None) -> Expr[Any] | None:
    """The tree of the expression; None for an empty one. `contexts` and `functions` are those that may be named, without regard to case; None: any.

    `spans` receives, by the id() of each node, from where to where it stands in the text. Raises ParseError at the first thing that does not fit.
    """
    if len(text) > LONGEST:
        raise ParseError("parsing", f"Exceeded max expression length {LONGEST}", 1, text[:80] + "...", len(text))
    return _Parser(text, _tokens(text), _lowered(contexts), _lowered(functions), spans).whole()


def _lowered(names: Collection[str] | None) -> set[str] | None:
    return None if names is None else {name.lower() for name in names}


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token = _token(text, at, found[-1].kind if found else "")
        found.append(token)
        at += len(token.source)
    return [*found, _Token("", "", len(text))]


def _token(text: str, at: int, before: str) -> _Token:
    if symbol := _SYMBOL.match(text, at):
        return _Token(symbol[0], symbol[0], at)
    first = text[at]
    if first == "'":
        if literal := _TEXT.match(text, at):
            return _Token("constant", literal[0], at, literal[0][1:-1].replace("''", "'"))
        raise _unexpected(text, at, text[at:])
    if first == "." and before in ("name", "]", ")", "*"):
        return _Token(".", ".", at)
    if first in "+-.0123456789":
        source = _matched(_NUMERIC, text, at)
        value = number_of(source)
        if value != value:
            raise _unexpected(text, at, source)
        return _Token("constant", source, at, value)
    source = _matched(_STRETCH, text, at)
    if before != "." and source in _WORDS:
        return _Token("constant", source, at, _WORDS[source])
    if not source or not is_name(source):
        raise _unexpected(text, at, source)
    return _Token("name", source, at)


def _matched(pattern: re.Pattern[str], text: str, at: int) -> str:
    """What the pattern matches from the second character on, with the first."""
    found = pattern.match(text, at + 1)
    return text[at] + (found[0] if found else "")


def _unexpected(text: str, at: int, source: str) -> ParseError:
    return ParseError("lexing", f"Unexpected symbol: '{source}'", at + 1, text, len(source))


class _Parser:
    """Recursive descent, one method per level of the grammar. `depth` counts as the runner counts."""

    def __init__(self, text: str, tokens: list[_Token], contexts: set[str] | None, functions: set[str] | None, spans: Spans | None) -> None:
        self.text = text
        self.tokens = tokens
        self.contexts = contexts
        self.functions = functions
        self.spans = spans
        self.at = 0
        self.depth = 0

    def whole(self) -> Expr[Any] | None:
        if not self.here.kind:
            return None
        tree = self.expression()
        if self.here.kind:
            raise self.error("Unexpected symbol")
        return tree

    @property
    def here(self) -> _Token:
        return self.tokens[self.at]

    def taken(self, *kinds: str) -> _Token | None:
        """The current token when it is of one of the kinds, which it then moves past."""
        token = self.here
        if token.kind not in kinds or not token.kind:
            return None
        self.at += 1
        return token

    def error(self, what: str, token: _Token | None = None) -> ParseError:
        token = token or self.here
        if not token.kind and self.at:
            token, what = self.tokens[self.at - 1], "Unexpected end of expression"
        return ParseError("parsing", f"{what}: '{token.source}'", token.start + 1, self.text, len(token.source))

    def noted(self, tree: Expr[Any], first: int) -> Expr[Any]:
        """The node, which reaches from the token `first` to the last one that was read."""
        if self.spans is not None:
            last = self.tokens[self.at - 1]
            self.spans[id(tree)] = (self.tokens[first].start, last.start + len(last.source))
        return tree

    def deeper(self, by: int = 1) -> None:
        self.depth += by
        if self.depth > DEEPEST:
            raise ParseError("parsing", f"Exceeded max expression depth {DEEPEST}", self.here.start + 1, self.text)

    def expression(self) -> Expr[Any]:
        self.deeper()
        tree = self.binary(0)
        self.depth -= 1
        return tree

    def binary(self, level: int) -> Expr[Any]:
        if level == len(_LEVELS):
            return self.unary()
        precedence, operators = _LEVELS[level]
        first = self.at
        tree = self.binary(level + 1)
        counted = precedence in (OR, AND) and self.here.kind in operators
        self.deeper(counted)
        while operator := self.taken(*operators):
            tree = self.noted(Binary(operator.kind, precedence, tree, self.binary(level + 1), "any" if counted else "truth"), first)
        self.depth -= counted
        return tree

    def unary(self) -> Expr[Any]:
        first = self.at
        if not self.taken("!"):
            return self.postfix()
        self.deeper()
        tree = self.noted(Not(self.unary()), first)
        self.depth -= 1
        return tree

    def postfix(self) -> Expr[Any]:
        first = self.at
        tree: Expr[Any] = self.primary()
        levels = 0
        while not isinstance(tree, Constant):
            if self.taken("["):
                tree = Filter(tree) if self.taken("*") else Index(tree, self.expression())
                if not self.taken("]"):
                    raise self.error("Unexpected symbol")
            elif self.taken("."):
                if name := self.taken("name"):
                    tree = Index(tree, self.noted(Constant(name.source), self.at - 1))
                elif self.taken("*"):
                    tree = Filter(tree)
                else:
                    raise self.error("Unexpected symbol")
            else:
                break
            self.noted(tree, first)
            self.deeper()
            levels += 1
        self.depth -= levels
        return tree

    def primary(self) -> Expr[Any]:
        if constant := self.taken("constant"):
            return self.noted(_Read(constant.value, constant.source), self.at - 1)
        if name := self.taken("name"):
            if self.taken("("):
                return self.call(name)
            if self.contexts is not None and name.source.lower() not in self.contexts:
                raise self.error("Unrecognized named-value", name)
            return self.noted(Path("any", name.source), self.at - 1)
        if self.taken("("):
            tree = self.expression()
            if not self.taken(")"):
                raise self.error("Unexpected symbol")
            return tree
        raise self.error("Unexpected symbol")

    def call(self, name: _Token) -> Expr[Any]:
        first = self.at - 2
        arguments: list[Expr[Any]] = []
        while not self.taken(")"):
            if arguments and not self.taken(","):
                raise self.error("Unexpected symbol")
            arguments.append(self.expression())
        function = name.source.lower()
        if self.functions is not None and function not in self.functions:
            raise self.error("Unrecognized function", name)
        least, most = FUNCTIONS.get(function, (0, 255))
        if len(arguments) < least:
            raise self.error("Too few parameters supplied", name)
        if len(arguments) > most:
            raise self.error("Too many parameters supplied", name)
        if function == "case" and len(arguments) % 2 == 0:
            raise self.error("Even number of parameters supplied, requires an odd number of parameters", name)
        return self.noted(Call("any", name.source, *arguments), first)
