"""Model -> the text of a workflow or action file. Deterministic: the order of keys is that of the model's fields, nothing is ever wrapped."""

from __future__ import annotations

from synth.model import Matrix, Permission, Step, Strategy, Trigger, Uses
from synth.model.keys import key_of
from synth.record import Record, fields
from synth.yaml.scalar import block, remark, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from synth.model import Workflow
    from synth.model.action import ActionFile


def emit(workflow: Workflow, header: str = "") -> str:
    """The workflow's file. `header` is the text of the comment on top, which may have several lines."""
    lines = [f"# {line}\n" for line in header.splitlines()]
    for key, value in _entries(workflow):
        if key == "on":  # GitHub, like YAML 1.2, reads the bare word as the key that it is
            lines.append("on:\n")
            _mapping(value, "  ", "  ", lines)
        elif key == "jobs":
            lines.append("jobs:\n")
            for name, job in value.items():
                _entry(f"  {scalar(name)}:", job, "    ", lines)
                lines.append("\n")
        else:
            _entry(f"{key}:", value, "  ", lines)
        if key in _ENDS_SECTION:
            lines.append("\n")
    while lines[-1] == "\n":
        lines.pop()
    return "".join(lines)


def emit_action(action: ActionFile, header: str = "") -> str:
    """The action's `action.yml`."""
    return "".join([f"# {line}\n" for line in header.splitlines()]) + dump(dict(_entries(action)))


def dump(tree: Mapping[str, Any]) -> str:
    """Data, a mapping of texts, numbers, truth values, None, lists and mappings, as YAML that every reader reads back as it was."""
    lines: list[str] = []
    if not tree:
        return "{}\n"
    _mapping(tree, "", "", lines)
    return "".join(lines)


_ENDS_SECTION = frozenset({"on", "env", "defaults", "concurrency"})
_keys: dict[type, tuple[tuple[str, str], ...]] = {}


def _entries(value: Any) -> list[tuple[str, Any]]:
    """The fields of a part of the model that are there, under GitHub's names."""
    cls = type(value)
    keys = _keys.get(cls)
    if keys is None:
        keys = _keys[cls] = tuple([(name, key_of(name)) for name in fields(cls) if name not in ("origin", "extra")])
    given = value.__dict__  # holds what was given; a field that is absent has its default, which is None or a key that a file need not have
    found = [(key, part) for name, key in keys if (part := given.get(name)) is not None]
    extra = given.get("extra")
    return [*found, *extra.items()] if extra else found


def _mapping(tree: Mapping[str, Any], lead: str, pad: str, lines: list[str]) -> None:
    """The entries of a mapping. `lead` stands before the first key: the indent, or `- ` of a list."""
    deeper = pad + "  "
    for key, value in tree.items():
        _entry(f"{lead}{scalar(key)}:", value, deeper, lines)
        lead = pad


def _record(part: Record, lead: str, pad: str, lines: list[str]) -> None:
    """The entries of a part of the model that are there."""
    deeper = pad + "  "
    for key, value in _entries(part):
        if type(value) is str and "\n" not in value:
            lines.append(f"{lead}{key}: {scalar(value)}\n")
        else:
            _entry(f"{lead}{key}:", value, deeper, lines)
        lead = pad


def _entry(head: str, value: Any, pad: str, lines: list[str]) -> None:
    """A key, whose text ends with the colon, and its value; `pad` is the indent of what stands below it."""
    cls = type(value)
    if cls is str:
        lines.append(f"{head} {_text(value, pad)}\n")
    elif cls is dict:
        if value:
            lines.append(head + "\n")
            _mapping(value, pad, pad, lines)
        else:
            lines.append(head + " {}\n")
    elif cls is tuple or cls is list:
        if value:
            lines.append(head + "\n")
            _sequence(value, pad, lines)
        else:
            lines.append(head + " []\n")
    elif value is None:
        lines.append(head + "\n")
    elif cls is Uses:
        lines.append(f"{head} {_commented(value.reference, value.version)}\n")
    elif cls is Permission:
        lines.append(f"{head} {_commented(value.level, value.reason)}\n")
    elif cls is Matrix:
        _entry(head, _matrix(value), pad, lines)
    elif cls is Trigger and value.schedules is not None:
        _entry(head, value.schedules, pad, lines)
    elif cls is Trigger or cls is Strategy:
        lines.append(f"{head}\n{_shared(value, pad, pad)}")
    elif isinstance(value, Record):
        lines.append(head + "\n" if _entries(value) else head + " {}\n")
        _record(value, pad, pad, lines)
    elif (plain := _ordinary(value)) is not value:
        _entry(head, plain, pad, lines)
    else:
        lines.append(f"{head} {scalar(value)}\n")


def _sequence(items: Iterable[Any], pad: str, lines: list[str]) -> None:
    for item in items:
        cls = type(item)
        if cls is str:
            lines.append(f"{pad}- {_text(item, pad + '  ')}\n")
        elif cls is dict and item:
            _mapping(item, pad + "- ", pad + "  ", lines)
        elif cls is Step and _entries(item):
            lines.append(_shared(item, pad + "- ", pad + "  "))
        elif isinstance(item, Record) and _entries(item):
            _record(item, pad + "- ", pad + "  ", lines)
        elif isinstance(item, Record):
            lines.append(f"{pad}- {{}}\n")
        elif (cls is list or cls is tuple) and item:
            lines.append(pad + "-\n")
            _sequence(item, pad + "  ", lines)
        elif (plain := _ordinary(item)) is not item:
            _sequence([plain], pad, lines)
        else:
            lines.append(f"{pad}- {'{}' if cls is dict else '[]' if cls in (list, tuple) else scalar(item)}\n")


def _ordinary(value: Any) -> Any:
    """A mapping or list of another type, such as a defaultdict, as dict or list; anything else itself."""
    cls = type(value)
    if cls is bool or cls is int or cls is dict or cls is list or cls is tuple:
        return value
    if hasattr(value, "items"):
        return dict(value.items())
    return list(value) if isinstance(value, (list, tuple)) else value


_kept: dict[int, tuple[Record, str, str]] = {}


def _shared(part: Record, lead: str, pad: str) -> str:
    """The lines of a step, trigger or strategy; workflows share them, and a shared one is written once."""
    kept = _kept.get(id(part))
    if kept is not None and kept[0] is part and kept[1] == lead:
        return kept[2]
    lines: list[str] = []
    _record(part, lead, pad, lines)
    text = "".join(lines)
    if len(_kept) > 256:
        _kept.clear()
    _kept[id(part)] = (part, lead, text)
    return text


def _matrix(matrix: Matrix) -> dict[str, Any]:
    """The axes and the two reserved keys, which share one mapping."""
    cells = {"include": matrix.include, "exclude": matrix.exclude}
    return {**matrix.axes, **{key: value for key, value in cells.items() if value is not None}}


def _text(value: str, indent: str) -> str:
    if "\n" in value and (written := block(value, indent)) is not None:
        return written
    return scalar(value)


def _commented(value: str, comment: str) -> str:
    return f"{scalar(value)} # {remark(comment)}" if comment else scalar(value)
