"""Where the templates are, and what each says of itself."""

from __future__ import annotations

import json
import os
from os.path import dirname, isdir, isfile, join

from synth.nearest import nearest
from synth.problems import DefinitionError, Problem
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_HERE = dirname(__file__)
_SOURCES = (join(dirname(dirname(_HERE)), "workflows-templates"), join(_HERE, "shipped"))  # a checkout of ghsynth, an installed wheel
DEFAULT = "minimal"


@record
class Template(Record):
    """A template. `text` is its definition, `properties` what GitHub shows of it, `icon` an SVG."""

    id: str
    text: str
    properties: Mapping[str, Any]
    icon: str

    @property
    def name(self) -> str:
        return str(self.properties["name"])

    @property
    def description(self) -> str:
        return str(self.properties["description"])


def folder() -> str:
    """The folder with a folder for each template."""
    return next((source for source in _SOURCES if isdir(source)), _SOURCES[0])


def templates() -> tuple[Template, ...]:
    """All of them: the simplest first, the others by name."""
    found = [name for name in os.listdir(folder()) if isfile(join(folder(), name, "pipeline.py"))]
    return tuple([_read(name) for name in sorted(found, key=lambda name: (name != DEFAULT, name))])


def template(id: str) -> Template:
    """The one called so. Raises DefinitionError when there is none."""
    known = {one.id: one for one in templates()}
    if id not in known:
        said = f"there is no template '{id}'{nearest(id, known)}: there are {', '.join(known)}"
        raise DefinitionError([Problem("--template", said)])
    return known[id]


def _read(id: str) -> Template:
    text, properties, icon = [_text(join(folder(), id, name)) for name in ("pipeline.py", "properties.json", "icon.svg")]
    return Template(id=id, text=text, properties=json.loads(properties), icon=icon)


def _text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()
