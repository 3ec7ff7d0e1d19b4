"""botocore's own models: which operations there are, and whether a request or an answer has the shape that they give it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, MapShape, OperationModel, ServiceModel, Shape, StructureShape
from botocore.validate import ParamValidator

from tests.simulator.errors import Violation

SERVICES = ("ecs", "elbv2", "cloudwatch", "logs", "ecr", "sts")


@cache
def service(name: str) -> ServiceModel:
    return botocore.session.get_session().get_service_model(name)


def operation(service_name: str, name: str) -> OperationModel:
    """Raises Violation for an operation that is not in the model."""
    if name not in service(service_name).operation_names:
        raise Violation(f"{service_name} has no operation {name}")
    return service(service_name).operation_model(name)


def by_target(prefix: str) -> str:
    """The service whose JSON or CBOR requests bear that prefix. Raises Violation."""
    for name in SERVICES:
        if service(name).metadata.get("targetPrefix") == prefix:
            return name
    raise Violation(f"no service here has the target prefix '{prefix}'")


def check(what: str, fields: dict[str, Any], shape: StructureShape | None) -> None:
    """Raises Violation, with all that is wrong, where the fields do not have the shape. Times are seconds since 1970."""
    if shape is None:
        if fields:
            raise Violation(f"{what}: has no members, and there are {sorted(fields)}")
        return
    wrong = list(_closed(fields, shape, ""))
    report = ParamValidator().validate(fields, shape)
    if report.has_errors():
        wrong.append(report.generate_report())
    if wrong:
        raise Violation(f"{what}: {'; '.join(wrong)}")


def _closed(value: Any, shape: Shape, path: str) -> Iterator[str]:
    """What the validator lets through: members that the shape does not have, and words that an enumeration does not have."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        for name, member in value.items():
            if name in shape.members:
                yield from _closed(member, shape.members[name], f"{path}.{name}")
            elif not getattr(shape, "is_document_type", False):
                yield f"{path}.{name} is no member of {shape.name}"
    elif isinstance(shape, ListShape) and isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _closed(item, shape.member, f"{path}[{number}]")
    elif isinstance(shape, MapShape) and isinstance(value, dict):
        for name, item in value.items():
            yield from _closed(item, shape.value, f"{path}.{name}")
    elif isinstance(value, str) and (words := getattr(shape, "enum", None)) and value not in words:
        yield f"{path} is '{value}', which is none of {', '.join(words)}"


def changed(value: Any, shape: Shape | None, kind: str, change: Callable[[Any], Any]) -> Any:
    """The value with each part of that type ("timestamp") changed."""
    if isinstance(shape, StructureShape) and isinstance(value, dict):
        return {name: changed(member, shape.members.get(name), kind, change) for name, member in value.items()}
    if isinstance(shape, ListShape) and isinstance(value, list | tuple):
        return [changed(item, shape.member, kind, change) for item in value]
    return change(value) if shape is not None and shape.type_name == kind else value
