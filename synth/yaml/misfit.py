"""What is wrong with a value that does not fit its place, in words."""

from __future__ import annotations

from synth.nearest import nearest
from synth.yaml.tree import Mapping, Node, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Sequence as Many

    from synth.model.shape import Shape

_SHOWN = 12  # of the values that are allowed


def words(path: Iterable[str | int]) -> str:
    """The place in a file: `'jobs.build.steps[2].run'`."""
    written = ""
    for part in path:
        written += f"[{part}]" if isinstance(part, int) else f".{part}" if written else part
    return f"'{written}'" if written else "the file"


def misfit(node: Node, shape: Shape, path: Iterable[str | int]) -> tuple[str, Node, str, str]:
    """Rule, place, message and remedy for a node that the shape does not take."""
    place, expected = words(path), wanted(shape)
    if not isinstance(node, Scalar):
        kind = "a mapping" if isinstance(node, Mapping) else "a list"
        return "wrong-kind", node, f"{place} is {kind}, where {expected} is expected", ""
    if node.value is None or node.value == "":
        return "empty-value", node, f"{place} is empty", f"give it {expected}, or leave it out"
    if shape.values is not None and isinstance(node.value, str):
        remedy = f"use {_or(shape.values)}" if len(shape.values) <= _SHOWN else ""
        return "unexpected-value", node, f"{place} cannot be '{_short(node.text)}'{nearest(node.value, shape.values)}", remedy
    return "unexpected-value", node, f"{place} is '{_short(node.text)}', where {expected} is expected", ""


def missing_choice(kinds: Many[Shape], path: Iterable[str | int]) -> tuple[str, str]:
    """Message and remedy for a mapping whose keys do not tell its kind."""
    telling = list(dict.fromkeys([kind.needed[0] for kind in kinds]))
    return f"{words(path)} needs {_or(telling)}", "add the one that is meant"


def unknown_key(name: str, kind: Shape, shape: Shape, path: Iterable[str | int]) -> tuple[str, str]:
    """Message and remedy for a key that the mapping does not have."""
    known = tuple(kind.keys or ())
    other = next((v for v in shape.variants if v is not kind and v.keys and name in v.keys), None)
    if other is not None:
        return f"{words(path)} cannot have '{name}' beside {_or(kind.needed)}", f"'{name}' belongs with {_or(other.needed)}"
    keys = f"its keys are: {', '.join(known)}" if len(known) <= 2 * _SHOWN else ""
    return f"{words(path)} has no '{name}'{nearest(name, known)}", keys


def wanted(shape: Shape) -> str:
    """The kinds of value that the shape takes."""
    kinds = []
    if shape.values is not None:
        kinds.append(f"one of {', '.join(shape.values)}" if len(shape.values) <= _SHOWN else "one of the known names")
    elif shape.text and not shape.condition:
        kinds.append("a text")
    if shape.condition:
        kinds.append("a condition")
    else:
        kinds += ["true or false"] * shape.truth + ["a number"] * shape.number
    kinds += ["a list"] * (shape.items is not None) + ["a mapping"] * shape.mapping
    if not kinds:
        return "nothing"
    if shape.available is not None and not shape.text:
        kinds.append("an expression")
    return _either(kinds)


def _either(kinds: list[str]) -> str:
    return kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"


def _or(names: Iterable[str]) -> str:
    return _either([f"'{name}'" for name in names]) if names else "it"


def _short(text: str) -> str:
    line = text.split("\n")[0]
    return line if len(line) <= 60 and line == text else f"{line[:60]}..."
