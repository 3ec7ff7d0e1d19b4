"""The AWS command line, as far as generated workflows use it: one call of boto3, `--query` by JMESPath, `--output text` or json."""

from __future__ import annotations

import json
import sys
from typing import Any

import boto3
import jmespath  # type: ignore[import-untyped]  # boto3's own
from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError


def main(words: list[str]) -> int:
    service, operation, *rest = words
    client = boto3.client(service)  # type: ignore[call-overload]  # whichever the workflow names
    name = xform_name("".join(part.capitalize() for part in operation.split("-")))
    shape = client.meta.service_model.operation_model(client.meta.method_to_api_mapping[name]).input_shape
    options = _options(rest)
    asked = {member: _value(options[_dashed(member)], shape.members[member]) for member in shape.members if _dashed(member) in options}
    unknown = set(options) - {_dashed(member) for member in shape.members} - {"query", "output", "region"}
    if unknown:
        print(f"Unknown options: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 252
    try:
        answer = getattr(client, name)(**asked)
    except (ClientError, BotoCoreError) as error:
        print(f"\nAn error occurred when calling {operation}: {error}", file=sys.stderr)
        return 254
    answer.pop("ResponseMetadata", None)
    found = jmespath.search(options["query"][0], answer) if "query" in options else answer
    print(_text(found) if options.get("output") == ["text"] else json.dumps(found, indent=4, default=str))
    return 0


def _options(words: list[str]) -> dict[str, list[str]]:
    options: dict[str, list[str]] = {}
    name = ""
    for word in words:
        if word.startswith("--"):
            name, equals, value = word[2:].partition("=")
            options[name] = [value] if equals else []
        else:
            options[name].append(word)
    return options


def _value(given: list[str], shape: Any) -> Any:
    if given and given[0].startswith(("{", "[")):
        return json.loads(given[0])
    match shape.type_name:
        case "list":
            return [_value([one], shape.member) for one in given]
        case "structure":
            return dict(pair.split("=", 1) for pair in given[0].split(","))
        case "integer" | "long":
            return int(given[0])
        case "boolean":
            return not given or given[0] == "true"
    return given[0]


def _dashed(member: str) -> str:
    return xform_name(member, "-")


def _text(value: Any) -> str:
    """A missing value is the word None."""
    if isinstance(value, list):
        return "\t".join(_text(one) for one in value)
    return "None" if value is None else str(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
