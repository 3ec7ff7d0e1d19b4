"""Model -> the text of a workflow or action file. Deterministic: the order of keys is that of the model's fields, nothing is ever wrapped."""

from __future__ import annotations

from synth import model
from synth.record import Record, fields
from synth.yaml.scalar import block, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from synth.model.action import ActionFile


class Commented:
    """A scalar with a comment at the end of its line."""

    __slots__ = ("comment", "value")

    def __init__(self, value: str, comment: str) -> None:
        self.value = value
        self.comment = comment


def emit(workflow: model.Workflow, header: str = "") -> str:
    """The workflow's file. `header` is the text of the comment on top, which may have several lines."""
    tree = _tree(workflow)
    on = tree["on"]
    out = [f"# {line}\n" for line in header.splitlines()]
    lines: list[str] = []
    for key, value in tree.items():
        if key == "on":  # GitHub, like YAML 1.2, reads the bare word as the key that it is
            lines.append("on:\n")
            _mapping(on, "  ", "  ", lines)
        elif key == "jobs":
            lines.append("jobs:\n")
            for i, (name, job) in enumerate(value.items()):
                if i:
                    lines.append("\n")
                _mapping({name: job}, "  ", "  ", lines)
        else:
            _mapping({key: value}, "", "", lines)
        if key not in ("name", "permissions"):
            lines.append("\n")
    while lines and lines[-1] == "\n":
        lines.pop()
    return "".join(out + lines)


def emit_action(action: ActionFile, header: str = "") -> str:
    """The composite action's `action.yml`."""
    tree: dict[str, Any] = {"name": action.name, "description": action.description}
    if action.inputs:
        tree["inputs"] = {name: _tree(i) for name, i in action.inputs.items()}
    if action.outputs:
        tree["outputs"] = {name: _tree(o) for name, o in action.outputs.items()}
    tree["runs"] = {"using": "composite", "steps": [_tree(step) for step in action.steps]}
    return "".join(f"# {line}\n" for line in header.splitlines()) + dump(tree)


def dump(tree: Mapping[str, Any]) -> str:
    """Plain data, a mapping of texts, numbers, truth values, None, lists and mappings, as YAML that every reader reads back as it was."""
    lines: list[str] = []
    if not tree:
        return "{}\n"
    _mapping(tree, "", "", lines)
    return "".join(lines)


# The model's parts as plain mappings

_keys: dict[type, tuple[tuple[str, str], ...]] = {}


def _tree(value: Any) -> dict[str, Any]:
    """A part of the model under GitHub's names, without what is absent."""
    cls = type(value)
    keys = _keys.get(cls)
    if keys is None:
        keys = _keys[cls] = tuple([(name, name.rstrip("_").replace("_", "-")) for name in fields(cls) if name not in ("origin", "extra")])
    out: dict[str, Any] = {}
    for name, key in keys:
        part = getattr(value, name)
        if part is not None:
            out[key] = part if type(part) is str else _part(part)
    extra = getattr(value, "extra", None)
    if extra:
        out.update(extra)
    return out


def _part(part: Any) -> Any:
    cls = type(part)
    if cls is dict:
        return {key: _part(value) if type(value) is not str else value for key, value in part.items()}
    if cls is tuple or cls is list:
        return [_part(item) if type(item) is not str else item for item in part]
    if not isinstance(part, Record):
        return part
    match part:
        case model.Uses():
            return Commented(part.reference, part.version) if part.version else part.reference
        case model.Permission():
            return Commented(part.level, part.reason) if part.reason else part.level
        case model.Trigger():
            if part.schedules is not None:
                return [_tree(s) for s in part.schedules]
            return _tree(part) or None
        case model.Matrix():
            axes: dict[str, Any] = {name: _part(values) for name, values in part.axes.items()}
            for key in ("include", "exclude"):
                if (cells := getattr(part, key)) is not None:
                    axes[key] = _part(cells)
            return axes
    return _tree(part)


# Plain mappings as lines


def _mapping(tree: Mapping[str, Any], first: str, pad: str, lines: list[str]) -> None:
    """The entries of a mapping that is not empty. `first` stands before the first key: the indent, or `- ` of a list."""
    lead = first
    deeper = pad + "  "
    for key, value in tree.items():
        head = f"{lead}{scalar(key)}:"
        lead = pad
        cls = type(value)
        if cls is str:
            lines.append(f"{head} {_text(value, deeper)}\n")
        elif cls is dict:
            if value:
                lines.append(head + "\n")
                _mapping(value, deeper, deeper, lines)
            else:
                lines.append(head + " {}\n")
        elif cls is list or cls is tuple:
            if value:
                lines.append(head + "\n")
                _sequence(value, deeper, lines)
            else:
                lines.append(head + " []\n")
        elif value is None:
            lines.append(head + "\n")
        elif cls is Commented:
            lines.append(f"{head} {scalar(value.value)} # {_comment(value.comment)}\n")
        else:
            lines.append(f"{head} {scalar(value)}\n")


def _sequence(items: Iterable[Any], pad: str, lines: list[str]) -> None:
    for item in items:
        cls = type(item)
        if cls is dict and item:
            _mapping(item, pad + "- ", pad + "  ", lines)
        elif (cls is list or cls is tuple) and item:
            lines.append(pad + "-\n")
            _sequence(item, pad + "  ", lines)
        elif cls is str:
            lines.append(f"{pad}- {_text(item, pad + '  ')}\n")
        else:
            lines.append(f"{pad}- {'{}' if cls is dict else '[]' if cls in (list, tuple) else scalar(item)}\n")


def _text(value: str, indent: str) -> str:
    if "\n" in value and (written := block(value, indent)) is not None:
        return written
    return scalar(value)


def _comment(text: str) -> str:
    return " ".join(text.split())
