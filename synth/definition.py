"""`.github/ghsynth.yml`: the same pipeline values as in Python, written as data. pydantic checks it against the same dataclasses.

name: Orders API
stages:
  - lint: {stack: {npm: {}}}
  - build: {image: {repository: orders-api}}
  - trivy-scan
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from typing import Annotated, Any, NotRequired, Union

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Discriminator, Tag, TypeAdapter, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from typing_extensions import TypedDict

from synth.expr.tree import raw
from synth.model import Origin
from synth.nearest import nearest
from synth.pipeline import Environment, Health, Image, Pipeline, Registry, Service
from synth.problems import DefinitionError, Problem
from synth.stacks import STACKS
from synth.stages import BACKINGS, STAGES

_PARTS = (Environment, Health, Image, Registry, Service)
_DOCUMENT = ("name", "main", "file", "stages")


def workflows_of(text: str, source: str) -> list[Pipeline]:
    """The pipeline that the text describes. Raises DefinitionError with every mistake, each at its line."""
    tree = _parsed(text, source)
    try:
        document = _adapter().validate_python(_plain(tree))
    except ValidationError as error:
        raise DefinitionError([Problem(Origin(source, _line(tree, e["loc"])), _said(e)) for e in error.errors()]) from None
    pipeline = Pipeline(document.pop("name"), **document)
    for part, place in ((pipeline, ()), *[(stage, ("stages", i)) for i, stage in enumerate(pipeline.stages)]):
        object.__setattr__(part, "origin", Origin(source, _line(tree, place)))  # frozen, but only this place knows the line
    return [pipeline]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `.github/ghsynth.yml`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema(), "title": "ghsynth.yml"}


def _adapter() -> TypeAdapter[dict[str, Any]]:
    """The shape of the document."""
    names: dict[str, Any] = {
        "Any": Any,
        "Backing": _choice(BACKINGS),
        "Mapping": Mapping,
        "Sequence": Sequence,
        "Stack": _choice(STACKS),
        "Text": Annotated[str, AfterValidator(lambda value: raw(value) if "${{" in value else value)],
    }
    classes: list[Any] = [*_PARTS, *_classes(STACKS), *_classes(BACKINGS), *_classes(STAGES)]
    for part in classes:
        part.__pydantic_config__ = ConfigDict(extra="forbid", alias_generator=_hyphens)
    stage = _choice(STAGES)
    entries = {"name": str, "main": NotRequired[str], "file": NotRequired[str], "stages": list[stage]}  # type: ignore[valid-type]
    adapter = TypeAdapter(_mapping("document", entries))
    adapter.rebuild(force=True, _types_namespace=names)  # what the dataclasses' annotations name, and import for type checkers only
    return adapter


def _choice(home: Mapping[str, str]) -> Any:
    """One of the classes, written as a mapping with its name as the only key, or as the name alone when it needs no settings."""
    entries = []
    for cls in _classes(home):
        entry = _mapping(f"{cls.__name__} entry", {_kebab(cls.__name__): cls})
        entries.append(Annotated[entry, Tag(_kebab(cls.__name__))])
    named = [Discriminator(_key)] if len(entries) > 1 else []
    return Annotated[(Union[tuple(entries)], *named, BeforeValidator(_spelled), AfterValidator(lambda entry: next(iter(entry.values()))))]  # noqa: UP007


def _mapping(name: str, entries: dict[str, Any]) -> Any:
    """A mapping with these keys and no others."""
    made = TypedDict(name, entries)  # type: ignore[misc]  # made from tables, so type checkers cannot know it
    made.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return made


def _classes(home: Mapping[str, str]) -> list[Any]:
    return [getattr(import_module(module), name) for name, module in home.items()]


def _key(entry: Any) -> str | None:
    return next(iter(entry)) if isinstance(entry, dict) and len(entry) == 1 else None


def _spelled(entry: Any) -> Any:
    if isinstance(entry, str):
        return {entry: {}}
    if isinstance(entry, dict):
        return {name: {} if settings is None else settings for name, settings in entry.items()}
    return entry


def _kebab(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _hyphens(name: str) -> str:
    return name.replace("_", "-")


def _parsed(text: str, source: str) -> Any:
    try:
        return YAML(typ="rt", pure=True).load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DefinitionError(
            [Problem(Origin(source, mark.line + 1 if mark else 1), f"YAML cannot read this: {error.problem or error.context}")]
        ) from None
    except YAMLError as error:
        raise DefinitionError([Problem(Origin(source, 1), f"YAML cannot read this: {str(error).splitlines()[0]}")]) from None


def _plain(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(item) for item in tree]
    return str(tree) if isinstance(tree, str) else tree


def _line(tree: Any, location: tuple[Any, ...]) -> int:
    """The line of the last part of the location that is in the file; what pydantic adds of its own is not."""
    line, node = 1, tree
    for part in location:
        if isinstance(node, CommentedMap) and part in node:
            line, node = node.lc.key(part)[0] + 1, node[part]
        elif isinstance(node, CommentedSeq) and isinstance(part, int) and part < len(node):
            line, node = node.lc.item(part)[0] + 1, node[part]
    return line


def _said(error: Any) -> str:
    location = error["loc"]
    last = location[-1] if location else ""
    match error["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            return f"unknown field '{last}'{nearest(str(last), _fields(location))}"
        case "missing" | "missing_argument":
            return f"field '{last}' is missing"
        case "union_tag_invalid":
            tag = error["ctx"]["tag"]
            return f"there is no '{tag}'{nearest(tag, _quoted(error['ctx']['expected_tags']))}"
        case "union_tag_not_found":
            return f"expected a name, or a mapping with a name as its only key, not {error['input']!r}"
        case "string_type":
            return f"field '{last}' is a text: write it in quotes, '{error['input']}'"
    return f"field '{last}': {error['msg']}, not {error['input']!r}" if last else f"{error['msg']}, not {error['input']!r}"


def _quoted(text: str) -> list[str]:
    return re.findall(r"'([^']+)'", text)


def _fields(location: tuple[Any, ...]) -> list[str]:
    """The fields of the innermost class that the location names, under the names that the file uses."""
    classes = {_kebab(cls.__name__): cls for cls in (*_PARTS, *_classes(STACKS), *_classes(BACKINGS), *_classes(STAGES))}
    for part in reversed(location[:-1]):
        if part in classes:
            return [_hyphens(f.name) for f in fields(classes[part]) if f.init]
    return list(_DOCUMENT)
