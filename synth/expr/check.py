"""What is wrong with an expression at the place where it stands, without running it."""

from __future__ import annotations

from synth.expr.availability import Availability
from synth.expr.condition import condition_faults
from synth.expr.fault import Fault
from synth.expr.infer import Inference
from synth.expr.placed import placed
from synth.expr.types import ANY, NULL, NUMBER, TEXT, TRUTH, List, Object

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from synth.expr.tree import Expr
    from synth.expr.types import Type

__all__ = ["Availability", "Fault", "condition_faults", "faults", "type_of"]

_NOTHING: Mapping[str, Type] = {}


def faults(text: str, place: Availability, scope: Mapping[str, Type] = _NOTHING, wants: Type | str = "text", whole: bool = True) -> tuple[Fault, ...]:
    """What is wrong with the text inside one `${{ }}`, or with a bare condition; offsets count within `text`.

    `scope` has the type of each context by its name in small letters; one that is missing there and available may be anything. `wants` is
    what the place takes: `text`, `number`, `truth`, `list`, `object`, several of them (`text|list`), `any`, or `condition`; or the type that the
    receiver declares. An expression that is not the `whole` value becomes text.
    """
    read = placed(text)
    if read.fault is not None:
        return (read.fault,)
    inference = Inference(scope, place, read)
    kind = inference.type(read.tree)
    if not whole or wants not in ("any", "condition"):
        _judge_whole(inference, read.tree, kind, wants if whole else "text")
    return tuple(inference.faults)


def type_of(tree: Expr[Any] | str | None, scope: Mapping[str, Type]) -> Type:
    """The type of the expression's value, ANY where it is unknown. `scope` as for `faults`."""
    if isinstance(tree, str):
        tree = placed(tree).tree
    return Inference(scope).type(tree) if tree is not None else ANY


def _judge_whole(inference: Inference, tree: Expr[Any] | None, kind: Type, wants: Type | str) -> None:
    if kind is ANY:
        return
    names = wants.split("|") if isinstance(wants, str) else [_name(wants)]
    if any([_TAKES[name](kind) for name in names]):
        return
    if names == ["text"]:
        message = f"This is {kind}, which has no useful text"
        inference.note("text-kind", tree, message, _PRINTABLE[str(kind)])
        return
    message = f"This is {kind}, and {' or '.join([_CALLED[name] for name in names])} is needed here"
    remedy = "fromJSON(...) reads numbers, truth values, lists and objects from text" if kind == TEXT else "give a value of that kind"
    inference.note("wanted-kind", tree, message, remedy)


def _name(wanted: Type) -> str:
    return next((name for name, called in _CALLED.items() if called == str(wanted)), "any")


_CALLED = {"text": "text", "number": "a number", "truth": "a truth value", "list": "a list", "object": "an object", "any": "anything"}
_TAKES: Mapping[str, Callable[[Type], bool]] = {
    "text": lambda kind: kind in (TEXT, NUMBER, TRUTH),
    "number": lambda kind: kind == NUMBER,
    "truth": lambda kind: kind == TRUTH,
    "list": lambda kind: isinstance(kind, List),
    "object": lambda kind: isinstance(kind, Object),
    "any": lambda kind: True,
}
_PRINTABLE = {
    str(NULL): "leave it out, or write ''",
    str(List(ANY)): "join(...) or toJSON(...) makes a text of it",
    str(Object({})): "name one of its properties, or write toJSON(...)",
}
