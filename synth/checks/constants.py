"""The kind of a value as it stands in a file. What an expression gives is for `synth.expr.types` to say."""

from __future__ import annotations

import re

from synth.checks.places import dynamic

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal, TypeAlias

    Kind: TypeAlias = Literal["text", "truth", "number", "null", ""]

_NUMBER = re.compile(r"\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*|0x[0-9a-fA-F]+")


def kind_of(value: object) -> tuple[Kind, str]:
    """The kind, and for a text the text; '' when only the run knows."""
    if value is None:
        return "null", ""
    if isinstance(value, bool):
        return "truth", ""
    if isinstance(value, int | float):
        return "number", ""
    return ("text", value) if isinstance(value, str) and not dynamic(value) else ("", "")


def fits(value: object, wanted: str) -> bool:
    """Whether the value may be what an input of type `boolean`, `number` or `string` is given, without being turned into something else."""
    kind, text = kind_of(value)
    if wanted == "boolean":
        return kind in ("", "truth", "null") or text in ("true", "false")
    if wanted == "number":
        return kind in ("", "number") or (kind == "text" and _NUMBER.fullmatch(text) is not None)
    return kind in ("", "text", "number")


def words(value: object) -> str:
    """The value as it would be written."""
    if value is None:
        return "empty"
    return f"'{value}'" if isinstance(value, str) else "true" if value is True else "false" if value is False else str(value)
