"""What an expression is when some of its values are unknown: known wherever they make no difference."""

from __future__ import annotations

from itertools import product

from synth.expr.evaluate import EvaluationError, evaluate
from synth.expr.tree import Binary, Call, Constant, Expr, Filter, Index, Not, Path
from synth.expr.values import Filtered, entry, equal, has_entry, number_of, text_of
from synth.simulate.unknown import MOST, Open, Unknown, hides, one_of, options, truth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    Functions = Mapping[str, Callable[..., Any]]

_TRUTHS = (True, False)
_LONGEST = 10_000_000  # characters of a text; GitHub's limit of memory is about that


class Partly:
    """The evaluation of expressions with these contexts. `functions` by their names in small letters: success, always, ..."""

    def __init__(self, contexts: Mapping[str, Any], functions: Functions | None = None) -> None:
        self.contexts = contexts
        self.functions = functions or {}

    def value(self, tree: Expr[Any] | None) -> Any:
        """The value, or an Unknown. Raises EvaluationError where the run would fail whatever the unknown values are."""
        match tree:
            case None:
                return None
            case Constant():
                return tree.value
            case Path():
                found: Any = part(self.contexts, tree.parts[0], tree.parts[0])
                for count, name in enumerate(tree.parts[1:], 2):
                    found = part(found, name, ".".join(tree.parts[:count]))
                return found
            case Index():
                return part(self.value(tree.of), self.value(tree.key), tree.source())
            case Filter():
                return _all(self.value(tree.of), tree.source())
            case Not():
                met = truth(self.value(tree.of))
                return Unknown(tree.source(), _TRUTHS) if met is None else not met
            case Binary():
                return self._chosen(tree) if tree.operator in ("&&", "||") else self._compared(tree)
            case Call():
                return self._called(tree)
        raise EvaluationError(f"{tree!r} has a value only once link has written it")

    def _chosen(self, tree: Binary[Any]) -> Any:
        """`&&` and `||` give one of their operands."""
        left = self.value(tree.left)
        met, goes_on = truth(left), tree.operator == "&&"
        if met is not None:
            return self.value(tree.right) if met == goes_on else left
        try:
            right = self.value(tree.right)
        except EvaluationError:
            return Unknown(tree.source())
        rest = options(right)
        if isinstance(left, Unknown) and left.possible and rest is not None:
            return one_of(tree.source(), [*[one for one in left.possible if truth(one) != goes_on], *rest])
        return Unknown(tree.source(), (), (not goes_on) if truth(right) is (not goes_on) else None)

    def _compared(self, tree: Binary[Any]) -> Any:
        left, right = self.value(tree.left), self.value(tree.right)
        lefts, rights = options(left), options(right)
        if lefts is None or rights is None or len(lefts) * len(rights) > MOST:
            if tree.operator in ("==", "!=") and _filled(left, right):
                return tree.operator == "!="
            return Unknown(tree.source(), _TRUTHS)
        kinds = tree.operator, tree.precedence, _LEFT, _RIGHT, tree.kind
        return one_of(tree.source(), [evaluate(Binary(*kinds), {"left": one, "right": other}) for one, other in product(lefts, rights)])

    def _called(self, tree: Call[Any]) -> Any:
        name = tree.function.lower()
        if name == "case":
            return self._case(tree)
        given = [self.value(argument) for argument in tree.arguments]
        if name in self.functions:
            return self.functions[name](*given)
        if name in _RUN:
            return Unknown(tree.source(), (), _RUN[name])
        if name == "contains" and isinstance(given[0], list):
            return _contains(given[0], given[1], tree.source())
        several = [options(one) for one in given]
        if any([one is None for one in several]):
            return Unknown(tree.source(), _TRUTHS if name in _TESTS else ())
        if sum([len(one) for one in given if isinstance(one, str)]) > _LONGEST:
            raise EvaluationError(f"{tree.function}() makes a text that is longer than GitHub takes")
        cases = list(product(*[one for one in several if one is not None]))
        if len(cases) > MOST:
            return Unknown(tree.source(), _TRUTHS if name in _TESTS else ())
        return one_of(tree.source(), [_call(name, case) for case in cases])

    def _case(self, tree: Call[Any]) -> Any:
        *branches, default = tree.arguments
        for condition, value in zip(branches[::2], branches[1::2], strict=True):
            met = self.value(condition)
            if isinstance(met, Unknown):
                return Unknown(tree.source())
            if not isinstance(met, bool):
                raise EvaluationError("case predicate must evaluate to a boolean value")
            if met:
                return self.value(value)
        return self.value(default)


_LEFT: Expr[Any] = Path("any", "left")
_RIGHT: Expr[Any] = Path("any", "right")
_TESTS = frozenset({"contains", "startswith", "endswith"})
_RUN: Mapping[str, bool | None] = {"hashfiles": None, "always": True, "success": None, "failure": None, "cancelled": None}


def part(value: Any, key: Any, what: str) -> Any:
    """`value[key]`; null where there is none."""
    if isinstance(value, Unknown) or isinstance(key, Unknown) or (isinstance(value, Filtered) and any([isinstance(one, Unknown) for one in value])):
        return Unknown(what)
    if isinstance(value, Filtered):
        return Filtered([part(one, key, what) for one in value if _has(one, key)])
    if isinstance(value, dict) and not isinstance(key, (list, dict)):
        name = text_of(key)
        if has_entry(value, name):
            return entry(value, name)
        return Unknown(what) if isinstance(value, Open) else None
    return value[int(number_of(key))] if _has(value, key) else None


def _has(value: Any, key: Any) -> bool:
    if isinstance(value, dict):
        return not isinstance(key, (list, dict)) and (isinstance(value, Open) or has_entry(value, text_of(key)))
    return isinstance(value, list) and not isinstance(key, (list, dict)) and 0 <= number_of(key) < len(value)


def _all(value: Any, what: str) -> Any:
    """`.*`: all parts of a value; unknown where there may be more."""
    if isinstance(value, (Unknown, Open)):
        return Unknown(what)
    if isinstance(value, Filtered):
        inner = [_all(one, what) for one in value]
        return Unknown(what) if any([isinstance(one, Unknown) for one in inner]) else Filtered([one for found in inner for one in found])
    return Filtered(value.values() if isinstance(value, dict) else value if isinstance(value, list) else [])


def _contains(search: list[Any], item: Any, what: str) -> Any:
    """Whether one of the list equals the item; an element that may be unknown is looked at by itself."""
    found: list[bool | None] = []
    for one in search:
        lefts, rights = options(one), options(item)
        if lefts is None or rights is None:
            found.append(None)
            continue
        met = {equal(left, right) for left in lefts for right in rights}
        found.append(met.pop() if len(met) == 1 else None)
    return True if True in found else Unknown(what, _TRUTHS) if None in found else False


def _filled(left: Any, right: Any) -> bool:
    """Whether one is known to be some text, and the other to be none."""
    return any(
        [isinstance(one, Unknown) and one.holds is True and isinstance(other, str) and not other for one, other in ((left, right), (right, left))]
    )


def _call(name: str, given: tuple[Any, ...]) -> Any:
    names = [f"a{number}" for number in range(len(given))]
    paths: list[Expr[Any]] = [Path("any", one) for one in names]
    value = evaluate(Call("any", name, *paths), dict(zip(names, given, strict=True)))
    return value if not hides(value) else Unknown(name)
