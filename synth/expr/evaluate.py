"""What an expression is, given the contexts: as the runner computes it."""

from __future__ import annotations

from synth.expr.tree import Binary, Call, Constant, Filter, Index, Not, Path
from synth.expr.values import Filtered, entry, equal, folded, has_entry, is_true, kind_of_value, less, number_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from synth.expr.tree import Expr

    Functions = Mapping[str, Callable[..., Any]]


class EvaluationError(ValueError):
    """An expression that reads well but has no value."""


def evaluate(tree: Expr[Any] | None, contexts: Mapping[str, Any], functions: Functions | None = None) -> Any:
    """The expression's value: None, bool, float, str, list or dict. `functions` adds those that need a run: success, hashFiles, ...

    Raises EvaluationError where the runner would fail the step.
    """
    return _Evaluator(contexts, functions or {}).value(tree)


class _Evaluator:
    def __init__(self, contexts: Mapping[str, Any], functions: Functions) -> None:
        self.contexts = contexts
        self.functions = {name.lower(): function for name, function in functions.items()}

    def value(self, tree: Expr[Any] | None) -> Any:
        match tree:
            case None:
                return None
            case Constant():
                return tree.value
            case Path():
                found = entry(self.contexts, tree.parts[0])
                for part in tree.parts[1:]:
                    found = _at(found, part)
                return found
            case Index():
                key = self.value(tree.key)
                return _at(self.value(tree.of), key)
            case Filter():
                return _all(self.value(tree.of))
            case Not():
                return not is_true(self.value(tree.of))
            case Binary():
                return self.binary(tree)
            case Call():
                return self.call(tree)
        raise EvaluationError(f"{tree!r} has a value only once link has written it")

    def binary(self, tree: Binary[Any]) -> Any:
        left = self.value(tree.left)
        if tree.operator in ("&&", "||"):
            return self.value(tree.right) if is_true(left) == (tree.operator == "&&") else left
        right = self.value(tree.right)
        match tree.operator:
            case "==":
                return equal(left, right)
            case "!=":
                return not equal(left, right)
            case "<":
                return less(left, right)
            case ">":
                return less(right, left)
            case "<=":
                return less(left, right) or equal(left, right)
        return less(right, left) or equal(left, right)

    def call(self, tree: Call[Any]) -> Any:
        name = tree.function.lower()
        if name == "case":
            return self.case(tree)
        function = self.functions.get(name) or _FUNCTIONS.get(name)
        if function is None:
            raise EvaluationError(f"{tree.function}() is known only when a job runs")
        return function(*[self.value(argument) for argument in tree.arguments])

    def case(self, tree: Call[Any]) -> Any:
        *branches, default = tree.arguments
        for condition, value in zip(branches[::2], branches[1::2], strict=True):
            met = self.value(condition)
            if not isinstance(met, bool):
                raise EvaluationError("case predicate must evaluate to a boolean value")
            if met:
                return self.value(value)
        return self.value(default)


def _at(value: Any, key: Any) -> Any:
    """A part of the value; null where there is none."""
    if isinstance(value, Filtered):
        return Filtered([_at(item, key) for item in value if _has(item, key)])
    return _part(value, key) if _has(value, key) else None


def _has(value: Any, key: Any) -> bool:
    if isinstance(value, dict):
        return not isinstance(key, (list, dict)) and has_entry(value, text_of(key))
    return isinstance(value, list) and 0 <= number_of(key) < len(value)


def _part(value: Any, key: Any) -> Any:
    return entry(value, text_of(key)) if isinstance(value, dict) else value[int(number_of(key))]


def _all(value: Any) -> Filtered:
    """`.*`: the elements of a list, the values of an object; of what `.*` gave already, those of each element."""
    if isinstance(value, Filtered):
        return Filtered([one for item in value for one in _elements(item)])
    return Filtered(_elements(value))


def _elements(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list) else []


def _contains(search: Any, item: Any) -> bool:
    if isinstance(search, list):
        return any([equal(one, item) for one in search])
    if isinstance(search, dict) or isinstance(item, (list, dict)):
        return False
    return folded(text_of(item)) in folded(text_of(search))


def _starts(value: Any, prefix: Any) -> bool:
    return _edge(value, prefix, str.startswith)


def _ends(value: Any, suffix: Any) -> bool:
    return _edge(value, suffix, str.endswith)


def _edge(value: Any, part: Any, test: Callable[[str, str], bool]) -> bool:
    if isinstance(value, (list, dict)) or isinstance(part, (list, dict)):
        return False
    return test(folded(text_of(value)), folded(text_of(part)))


def _join(items: Any, separator: Any = ",") -> str:
    if isinstance(items, list):
        between = "," if isinstance(separator, (list, dict)) else text_of(separator)
        return between.join([text_of(item) for item in items])
    return "" if isinstance(items, dict) else text_of(items)


def _format(pattern: Any, *values: Any) -> str:
    text, out, at = text_of(pattern), [], 0
    invalid = EvaluationError(f"The following format string is invalid: {text}")
    while at < len(text):
        if text[at : at + 2] in ("{{", "}}"):
            out.append(text[at])
            at += 2
        elif text[at] == "{":
            end = text.find("}", at)
            index = text[at + 1 : end]
            if end < 0 or not (index.isascii() and index.isdigit()):
                raise invalid
            if int(index) >= len(values):
                raise EvaluationError(f"The following format string references more arguments than were supplied: {text}")
            out.append(text_of(values[int(index)]))
            at = end + 1
        elif text[at] == "}":
            raise invalid
        else:
            out.append(text[at])
            at += 1
    return "".join(out)


def _to_json(value: Any) -> str:
    return _json(value, "")


def _json(value: Any, pad: str) -> str:
    import json

    inner = pad + "  "
    match kind_of_value(value):
        case "Array":
            return "[\n" + ",\n".join([inner + _json(one, inner) for one in value]) + f"\n{pad}]" if value else "[]"
        case "Object":
            entries = [f"{inner}{json.dumps(name, ensure_ascii=False)}: {_json(one, inner)}" for name, one in value.items()]
            return "{\n" + ",\n".join(entries) + f"\n{pad}}}" if value else "{}"
        case "String":
            return json.dumps(value, ensure_ascii=False)
        case "Null":
            return "null"
    return text_of(value)


def _from_json(value: Any) -> Any:
    import json

    text = text_of(value)
    try:
        return json.loads(text, object_pairs_hook=_first_wins)
    except (ValueError, RecursionError) as error:
        raise EvaluationError(f"Error parsing fromJson: {error}") from None


def _first_wins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


_FUNCTIONS: Functions = {
    "contains": _contains,
    "endswith": _ends,
    "format": _format,
    "fromjson": _from_json,
    "join": _join,
    "startswith": _starts,
    "tojson": _to_json,
}
