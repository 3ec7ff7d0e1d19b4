"""What GitHub's functions take and give.

https://docs.github.com/actions/reference/workflows-and-actions/expressions#functions
"""

from __future__ import annotations

from functools import lru_cache

from synth.expr.parse import FUNCTIONS
from synth.expr.pattern import placeholders
from synth.expr.tree import Constant
from synth.expr.types import ANY, NUMBER, TEXT, TRUTH, List, Object, joined_all, type_of_value
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any, TypeAlias

    from synth.expr.infer import Inference
    from synth.expr.tree import Call
    from synth.expr.types import Type

    Judge: TypeAlias = Callable[[Inference, Call[Any], list[Type]], None]

NAMES = "always cancelled case contains endsWith failure format fromJSON hashFiles join startsWith success toJSON".split()
_SPECIAL = frozenset({"always", "cancelled", "failure", "hashfiles", "success"})
_GIVES: Mapping[str, Type] = {
    "endswith": TRUTH,
    "contains": TRUTH,
    "startswith": TRUTH,
    "format": TEXT,
    "hashfiles": TEXT,
    "join": TEXT,
    "tojson": TEXT,
}


def call_type(inference: Inference, tree: Call[Any], given: list[Type]) -> Type:
    """The type of the call's value; `given` are the types of its arguments."""
    name = tree.function.lower()
    if name not in FUNCTIONS:
        message = f"There is no function '{tree.function}'{nearest(tree.function, NAMES)}"
        inference.note("unknown-function", tree, message, f"there are {', '.join(NAMES)}", "error")
        return ANY
    if name in _SPECIAL:
        _judge_place(inference, tree, name)
    judge = _JUDGES.get(name)
    if judge is not None:
        judge(inference, tree, given)
    if name == "case":
        return joined_all([*given[1::2], given[-1]])
    if name == "fromjson":
        return _from_json(inference, tree)
    return _GIVES.get(name, TRUTH)


def _judge_place(inference: Inference, tree: Call[Any], name: str) -> None:
    place = inference.place
    if place is None:
        return
    if name not in _lowered(place.functions):
        remedy = "only steps have files" if name == "hashfiles" else "only conditions ('if') may ask for it"
        inference.note("unavailable-function", tree, f"{tree.function}() is not available here", remedy, "error")
    elif name in ("failure", "success") and tree.arguments and not place.jobs_named:
        inference.note("argument-count", tree, f"{tree.function}() takes no arguments here", "only the condition of a job may name jobs", "error")


@lru_cache(maxsize=64)
def _lowered(names: frozenset[str]) -> frozenset[str]:
    return frozenset([name.lower() for name in names])


def _judge_contains(inference: Inference, tree: Call[Any], given: list[Type]) -> None:
    if isinstance(given[0], List) or (given[0] is ANY and given[1] is not ANY):
        return
    if isinstance(given[0], Object):
        _refuse(inference, tree, 0, given[0], "a list or a text", "write .* behind it to search the values of its properties")
        return
    _judge_texts(inference, tree, given)


def _judge_texts(inference: Inference, tree: Call[Any], given: list[Type]) -> None:
    for at, kind in enumerate(given):
        if kind not in _PRINTED:
            _refuse(inference, tree, at, kind, "text", _AS_TEXT.get(str(kind), "name one of its parts, or write toJSON(...)"))


def _judge_join(inference: Inference, tree: Call[Any], given: list[Type]) -> None:
    items = given[0]
    if isinstance(items, List):
        if isinstance(items.of, (List, Object)):
            _refuse(inference, tree, 0, items, "a list of texts", "its elements are no texts: take a part of each with '.*', or write toJSON(...)")
    elif items is not ANY:
        _refuse(inference, tree, 0, items, "a list", "write .* behind it" if isinstance(items, Object) else "leave join() out")
    for at, kind in enumerate(given[1:], 1):
        if kind not in _PRINTED:
            _refuse(inference, tree, at, kind, "text", "write the text between the elements: ', '")


def _judge_format(inference: Inference, tree: Call[Any], given: list[Type]) -> None:
    _judge_texts(inference, tree, given[:1])
    for at, kind in enumerate(given[1:], 1):
        if isinstance(kind, (List, Object)):
            _refuse(inference, tree, at, kind, "text", "write toJSON(...), or name one of its parts")
    pattern = tree.arguments[0]
    if isinstance(pattern, Constant) and isinstance(pattern.value, str):
        _judge_pattern(inference, tree, pattern.value)


def _judge_pattern(inference: Inference, tree: Call[Any], pattern: str) -> None:
    wanted, given = placeholders(pattern), len(tree.arguments) - 1
    if wanted is None:
        remedy = "write {0}, {1}, ... for the arguments, {{ and }} for braces"
        inference.note("format-pattern", tree.arguments[0], f"The braces of the pattern {pattern!r} do not fit", remedy, "error")
    elif wanted and max(wanted) >= given:
        message = f"The pattern names {{{max(wanted)}}}, and {_arguments(given)} behind it"
        inference.note("format-arguments", tree.arguments[0], message, "the first argument is {0}", "error")
    else:
        for unused in sorted(set(range(given)) - wanted):
            message = f"The pattern has no {{{unused}}}, so this argument is not used"
            inference.note("unused-argument", tree.arguments[unused + 1], message, "name it in the pattern or leave it out")


def _arguments(count: int) -> str:
    return "there is no argument" if count == 0 else "there is 1 argument" if count == 1 else f"there are {count} arguments"


def _judge_case(inference: Inference, tree: Call[Any], given: list[Type]) -> None:
    for at, kind in enumerate(given[:-1:2]):
        if kind not in (ANY, TRUTH):
            _refuse(inference, tree, 2 * at, kind, "a truth value as condition", "compare it: the run fails otherwise")


def _from_json(inference: Inference, tree: Call[Any]) -> Type:
    argument = tree.arguments[0]
    if not (isinstance(argument, Constant) and isinstance(argument.value, str)):
        return ANY
    from json import loads

    try:
        return type_of_value(loads(argument.value))
    except (ValueError, RecursionError) as error:
        inference.note("broken-json", argument, f"This is no JSON: {error}", "the run fails on it: texts and names have double quotes in JSON")
        return ANY


def _refuse(inference: Inference, tree: Call[Any], at: int, kind: Type, wanted: str, remedy: str) -> None:
    message = f"Argument {at + 1} of {tree.function}() is {kind}, and {wanted} is needed"
    inference.note("argument-kind", tree.arguments[at], message, remedy)


_PRINTED = (ANY, TEXT, NUMBER)  # what becomes text without surprise
_AS_TEXT = {"a truth value": "compare it, or write format('{0}', ...)", "null": "write ''", "a list": "write join(...), or take one element with [0]"}
_JUDGES: Mapping[str, Judge] = {
    "case": _judge_case,
    "contains": _judge_contains,
    "endswith": _judge_texts,
    "format": _judge_format,
    "fromjson": _judge_texts,
    "hashfiles": _judge_texts,
    "join": _judge_join,
    "startswith": _judge_texts,
}
