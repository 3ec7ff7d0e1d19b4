"""Expressions as trees: `Expr[T]` is a value that only the runner knows. Reading expressions from text is not here.

Grammar, precedence and conversions: https://docs.github.com/actions/reference/workflows-and-actions/expressions
"""

from __future__ import annotations

from synth.expr.literal import ExpressionError, dotted, is_name, literal
from synth.typed import Generic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar, Literal, NoReturn, TypeAlias, TypeVar
    from typing import Generic as Generic  # re-exported

    T_co = TypeVar("T_co", covariant=True)
    U = TypeVar("U")
    Kind: TypeAlias = Literal["text", "truth", "number", "any"]
    Resolve: TypeAlias = Callable[["Reference[Any]"], str]
else:
    T_co = None

# How tightly a node binds, loosest first; a child that binds more loosely than its parent gets brackets.
OR, AND, EQUALITY, COMPARISON, UNARY, ATOM = range(6)


class Expr(Generic[T_co]):
    """A value of type T that is known when the workflow runs.

    Combine with `&`, `|`, `~`, `==`, `!=`, `<`, `<=`, `>`, `>=`, `+` (text) and `[...]`. Text compares without case, as on GitHub.
    Python's own `and`, `or`, `not`, `if`, `in`, `for` and f-strings would need the value now, so they raise ExpressionError.
    """

    __slots__ = ("_text", "kind", "refs")
    kind: Kind
    refs: tuple[Reference[Any], ...]  # what of other steps and jobs it reads; link decides how each is written
    precedence: ClassVar[int] = ATOM

    def __init__(self, kind: Kind, refs: tuple[Reference[Any], ...] = ()) -> None:
        self.kind = kind
        self.refs = refs
        self._text: str | None = None

    def source(self, resolve: Resolve | None = None) -> str:
        """The expression in GitHub's notation, without `${{ }}`. `resolve` gives the text of each reference in `refs`."""
        if self.refs:
            return self._write(resolve)
        if self._text is None:
            self._text = self._write(None)
        return self._text

    def interpolated(self, resolve: Resolve | None = None) -> str:
        """The expression as a value in a workflow file: `${{ ... }}`, or text around several of them."""
        return "${{ " + self.source(resolve) + " }}"

    def _write(self, resolve: Resolve | None) -> str:
        raise NotImplementedError

    def children(self) -> tuple[Expr[Any], ...]:
        """The expressions that this one is made of, in the order in which they are written."""
        return ()

    def __and__(self: Expr[bool], other: Expr[bool]) -> Expr[bool]:
        return Binary("&&", AND, _truth(self, "&"), _truth(other, "&"), _joined(self, other))

    def __or__(self: Expr[bool], other: Expr[bool]) -> Expr[bool]:
        return Binary("||", OR, _truth(self, "|"), _truth(other, "|"), _joined(self, other))

    def __invert__(self: Expr[bool]) -> Expr[bool]:
        return Not(_truth(self, "~"))

    def __eq__(self, other: object) -> Expr[bool]:  # type: ignore[override]  # an expression, not a verdict
        return Binary("==", EQUALITY, self, _comparable(self, other, "=="), "truth")

    def __ne__(self, other: object) -> Expr[bool]:  # type: ignore[override]  # an expression, not a verdict
        return Binary("!=", EQUALITY, self, _comparable(self, other, "!="), "truth")

    def __lt__(self: Expr[float], other: float | Expr[float]) -> Expr[bool]:
        return Binary("<", COMPARISON, _number(self, "<"), _number(other, "<"), "truth")

    def __le__(self: Expr[float], other: float | Expr[float]) -> Expr[bool]:
        return Binary("<=", COMPARISON, _number(self, "<="), _number(other, "<="), "truth")

    def __gt__(self: Expr[float], other: float | Expr[float]) -> Expr[bool]:
        return Binary(">", COMPARISON, _number(self, ">"), _number(other, ">"), "truth")

    def __ge__(self: Expr[float], other: float | Expr[float]) -> Expr[bool]:
        return Binary(">=", COMPARISON, _number(self, ">="), _number(other, ">="), "truth")

    def __add__(self: Expr[str], other: str | Expr[str]) -> Expr[str]:
        return template(self, other)

    def __radd__(self: Expr[str], other: str) -> Expr[str]:
        return template(other, self)

    def otherwise(self: Expr[U], default: U | Expr[U]) -> Expr[U]:
        """This value, or `default` where it is empty, 0, false or null: GitHub's `||` on operands."""
        value = as_expr(default)
        return Binary("||", OR, self, value, _joined(self, value))

    def __getitem__(self, key: str | int | Expr[str] | Expr[int]) -> Expr[Any]:
        if self.kind != "any":
            raise ExpressionError(f"{self!r} is a {self.kind}: it has no parts; from_json(...) reads text as data")
        if isinstance(key, int) and key < 0:
            raise ExpressionError(f"{self!r}[{key}]: GitHub counts from the front only, and gives null for a negative place")
        return Index(self, as_expr(key))

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            if name.startswith("_") or name in ("kind", "refs"):
                raise AttributeError(name)
            advice = (
                f"its part is {self.source(repr_reference)}[{name!r}]"
                if self.kind == "any"
                else "there are contains, starts_with, ends_with, join, to_json, from_json and text('...{x}', x=...)"
            )
            raise AttributeError(f"{self!r} is known only when the workflow runs, so it has no attribute '{name}': {advice}")

    __hash__ = object.__hash__

    def __bool__(self) -> NoReturn:
        raise ExpressionError(
            f"{self!r} is known only when the workflow runs. Instead of 'and', 'or', 'not' write '&', '|', '~' with brackets around "
            "comparisons; instead of 'if' give the step or job if_=...; instead of a chain 'a < b < c' write '(a < b) & (b < c)'"
        )

    def __iter__(self) -> NoReturn:
        raise ExpressionError(f"{self!r} is known only when the workflow runs, so Python cannot loop over it; use a matrix from from_json(...)")

    def __len__(self) -> NoReturn:
        raise ExpressionError(f"{self!r} is known only when the workflow runs, so it has no length here; compare it with ''")

    def __contains__(self, item: object) -> NoReturn:
        raise ExpressionError(f"instead of 'in' write contains({self!r}, {item!r})")

    def __format__(self, spec: str) -> NoReturn:
        raise ExpressionError(
            f"an f-string needs {self!r} now, and only the runner knows it. In a script: run('... {{x}}', x=...); elsewhere: text('... {{x}}', x=...)"
        )

    def __str__(self) -> NoReturn:
        raise ExpressionError(f"{self!r} has no text until the workflow runs; text('... {{x}}', x=...) puts it into a text, repr() shows it")

    def __repr__(self) -> str:
        return f"<{self.source(repr_reference)}>"


class Constant(Expr[T_co]):
    """A constant inside an expression."""

    __slots__ = ("value",)

    def __init__(self, value: str | bool | float | None) -> None:
        super().__init__(kind_of(value))
        self.value = value
        self._text = literal(value)  # now, so that one without a literal is an error at the line that has it


class Path(Expr[T_co]):
    """A property of a context, such as `github.ref`."""

    __slots__ = ("parts",)

    def __init__(self, kind: Kind, *parts: str) -> None:
        super().__init__(kind)
        self.parts = parts

    def _write(self, resolve: Resolve | None) -> str:
        return dotted(*self.parts)


class Index(Expr[T_co]):
    """A part of a value, `a.b` or `a[b]`."""

    __slots__ = ("key", "of")

    def __init__(self, of: Expr[Any], key: Expr[Any]) -> None:
        super().__init__("any", of.refs + key.refs)
        self.of = of
        self.key = key

    def children(self) -> tuple[Expr[Any], ...]:
        return (self.of, self.key)

    def _write(self, resolve: Resolve | None) -> str:
        inner = bracketed(self.of, ATOM, resolve)
        if isinstance(self.key, Constant) and isinstance(self.key.value, str) and is_name(self.key.value):
            return f"{inner}.{self.key.value}"
        return f"{inner}[{self.key.source(resolve)}]"


class Filter(Expr[T_co]):
    """All elements of a list or values of an object, `a.*`; an index behind it goes into each."""

    __slots__ = ("of",)

    def __init__(self, of: Expr[Any]) -> None:
        super().__init__("any", of.refs)
        self.of = of

    def children(self) -> tuple[Expr[Any], ...]:
        return (self.of,)

    def _write(self, resolve: Resolve | None) -> str:
        return f"{bracketed(self.of, ATOM, resolve)}.*"


class Call(Expr[T_co]):
    """A call of one of GitHub's functions."""

    __slots__ = ("arguments", "function")

    def __init__(self, kind: Kind, function: str, *arguments: Expr[Any]) -> None:
        super().__init__(kind, merged(arguments))
        self.function = function
        self.arguments = arguments

    def children(self) -> tuple[Expr[Any], ...]:
        return self.arguments

    def _write(self, resolve: Resolve | None) -> str:
        return f"{self.function}({', '.join([a.source(resolve) for a in self.arguments])})"


class Not(Expr[T_co]):
    """`!a`."""

    __slots__ = ("of",)
    precedence = UNARY

    def __init__(self, of: Expr[bool]) -> None:
        super().__init__("truth", of.refs)
        self.of = of

    def children(self) -> tuple[Expr[Any], ...]:
        return (self.of,)

    def _write(self, resolve: Resolve | None) -> str:
        return "!" + bracketed(self.of, UNARY, resolve)


class Binary(Expr[T_co]):
    """An operator with two operands."""

    __slots__ = ("left", "operator", "precedence", "right")

    def __init__(self, operator: str, precedence: int, left: Expr[Any], right: Expr[Any], kind: Kind) -> None:
        super().__init__(kind, left.refs + right.refs)
        self.operator = operator
        self.precedence = precedence  # type: ignore[misc]  # the only node whose precedence varies
        self.left = left
        self.right = right

    def children(self) -> tuple[Expr[Any], ...]:
        return (self.left, self.right)

    def _write(self, resolve: Resolve | None) -> str:
        # && and || may be regrouped freely; a comparison of a comparison needs its brackets on the right
        right = self.precedence if self.precedence in (AND, OR) else self.precedence + 1
        return f"{bracketed(self.left, self.precedence, resolve)} {self.operator} {bracketed(self.right, right, resolve)}"


class Template(Expr[T_co]):
    """Text with expressions in it; constant parts are plain strings."""

    __slots__ = ("parts",)

    def __init__(self, parts: tuple[str | Expr[Any], ...]) -> None:
        super().__init__("text", merged([p for p in parts if isinstance(p, Expr)]))
        self.parts = parts

    def children(self) -> tuple[Expr[Any], ...]:
        return tuple([p for p in self.parts if isinstance(p, Expr)])

    def _write(self, resolve: Resolve | None) -> str:
        pattern = ""
        values: list[str] = []
        for part in self.parts:
            if isinstance(part, str):
                pattern += part.replace("{", "{{").replace("}", "}}")
            else:
                pattern += f"{{{len(values)}}}"
                values.append(part.source(resolve))
        return f"format({', '.join([literal(pattern), *values])})"

    def interpolated(self, resolve: Resolve | None = None) -> str:
        return "".join([p if isinstance(p, str) else p.interpolated(resolve) for p in self.parts])


class Raw(Expr[T_co]):
    """Text of a workflow file taken as it is, `${{ }}` and all. Nothing in it is checked."""

    __slots__ = ("value",)

    def __init__(self, value: str) -> None:
        super().__init__("any")
        self.value = value

    def _write(self, resolve: Resolve | None) -> str:
        text = self.value.strip()
        if text.startswith("${{") and text.endswith("}}") and text.count("${{") == 1:
            return text[3:-2].strip()
        raise ExpressionError(f"raw({self.value!r}) is more than one ${{{{ }}}}, so it cannot be part of an expression")

    def interpolated(self, resolve: Resolve | None = None) -> str:
        return self.value

    def __repr__(self) -> str:
        return f"raw({self.value!r})"


class Reference(Expr[T_co]):
    """A value that another step, job, axis or trigger gives. How it is written depends on who reads it, so link decides."""

    __slots__ = ()

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.refs = (self,)

    def _write(self, resolve: Resolve | None) -> str:
        return (resolve or repr_reference)(self)

    @property
    def what(self) -> str:
        """How an error message calls it, for example: 'digest' of step 'Push image'."""
        raise NotImplementedError


def repr_reference(reference: Reference[Any]) -> str:
    return reference.what


def text(pattern: str, **values: str | float | Expr[Any]) -> Expr[str]:
    """Text with values in it: `text("{host}/app:{tag}", host=..., tag=github.sha)`. Write `{{` for a brace.

    Raises ExpressionError for a placeholder without value, a value without placeholder, and `${{` in the pattern.
    """
    parts: list[str | Expr[Any]] = []
    used: set[str] = set()
    for piece, is_placeholder in _pieces(pattern):
        if not is_placeholder:
            parts.append(piece)
            continue
        if piece not in values:
            raise ExpressionError(f"text() has no value for {{{piece}}}; for a literal brace write {{{{ or }}}}")
        used.add(piece)
        value = values[piece]
        parts.append(("false", "true")[value] if isinstance(value, bool) else str(value) if isinstance(value, (int, float)) else value)
    if unused := sorted(values.keys() - used):
        raise ExpressionError(f"text() got {', '.join(unused)}, but the pattern {pattern!r} has no {{{unused[0]}}}")
    return template(*parts)


_split: dict[str, list[tuple[str, bool]]] = {}


def _pieces(pattern: str) -> list[tuple[str, bool]]:
    """The pattern's constant pieces and, marked with True, the names of its placeholders. A brace around no name stays as it is."""
    pieces = _split.get(pattern)
    if pieces is None:
        pieces = _split[pattern] = []
        constant, at = "", 0
        while at < len(pattern):
            end = pattern.find("}", at)
            if pattern[at : at + 2] in ("{{", "}}"):
                constant, at = constant + pattern[at], at + 2
            elif pattern[at] == "{" and pattern[at + 1 : end].isidentifier() and end > 0:
                pieces += [(constant, False), (pattern[at + 1 : end], True)]
                constant, at = "", end + 1
            else:
                constant, at = constant + pattern[at], at + 1
        pieces.append((constant, False))
        pieces[:] = [piece for piece in pieces if piece[0]]
    return pieces


def template(*parts: str | Expr[Any]) -> Expr[str]:
    """The parts one after another as one text; neighbouring constants are joined."""
    flat: list[str | Expr[Any]] = []
    for part in parts:
        if not isinstance(part, (str, Expr)):
            raise ExpressionError(f"{part!r} cannot be joined to text; str(...) makes it a text")
        for piece in part.parts if isinstance(part, Template) else (part,):
            if flat and isinstance(piece, str) and isinstance(flat[-1], str):
                flat[-1] += piece
            else:
                flat.append(piece)
    for piece in flat:
        if isinstance(piece, str):
            plain(piece)  # joined, because '$' and '{{' make one too
    return Template(tuple(flat))


def raw(value: str) -> Expr[Any]:
    """Takes text of a workflow file as it is, with its `${{ }}`. The way out when builders cannot say something; nothing in it is checked."""
    return Raw(value)


def plain(value: str) -> str:
    """The text itself; raises ExpressionError when it would be read as an expression."""
    if "${{" in value:
        raise ExpressionError(
            f"{value!r} holds ${{{{ }}}}: give the expression as a value (github.sha, text('...{{x}}', x=...)), or raw(...) to take it unchecked"
        )
    return value


def as_expr(value: Any) -> Expr[Any]:
    """The value as an expression; constants become literals. Raises ExpressionError for what has no literal."""
    return value if isinstance(value, Expr) else Constant(value)


def kind_of(value: object) -> Kind:
    match value:
        case Expr():
            return value.kind
        case bool():
            return "truth"
        case str():
            return "text"
        case int() | float():
            return "number"
        case None:
            return "any"
    advice = "use text, a number, True, False or None"
    if isinstance(value, (list, tuple, dict)):
        from json import dumps  # only for an error

        advice = f"write from_json({dumps(value, default=str)!r})"
    raise ExpressionError(f"{value!r} ({type(value).__name__}) has no literal in GitHub's expressions: {advice}")


def merged(expressions: Iterable[Expr[Any]]) -> tuple[Reference[Any], ...]:
    found: tuple[Reference[Any], ...] = ()
    for expression in expressions:
        found += expression.refs
    return found


def bracketed(child: Expr[Any], outer: int, resolve: Resolve | None) -> str:
    text = child.source(resolve)
    return f"({text})" if child.precedence < outer else text


def _truth(value: Expr[Any], operator: str) -> Expr[bool]:
    if not isinstance(value, Expr):
        raise ExpressionError(f"'{operator}' joins conditions, and {value!r} is none")
    if value.kind not in ("truth", "any"):
        raise ExpressionError(f"'{operator}' joins conditions, and {value!r} is a {value.kind}: compare it, for example with == '...'")
    return value


def _joined(left: Expr[Any], right: Expr[Any]) -> Kind:
    """The kind of `&&` and `||`, which give one of their operands."""
    return left.kind if left.kind == right.kind else "any"


def _number(value: object, operator: str) -> Expr[float]:
    if kind_of(value) not in ("number", "any") or value is None:
        raise ExpressionError(f"'{operator}' compares numbers, and {value!r} is a {kind_of(value)}; from_json(...) reads a number from text")
    return as_expr(value)


def _comparable(left: Expr[Any], right: object, operator: str) -> Expr[Any]:
    kinds = {left.kind, kind_of(right)}
    if "any" not in kinds and len(kinds) == 2:
        raise ExpressionError(
            f"{left!r} {operator} {right!r} compares a {left.kind} with a {kind_of(right)}: GitHub would convert both to numbers first"
        )
    return as_expr(right)
