"""Values of JSON as expressions of Terraform, and its blocks, as `terraform fmt` writes them.

HCL and not `.tf.json`: a person reviews these files, and only HCL has comments where the reasons belong.
"""

from __future__ import annotations

import json
import re

from synth.infra.as_yaml import Noted
from synth.record import positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_NAME = re.compile(r"[A-Za-z_][\w-]*")


@positional
class Raw:
    """An expression as it is."""

    text: str


@positional
class Block:
    """`kind "label" { ... }`; `body` are attributes by name and blocks in their order."""

    head: str
    body: Sequence[tuple[str, Any] | Block]
    comment: str = ""


def as_hcl(blocks: Sequence[Block]) -> str:
    return "\n\n".join(["\n".join(_block(one, 0)) for one in blocks]) + "\n"


def encoded(value: Any, indent: int = 1) -> Raw:
    """The value by `jsonencode`, with its comments."""
    return Raw(f"jsonencode({_value(value, indent)})")


def _block(block: Block, indent: int) -> list[str]:
    space = "  " * indent
    lines = [f"{space}# {' '.join(block.comment.split())}"] if block.comment else []
    lines.append(f"{space}{block.head} {{")
    attributes: list[tuple[str, str]] = []
    inside: list[str] = []
    for number, entry in enumerate(block.body):
        if isinstance(entry, Block):
            inside += [*_aligned(attributes, indent + 1), *([""] if number else []), *_block(entry, indent + 1)]
            attributes = []
        else:
            attributes.append((entry[0], _value(entry[1], indent + 1)))
    return [*lines, *inside, *_aligned(attributes, indent + 1), f"{space}}}"]


def _aligned(attributes: Sequence[tuple[str, str]], indent: int) -> list[str]:
    """`=` stands in one column through lines that follow each other; a value of several lines ends that."""
    lines: list[str] = []
    at = 0
    while at < len(attributes):
        upto = at
        while upto < len(attributes) and "\n" not in attributes[upto][1] and not attributes[upto][0].startswith("#"):
            upto += 1
        group = attributes[at:upto] or [attributes[at]]
        width = max([len(name) for name, _ in group])
        for name, value in group:
            lines.append("  " * indent + (name if name.startswith("#") else f"{name.ljust(width)} = {value}"))
        at += len(group)
    return lines


def _value(value: Any, indent: int) -> str:
    if isinstance(value, Raw):
        return value.text
    space = "  " * indent
    if isinstance(value, dict) and value:
        entries = [(name if _NAME.fullmatch(name) else _text(name), _value(one, indent + 1)) for name, one in value.items()]
        return "{\n" + "\n".join(_aligned(entries, indent + 1)) + f"\n{space}}}"
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], (str, Raw)):
        return f"[{_value(value[0], indent)}]"
    if isinstance(value, list) and value:
        lines = []
        for one in value:
            if isinstance(one, Noted):
                lines.append(f"{space}  # {' '.join(one.comment.split())}")
                one = one.value
            lines.append(f"{space}  {_value(one, indent + 1)},")
        return "[\n" + "\n".join(lines) + f"\n{space}]"
    return _text(value) if isinstance(value, str) else json.dumps(value)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("${", "$${").replace("%{", "%%{")
