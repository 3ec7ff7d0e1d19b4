"""The inputs of the action changed-paths."""

from __future__ import annotations

import json
from typing import NamedTuple

from synth.runtime.paths.pattern import parsed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.inputs import Inputs
    from synth.runtime.paths.pattern import Pattern


class Part(NamedTuple):
    """A part of the repository: its name, what it is made of, and what later jobs are told of it, the name included."""

    name: str
    patterns: tuple[Pattern, ...]
    told: dict[str, Any]


class Options(NamedTuple):
    """What is asked, and the folder of the repository."""

    parts: tuple[Part, ...]
    folder: str


def read_options(inputs: Inputs) -> Options:
    """Raises InputError with everything that is wrong."""
    nothing: tuple[Part, ...] = ()
    parts = inputs.parsed("parts", _parts, nothing)
    if not parts and not inputs.problems:
        inputs.problem("parts", "is needed: a JSON list of objects with name and paths")
    folder = inputs.text("path", ".")
    inputs.done()
    return Options(parts, folder)


def _parts(text: str) -> tuple[Part, ...]:
    try:
        given = json.loads(text)
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(given, list) or not all([isinstance(one, dict) for one in given]):
        raise ValueError("is no list of objects")
    found: list[Part] = []
    for one in given:
        name, paths = one.get("name"), one.get("paths")
        if not isinstance(name, str) or not name:
            raise ValueError(f"part {len(found) + 1} has no name")
        if not isinstance(paths, list) or not paths or not all([isinstance(path, str) for path in paths]):
            raise ValueError(f"'{name}' has no paths: a list of patterns")
        if name in [part.name for part in found]:
            raise ValueError(f"'{name}' is there twice")
        try:
            patterns = parsed(paths)
        except ValueError as error:
            raise ValueError(f"'{name}': {error}") from None
        found.append(Part(name, patterns, {key: value for key, value in one.items() if key != "paths"}))
    return tuple(found)
