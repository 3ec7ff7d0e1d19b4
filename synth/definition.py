"""`.github/ghsynth.yml`: the same pipeline values as in Python, written as data. pydantic checks it against the same classes.

name: Orders API
stages:
  - lint: {stack: {npm: {}}}
  - build: {image: {repository: orders-api}}
  - trivy-scan
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated, Any, Literal, NotRequired, Union, get_type_hints

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from typing_extensions import TypedDict

from synth.bot_workflows.values import Bot
from synth.configuration import SOURCES, Scale
from synth.expr.tree import raw
from synth.model import Origin
from synth.nearest import nearest
from synth.pipeline import Environment, Health, Image, LogScan, Pipeline, Registry, Service
from synth.problems import DefinitionError, Problem
from synth.protection import Protection, Rules
from synth.record import defaults, needed, settable
from synth.retention import Retention
from synth.rollout import STRATEGIES
from synth.stacks import STACKS
from synth.stages import BACKINGS, DESTINATIONS, STAGES
from synth.updates.values import Updates
from synth.windows import Window

_UNION: Any = Union  # of types that are known only when it runs
_LITERAL: Any = Literal
_PARTS = (Bot, Scale, Environment, Health, Image, LogScan, Protection, Registry, Retention, Rules, Service, Updates, Window)
_DOCUMENT = ("name", "main", "file", "paths", "stages", "updates", "bot", "protections", "rules")


def workflows_of(text: str, source: str) -> list[Any]:
    """The pipeline that the text describes, and how it is kept up to date. Raises DefinitionError with every mistake, each at its line."""
    tree = _parsed(text, source)
    try:
        document = _adapter().validate_python(_plain(tree))
    except ValidationError as error:
        raise DefinitionError([Problem(Origin(source, _line(tree, e["loc"])), _said(e)) for e in error.errors()]) from None
    beside = {name: value for name in ("updates", "bot", "rules") if (value := document.pop(name, None)) is not None}
    protections = document.pop("protections", [])
    pipeline = Pipeline(document.pop("name"), **document)
    for part, place in (
        (pipeline, ()),
        *[(value, (name,)) for name, value in beside.items()],
        *[(stage, ("stages", i)) for i, stage in enumerate(pipeline.stages)],
        *[(protection, ("protections", i)) for i, protection in enumerate(protections)],
    ):
        object.__setattr__(part, "origin", Origin(source, _line(tree, place)))  # frozen, but only this place knows the line
    return [pipeline, *beside.values(), *protections]


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `.github/ghsynth.yml`."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_adapter().json_schema(), "title": "ghsynth.yml"}


def _adapter() -> TypeAdapter[dict[str, Any]]:
    """The shape of the document."""
    names: dict[str, Any] = {
        "Any": Any,
        "Literal": Literal,
        "Mapping": Mapping,
        "Sequence": Sequence,
        "Text": Annotated[str, AfterValidator(lambda value: raw(value) if "${{" in value else value)],
    }
    names["SecretSource"] = _choice(SOURCES, names)
    for part in _PARTS:
        names[part.__name__] = _shape(part, names)
    names |= {"Stack": _choice(STACKS, names), "Backing": _choice(BACKINGS, names), "Strategy": _choice(STRATEGIES, names)}
    names["Destination"] = _choice(DESTINATIONS, names)
    names["Literal"] = Literal
    stage: Any = _choice(STAGES, names)
    optional = {"main": NotRequired[str], "file": NotRequired[str], "paths": NotRequired[list[str]], "updates": NotRequired[names["Updates"]]}
    optional["bot"] = NotRequired[names["Bot"]]
    protection: Any = names["Protection"]
    optional |= {"protections": NotRequired[list[protection]], "rules": NotRequired[names["Rules"]]}
    return TypeAdapter(_mapping("document", {"name": str, **optional, "stages": list[stage]}))


def _choice(home: Mapping[str, str], names: Mapping[str, Any]) -> Any:
    """One of the classes, written as a mapping with its name as the only key, or as the name alone when it needs no settings."""
    classes = {_kebab(cls.__name__): cls for cls in _classes(home)}
    entries = [Annotated[_mapping(f"{cls.__name__} entry", {name: _shape(cls, names)}), Tag(name)] for name, cls in classes.items()]
    alone = tuple([name for name, cls in classes.items() if not needed(cls)])

    def spelled(entry: Any) -> Any:
        if isinstance(entry, str):
            entry = {entry: {}}
        if not isinstance(entry, dict) or len(entry) != 1:
            raise PydanticCustomError("unreadable", "expected a name, or a mapping with a name as its only key")
        name, settings = next(iter(entry.items()))
        if name not in classes:
            raise PydanticCustomError("unknown", "{said}", {"said": f"there is no '{name}'{nearest(str(name), classes)}"})
        return {name: {} if settings is None else settings}

    union: Any = _UNION[tuple(entries)]  # of a computed number of types
    kept = [Discriminator(lambda entry: next(iter(entry)))] if len(entries) > 1 else []
    one: Any = _LITERAL[alone]  # of computed names
    written = _UNION[union, one, dict[one, None]] if alone else union
    return Annotated[
        (union, *kept, BeforeValidator(spelled, json_schema_input_type=written), AfterValidator(lambda entry: next(iter(entry.values()))))
    ]


def _shape(cls: Any, names: Mapping[str, Any]) -> Any:
    """A value as a mapping of its fields. `names` are what the annotations name and import for type checkers only."""
    hints = get_type_hints(cls, vars(import_module(cls.__module__)), dict(names), include_extras=True)
    entries = {_hyphens(name): hints[name] for name in needed(cls)}
    for name, default in defaults(cls).items():
        shown: dict[str, Any] = {"default": default} if isinstance(default, (str, int, bool)) else {}
        entries[_hyphens(name)] = NotRequired[Annotated[hints[name], Field(json_schema_extra=shown or None)]]
    made = _mapping(cls.__name__, entries)
    made.__doc__ = cls.__doc__.strip().splitlines()[0]
    return Annotated[made, AfterValidator(lambda given: cls(**{name.replace("-", "_"): value for name, value in given.items()}))]


def _mapping(name: str, entries: dict[str, Any]) -> Any:
    """A mapping with these keys and no others."""
    made = TypedDict(name, entries)  # type: ignore[misc]  # made from tables, so type checkers cannot know it
    made.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return made


def _classes(home: Mapping[str, str]) -> list[Any]:
    return [getattr(import_module(module), name) for name, module in home.items()]


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
        case "unknown" | "unreadable":
            return str(error["msg"]) + (f", not {error['input']!r}" if error["type"] == "unreadable" else "")
        case "string_type":
            return f"field '{last}' is a text: write it in quotes, '{error['input']}'"
    return f"field '{last}': {error['msg']}, not {error['input']!r}" if last else f"{error['msg']}, not {error['input']!r}"


def _fields(location: tuple[Any, ...]) -> list[str]:
    """The fields of the innermost class that the location names, under the names that the file uses."""
    homes = (STACKS, BACKINGS, STRATEGIES, DESTINATIONS, SOURCES, STAGES)
    classes = {_kebab(cls.__name__): cls for cls in (*_PARTS, *[cls for home in homes for cls in _classes(home)])}
    for part in reversed(location[:-1]):
        if part in classes:
            return [_hyphens(name) for name in settable(classes[part])]
    return list(_DOCUMENT)
