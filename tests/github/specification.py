"""GitHub's description of its REST API: which operations there are, what a request and an answer look like. Read from ../shared, not kept here;
what is left out there is in supplement.py."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
import pytest

from tests.github.supplement import with_supplement

Json = Any

SHARED = Path(os.environ.get("GHSYNTH_SHARED") or Path(__file__).parents[3] / "shared")
FILE = SHARED / "data" / "github-openapi-pruned.json.gz"
ABSENT = f"{FILE} is absent: the GitHub fake takes its routes and schemas from it"
needs_github = pytest.mark.skipif(not FILE.is_file(), reason=ABSENT)

_METHODS = ("get", "post", "put", "patch", "delete")
_NAME = "urn:github"
_ERROR = f"{_NAME}#/components/schemas/basic-error"


@cache
def description() -> dict[str, Json]:
    """The description as JSON Schema reads it, which knows no `nullable`. Its `oneOf` become `anyOf`: GitHub's alternatives overlap."""
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        read: dict[str, Json] = _with_nulls(with_supplement(json.load(file)))
    return read


def operations() -> Iterator[tuple[str, str, str]]:
    """Method, path and id of each operation."""
    for path, methods in description()["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]["operationId"]


def successes(path: str, method: str) -> list[int]:
    """The statuses below 300 that the operation answers with, the least first."""
    return sorted(int(status) for status in _operation(path, method)["responses"] if status.startswith("2"))


def request_problems(path: str, method: str, body: Json) -> list[str]:
    """What is wrong with the body of a request. Without a schema for it, nothing is."""
    if "requestBody" not in _operation(path, method):
        return []
    return _problems(_pointer(path, method, "requestBody", "content", "application/json", "schema"), body)


def answer_problems(path: str, method: str, status: int, data: Json) -> list[str]:
    """What is wrong with an answer; an error that the operation does not list is held against the schema that GitHub's errors share."""
    listed = _operation(path, method)["responses"].get(str(status))
    if listed is None:
        return _problems(_ERROR, data) if status >= 400 else [f"{status} is not among the answers of {method} {path}"]
    if "$ref" in listed:
        name = listed["$ref"].rpartition("/")[2]
        listed, at = description()["components"]["responses"][name], f"{_NAME}#/components/responses/{name}"
    else:
        at = _pointer(path, method, "responses", str(status))
    if "application/json" not in listed.get("content", {}):
        return [] if data is None or status >= 300 else [f"{status} of {method} {path} has no body"]
    return _problems(f"{at}/content/application~1json/schema", data)


def schema(name: str) -> dict[str, Json]:
    found: dict[str, Json] = description()["components"]["schemas"][name]
    return found


def _operation(path: str, method: str) -> dict[str, Json]:
    found: dict[str, Json] = description()["paths"][path][method.lower()]
    return found


def _pointer(path: str, method: str, *below: str) -> str:
    return f"{_NAME}#/" + "/".join(quote(part.replace("~", "~0").replace("/", "~1"), safe="~") for part in ("paths", path, method.lower(), *below))


def _problems(reference: str, instance: Json) -> list[str]:
    return [f"{'/'.join(map(str, error.instance_path)) or 'body'}: {error.message[:200]}" for error in _validator(reference).iter_errors(instance)]


@cache
def _validator(reference: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": reference}, registry=_registry(), validate_formats=True)


@cache
def _registry() -> jsonschema_rs.Registry:
    return jsonschema_rs.Registry([(_NAME, description())])


def _with_nulls(value: Json) -> Json:
    if isinstance(value, list):
        return [_with_nulls(item) for item in value]
    if not isinstance(value, dict):
        return value
    below = {"anyOf" if key == "oneOf" else key: _with_nulls(item) for key, item in value.items()}
    return {"anyOf": [{"type": "null"}, below]} if below.pop("nullable", False) is True else below
