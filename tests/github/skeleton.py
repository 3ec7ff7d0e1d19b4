"""Bodies of answers: what the schema requires, filled with what is known. A field that GitHub adds costs nothing here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.github.specification import schema

_FORMATS = {"uri": "https://github.invalid/", "date-time": "2026-01-01T00:00:00Z", "date": "2026-01-01"}


def filled(name: str, known: Mapping[str, Any]) -> dict[str, Any]:
    """An object of that schema: what is known, and something of the right type for every other property that is required."""
    result: dict[str, Any] = _filled(schema(name), known)
    return result


def _filled(wanted: dict[str, Any], known: Any) -> Any:
    wanted = _followed(wanted)
    if not isinstance(known, Mapping):
        return known
    properties = wanted.get("properties", {})
    made = {key: _filled(properties.get(key, {}), value) for key, value in known.items()}
    for key in wanted.get("required", ()):
        if key not in made:
            made[key] = _plain(properties.get(key, {}))
    return made


def _plain(wanted: dict[str, Any]) -> Any:
    """The plainest value of the schema: null where it may be."""
    if _may_be_null(wanted):
        return None
    wanted = _followed(wanted)
    if "enum" in wanted:
        return wanted["enum"][0]
    match wanted.get("type"):
        case "object":
            return _filled(wanted, {})
        case "array":
            return []
        case "integer" | "number":
            return 0
        case "boolean":
            return False
        case "string":
            return _FORMATS.get(wanted.get("format", ""), "")
        case _:
            return None


def _may_be_null(wanted: dict[str, Any]) -> bool:
    while "$ref" in wanted:
        wanted = schema(wanted["$ref"].rpartition("/")[2])
    return {"type": "null"} in wanted.get("anyOf", ())


def _followed(wanted: dict[str, Any]) -> dict[str, Any]:
    """The schema behind references, nulls and alternatives: the first that is an object, else the first."""
    while True:
        if "$ref" in wanted:
            wanted = schema(wanted["$ref"].rpartition("/")[2])
            continue
        choices = [one for kind in ("anyOf", "oneOf", "allOf") for one in wanted.get(kind, ()) if one != {"type": "null"}]
        if not choices or "properties" in wanted:
            return wanted
        wanted = choices[0]
