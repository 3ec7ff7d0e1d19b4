"""A YAML or JSON text -> a tree with places. Templates are YAML 1.1, as CloudFormation reads them."""

from __future__ import annotations

import json

import yaml

from synth.infra.reading.tree import Placed, wrong
from synth.model import Origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_DEEPEST = 100
_MOST = 200_000  # nodes; an alias counts each time
_TEXTS = "tag:yaml.org,2002:timestamp"  # 2012-10-17 is a version here, and no day


def marked(text: str, file: str, line: int = 1) -> Placed:
    """Raises DefinitionError with file and line where the text is neither YAML nor JSON. `line` is where the text begins in its file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(_readable(text))
    try:
        node = loader.get_single_node()
        if node is None:
            return Placed(None, Origin(file, line))
        return _Walk(loader, file, line).placed(node, 0)
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or str(error)
        raise wrong(Origin(file, line + (mark.line if mark else 0)), f"cannot be read as YAML or JSON: {said}") from None
    finally:
        loader.dispose()


def _readable(text: str) -> str:
    """JSON that YAML refuses, in another form: tabs, which JSON has only between values, and escaped slashes."""
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return text.replace("\\t", "\\u0009").replace("\t", " ").replace("\\/", "/")


class _Walk:
    def __init__(self, loader: Any, file: str, line: int) -> None:
        self.loader, self.file, self.line, self.nodes = loader, file, line, 0

    def placed(self, node: Any, depth: int) -> Placed:
        origin = Origin(self.file, self.line + node.start_mark.line, node.start_mark.column + 1)
        self.nodes += 1
        if depth > _DEEPEST or self.nodes > _MOST:
            raise wrong(origin, "is too deep or too large to be a template")
        tag = node.tag if node.tag.startswith("!") and node.tag != "!" else ""
        if isinstance(node, yaml.MappingNode):
            return Placed(self._mapping(node, depth, origin), origin, tag)
        if isinstance(node, yaml.SequenceNode):
            return Placed([self.placed(one, depth + 1) for one in node.value], origin, tag)
        if tag or node.tag == _TEXTS:
            return Placed(node.value, origin, tag)
        return Placed(self.loader.construct_object(node), origin)

    def _mapping(self, node: Any, depth: int, origin: Origin) -> dict[str, Placed]:
        made: dict[str, Placed] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name in made:
                raise wrong(Origin(self.file, self.line + key.start_mark.line), f"has the key '{name}' twice")
            made[name] = self.placed(value, depth + 1)
        return made
