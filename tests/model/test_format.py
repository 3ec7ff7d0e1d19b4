"""The shapes and the model know every path of GitHub's formats, with its kinds, values, contexts and functions."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from synth.expr.contexts import Github, JobContext, Runner, Strategy
from synth.expr.parse import FUNCTIONS
from synth.model import format as formats
from synth.model.events import EVENTS, FILTERS
from synth.model.permissions import SCOPES
from synth.model.shape import Shape, field_names

SHARED = Path(os.environ.get("GHSYNTH_SHARED", Path(__file__).parents[3] / "shared"))
FACTS = SHARED / "data" / "github-model.json"
needs_facts = pytest.mark.skipif(not FACTS.is_file(), reason=f"{FACTS} is absent: the facts about GitHub's format that this compares with")


@cache
def facts() -> Any:
    return json.loads(FACTS.read_text(encoding="utf-8"))


def inner(shape: Shape, part: str) -> Iterator[Shape]:
    """The shapes one step down: `[]` is an entry, `*` any key, else a key."""
    for kind in (shape, *shape.variants):
        if part == "[]" and kind.items is not None:
            yield kind.items
        elif part == "*" and kind.others is not None:
            yield kind.others
        elif kind.keys is not None and part in kind.keys:
            yield kind.keys[part]
        elif kind.anything:
            yield kind


def at(root: Shape, path: str) -> list[Shape]:
    shapes = [root]
    for part in path.replace("[]", ".[]").split("."):
        shapes = [found for shape in shapes for found in inner(shape, part)]
    return shapes


def union(shapes: list[Shape]) -> list[Shape]:
    return [kind for shape in shapes for kind in (shape, *shape.variants)]


def paths(file: str) -> list[Any]:
    return [pytest.param(path, fact, id=f"{file}:{path}") for path, fact in facts()[file].items()] if FACTS.is_file() else []


def check(root: Shape, path: str, fact: dict[str, Any]) -> None:
    shapes = union(at(root, path))
    assert shapes, "no shape"
    kinds = set(fact["kinds"]) - {"any", "recursive"}
    if any(shape.anything for shape in shapes):
        return
    has = {
        "mapping": any(s.mapping for s in shapes),
        "sequence": any(s.items is not None for s in shapes),
        "string": any(s.text for s in shapes),
        "enum": any(s.values is not None for s in shapes),
        "non-empty": any(s.filled for s in shapes),
        "boolean": any(s.truth for s in shapes),
        "number": any(s.number for s in shapes),
        "null": any(s.null for s in shapes),
    }
    assert kinds <= {kind for kind, there in has.items() if there}
    if "enum" in kinds:
        assert set(fact["values"]) <= {value for shape in shapes for value in shape.values or ()}
    written = [s.available for s in shapes if s.available is not None]
    if path == "concurrency.queue" or path.endswith(".defaults.run") or not fact.get("contexts"):
        return
    assert written
    assert set(fact["contexts"]) == set().union(*[a.contexts for a in written])
    names = {function.split("(")[0] for function in fact.get("functions", ())}
    assert names == set().union(*[a.functions for a in written])


@needs_facts
@pytest.mark.parametrize(("path", "fact"), paths("workflow"))
def test_a_path_of_workflows_has_its_shape(path: str, fact: dict[str, Any]) -> None:
    check(formats.WORKFLOW, path, fact)


@needs_facts
@pytest.mark.parametrize(("path", "fact"), paths("action"))
def test_a_path_of_actions_has_its_shape(path: str, fact: dict[str, Any]) -> None:
    check(formats.ACTION, path, fact)


def models(shape: Shape, seen: set[int]) -> Iterator[tuple[Shape, Shape]]:
    """Every mapping that becomes a part of the model, with the shape of its keys."""
    if id(shape) in seen:
        return
    seen.add(id(shape))
    for kind in (shape, *shape.variants):
        if kind.keys is not None and (makes := kind.makes or shape.makes) is not None:
            yield Shape(makes=makes), kind
        for below in (*(kind.keys or {}).values(), kind.items, kind.others, *kind.variants):
            if below is not None:
                yield from models(below, seen)


@pytest.mark.parametrize("root", [formats.WORKFLOW, formats.ACTION], ids=["workflow", "action"])
def test_every_key_of_a_shape_is_a_field_of_its_part_of_the_model(root: Shape) -> None:
    missing = [
        f"{made.makes.__name__}.{key}"
        for made, kind in models(root, set())
        if made.makes is not None
        for key in kind.keys or ()
        if key not in field_names(made.makes)
    ]
    assert [] == missing


@needs_facts
def test_events_types_and_filters_are_githubs() -> None:
    assert {name: set(event["types"]) for name, event in facts()["events"].items()} == {name: set(types) for name, types in EVENTS.items()}
    filters = {name: set(event["keys"]) - {"types", "inputs", "outputs", "secrets"} for name, event in facts()["events"].items()}
    assert {name: keys for name, keys in filters.items() if keys} == {name: set(keys) for name, keys in FILTERS.items()}


@needs_facts
def test_scopes_and_their_levels_are_githubs() -> None:
    assert {name: set(levels) for name, levels in facts()["permissions"].items()} == {name: set(levels) for name, (levels, _) in SCOPES.items()}


@needs_facts
def test_functions_are_githubs() -> None:
    assert {name.lower() for name in facts()["functions"]} == set(FUNCTIONS)


@needs_facts
@pytest.mark.parametrize(
    ("context", "known"), [("github", Github), ("job", JobContext), ("runner", Runner), ("strategy", Strategy)], ids=lambda given: str(given)
)
def test_properties_of_contexts_are_githubs(context: str, known: type[Any]) -> None:
    nested = {"container", "services"}  # objects, which the names of containers lead into
    names = {name for name in facts()["contexts"][context] if "." not in name} - nested
    assert names == {name.replace("_", "-") if context == "strategy" else name for name in known.__annotations__ if not name.startswith("_")}


@needs_facts
@pytest.mark.parametrize(("place", "root"), [("workflow", formats.WORKFLOW), ("action", formats.ACTION)], ids=["workflow", "action"])
def test_kinds_of_mappings_have_githubs_keys_and_needs(place: str, root: Shape) -> None:
    for path, kinds in facts()["one_of"][place].items():
        shapes = [shape for found in at(root, path) for shape in found.variants]
        assert {(frozenset(kind["keys"]), tuple(kind["required"])) for kind in kinds} == {
            (frozenset(shape.keys or ()), shape.needed) for shape in shapes
        }
