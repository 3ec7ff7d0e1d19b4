"""The types of `a.b`, `a[b]` and `a.*`."""

from __future__ import annotations

from synth.expr.tree import Constant
from synth.expr.types import ANY, NUMBER, TEXT, List, Object, parts
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.expr.infer import Inference
    from synth.expr.tree import Filter, Index
    from synth.expr.types import Type


def part(inference: Inference, tree: Index[Any], of: Type, key: Type) -> Type:
    """The type of one part of a value of the type `of`."""
    if of is ANY:
        return ANY
    name = tree.key.value if isinstance(tree.key, Constant) and isinstance(tree.key.value, str) else None
    if isinstance(of, Object):
        return _of_object(inference, tree, of, key, name)
    if isinstance(of, List):
        return _of_list(inference, tree, of, key, name)
    what = f"property '{name}'" if name is not None else "parts"
    inference.note(
        "no-properties", tree, f"{str(of).capitalize()} has no {what}", "fromJSON(...) reads an object from text" if of == TEXT else _LEAVE_OUT
    )
    return ANY


def filtered(inference: Inference, tree: Filter[Any], of: Type) -> Type:
    """The type of all parts of a value of the type `of`."""
    if isinstance(of, (List, Object)):
        inner = parts(of)
        return List(parts(inner) if isinstance(of, List) and of.filtered else inner, filtered=True)
    if of is not ANY:
        inference.note("no-properties", tree, f"'.*' takes the parts of a list or object, and this is {of}", _LEAVE_OUT)
    return List(ANY, filtered=True)


_LEAVE_OUT = "leave the part out, or read from another value"


def _of_object(inference: Inference, tree: Index[Any], of: Object, key: Type, name: str | None) -> Type:
    if name is not None:
        return _property(inference, tree, of, name)
    if key not in (ANY, TEXT):
        inference.note("index-kind", tree.key, f"The properties of an object have names, and this is {key}", "give the name as text: ['name']")
        return ANY
    return ANY if of.properties else of.others or ANY


def _property(inference: Inference, tree: Index[Any], of: Object, name: str) -> Type:
    found = of.property(name)
    if found is not None:
        return found
    near = nearest(name, of.properties)
    inference.note(
        "unknown-property",
        tree,
        f"{inference.said(tree.of)} has no property '{name}'{near}",
        "the value is always empty: correct the name or leave it out",
    )
    return ANY


def _of_list(inference: Inference, tree: Index[Any], of: List, key: Type, name: str | None) -> Type:
    if of.filtered and name is not None:
        return List(_of_each(inference, tree, of.of, name), filtered=True)
    if key not in (ANY, NUMBER):
        what = f"no property '{name}'" if name is not None else f"numbered elements, and this is {key}"
        inference.note("index-kind", tree.key, f"A list has {what}", "write [0] for the first element, or '.*' for all of them")
        return ANY
    return ANY if of.filtered else of.of


def _of_each(inference: Inference, tree: Index[Any], element: Type, name: str) -> Type:
    if isinstance(element, Object):
        return _property(inference, tree, element, name)
    if element is not ANY and not isinstance(element, List):
        inference.note("no-properties", tree, f"'.*' finds {element} here, which has no property '{name}'", _LEAVE_OUT)
    return ANY
