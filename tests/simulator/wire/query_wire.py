"""The query protocol: a form as request, XML as answer. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl
from xml.sax.saxutils import escape

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from tests.simulator.errors import ApiError, Violation
from tests.simulator.wire import shapes
from tests.simulator.wire.message import Answer, Asked, Request

SIGNED_FOR = {"elasticloadbalancing": "elbv2", "monitoring": "cloudwatch", "sts": "sts"}
ERRORS = {  # names that the services with this protocol have for what the others call …Exception
    "ThrottlingException": ("Throttling", 400),
    "ExpiredTokenException": ("ExpiredToken", 403),
    "AccessDeniedException": ("AccessDenied", 403),
}


class QueryWire:
    def read(self, request: Request) -> Asked:
        form = dict(parse_qsl(request.body.decode(), keep_blank_values=True))
        action = form.pop("Action", "")
        form.pop("Version", None)
        service = _service(request, action)
        shape = shapes.operation(service, action).input_shape
        fields = _read(form, shape) if shape is not None else {}
        if unread := [name for name in form if not _known(name, shape)]:
            raise Violation(f"{action}: {unread[0]} is no member")
        return Asked(service, action, fields)

    def answer(self, model: OperationModel, fields: dict[str, Any], request_id: str) -> Answer:
        shape = model.output_shape
        inner = "" if shape is None else f"<{model.name}Result>{_write(fields, shape)}</{model.name}Result>"
        space = model.service_model.metadata.get("xmlNamespace", "")
        meta = f"<ResponseMetadata><RequestId>{request_id}</RequestId></ResponseMetadata>"
        return _answer(200, f'<{model.name}Response xmlns="{space}">{inner}{meta}</{model.name}Response>', request_id)

    def error(self, error: ApiError, request_id: str) -> Answer:
        code, status = (error.code, error.status) if error.exact else ERRORS.get(error.code, (error.code, error.status))
        inner = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{escape(error.message)}</Message></Error>"
        return _answer(status, f"<ErrorResponse>{inner}<RequestId>{request_id}</RequestId></ErrorResponse>", request_id)


def _service(request: Request, action: str) -> str:
    if found := re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", request.headers.get("authorization", "")):
        if found[1] in SIGNED_FOR:
            return SIGNED_FOR[found[1]]
        raise Violation(f"no service here is signed for as '{found[1]}'")
    for name in SIGNED_FOR.values():
        if action in shapes.service(name).operation_names:
            return name
    raise Violation(f"no service here has the action '{action}'")


def _known(name: str, shape: StructureShape | None) -> bool:
    members = {_name(key, member) for key, member in shape.members.items()} if shape is not None else set()
    return name.split(".")[0] in members


def _name(key: str, shape: Shape) -> str:
    return str(shape.serialization.get("name", key))


def _read(form: Mapping[str, str], shape: Shape) -> Any:
    """The value of a shape from the keys under it: "" for itself, "member.1.Name" for what is in it."""
    if isinstance(shape, StructureShape):
        parts = {key: _under(form, _name(key, member)) for key, member in shape.members.items()}
        return {key: _read(part, shape.members[key]) for key, part in parts.items() if part}
    if isinstance(shape, ListShape):
        inner = form if shape.serialization.get("flattened") else _under(form, _name("member", shape.member))
        numbers = sorted({int(key.split(".")[0]) for key in inner if key.split(".")[0].isdigit()})
        return [_read(_under(inner, str(number)), shape.member) for number in numbers]
    text = form.get("", "")
    match shape.type_name:
        case "integer" | "long":
            return int(text)
        case "double" | "float":
            return float(text)
        case "boolean":
            return text == "true"
        case "timestamp":
            return datetime.fromisoformat(text).timestamp()
    return text


def _under(form: Mapping[str, str], name: str) -> dict[str, str]:
    return {key[len(name) :].removeprefix("."): value for key, value in form.items() if key == name or key.startswith(f"{name}.")}


def _write(value: Any, shape: Shape) -> str:
    if isinstance(shape, StructureShape):
        return "".join(_element(_name(key, shape.members[key]), member, shape.members[key]) for key, member in value.items())
    if isinstance(shape, ListShape):
        return "".join(_element(_name("member", shape.member), item, shape.member) for item in value)
    if isinstance(shape, MapShape):
        return "".join(f"<entry><key>{escape(key)}</key><value>{_write(item, shape.value)}</value></entry>" for key, item in value.items())
    if shape.type_name == "boolean":
        return "true" if value else "false"
    if shape.type_name == "timestamp":
        return datetime.fromtimestamp(value, UTC).isoformat().replace("+00:00", "Z")
    return escape(str(value))


def _element(name: str, value: Any, shape: Shape) -> str:
    return f"<{name}>{_write(value, shape)}</{name}>"


def _answer(status: int, text: str, request_id: str) -> Answer:
    return Answer(status, {"Content-Type": "text/xml", "x-amzn-RequestId": request_id}, text.encode())
