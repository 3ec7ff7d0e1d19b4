"""Requests for every operation, made from GitHub's description at random: schemathesis' way, without its forty packages. Seeded, in-process."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from tests.github.exchange import Request
from tests.github.specification import description

_ODD: tuple[Any, ...] = ("", " ", "0", "-1", "none", "a/b", "..", "é\u2028", "x" * 300, "1" * 30, "0" * 40, "%00", "a\x00b", "main...main", "...")


def requests_for(method: str, path: str, known: dict[str, Any], headers: dict[str, str], number: int, chance: random.Random) -> Iterator[Request]:
    """So many requests for an operation; `known` are parameters that lead somewhere, and are taken more often than not."""
    told = description()["paths"][path][method.lower()]
    for _ in range(number):
        filled = re.sub(r"\{(\w+)\}", lambda name: quote(str(_parameter(name[1], known, chance)), safe="/."), path)
        query = {one["name"]: str(_value(one["schema"], chance)) for one in _queries(told) if chance.random() < 0.3}
        yield Request(method, filled, query, headers, _body(told, known, chance), "127.0.0.1")


def _parameter(name: str, known: dict[str, Any], chance: random.Random) -> Any:
    usual = name in ("owner", "repo", "org")
    return known[name] if name in known and (usual or chance.random() < 0.6) else chance.choice(_ODD) or "x"


def _queries(told: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in map(_followed, told.get("parameters", [])) if one.get("in") == "query" and "schema" in one]


def _body(told: dict[str, Any], known: dict[str, Any], chance: random.Random) -> Any:
    if "requestBody" not in told:
        return None
    made = _value(told["requestBody"]["content"]["application/json"]["schema"], chance)
    if isinstance(made, dict):
        for name, key in (("sha", "commit_sha"), ("head_sha", "commit_sha"), ("head", "branch"), ("base", "base"), ("ref", "branch")):
            if name in made and key in known and chance.random() < 0.6:
                made[name] = known[key]
    return made


def _value(schema: dict[str, Any], chance: random.Random, depth: int = 0) -> Any:
    """Something that the schema takes, or almost: one in ten is of another kind."""
    schema = _followed(schema)
    if chance.random() < 0.1 or depth > 6:
        return chance.choice((None, True, 7, -1, 2**40, [], {}, *_ODD))
    for key in ("anyOf", "allOf"):
        if key in schema:
            return _value(chance.choice(schema[key]), chance, depth + 1)
    if "enum" in schema:
        return chance.choice(schema["enum"])
    kind = schema.get("type", "object" if "properties" in schema else "string")
    if isinstance(kind, list):
        kind = chance.choice(kind)
    if kind == "object":
        required = schema.get("required", ())
        return {
            name: _value(one, chance, depth + 1) for name, one in schema.get("properties", {}).items() if name in required or chance.random() < 0.4
        }
    if kind == "array":
        return [_value(schema.get("items", {}), chance, depth + 1) for _ in range(chance.randrange(3))]
    scalars: dict[str, Any] = {"integer": chance.choice((0, 1, 2, 1000, -1)), "number": 1.5, "boolean": chance.random() < 0.5, "null": None}
    return scalars[kind] if kind in scalars else chance.choice(("main", "topic", "success", "https://example.com/x", "a.txt", *_ODD))


def _followed(schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        found: Any = description()
        for part in schema["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        schema = found
    return schema
