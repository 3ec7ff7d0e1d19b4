"""JSON 1.0 and 1.1: `X-Amz-Target`, times as numbers, errors as `__type` and `message`. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html"""

from __future__ import annotations

import json
from typing import Any

from botocore.model import OperationModel

from tests.simulator.errors import ApiError
from tests.simulator.wire import shapes
from tests.simulator.wire.message import Answer, Asked, Request


class JsonWire:
    def read(self, request: Request) -> Asked:
        prefix, _, operation = request.headers["x-amz-target"].partition(".")
        return Asked(shapes.by_target(prefix), operation, json.loads(request.body or b"{}"))

    def answer(self, model: OperationModel, fields: dict[str, Any], request_id: str) -> Answer:
        return _answer(200, fields if model.output_shape is not None else {}, request_id)

    def error(self, error: ApiError, request_id: str) -> Answer:
        return _answer(error.status, {"__type": error.code, "message": error.message}, request_id)


def _answer(status: int, fields: dict[str, Any], request_id: str) -> Answer:
    return Answer(status, {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": request_id}, json.dumps(fields).encode())
