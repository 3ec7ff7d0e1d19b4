"""RPC v2 CBOR, which CloudWatch's clients speak: `/service/<target>/operation/<name>`. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html"""

from __future__ import annotations

from typing import Any

from botocore.model import OperationModel

from tests.simulator.errors import ApiError
from tests.simulator.wire import cbor, shapes
from tests.simulator.wire.message import Answer, Asked, Request


class CborWire:
    def read(self, request: Request) -> Asked:
        _, _, target, _, operation = request.path.split("/")
        fields = cbor.loads(request.body) if request.body else {}
        return Asked(shapes.by_target(target), operation, fields)

    def answer(self, model: OperationModel, fields: dict[str, Any], request_id: str) -> Answer:
        shape = model.output_shape
        timed = shapes.changed(fields, shape, "timestamp", cbor.Epoch)
        return _answer(200, {} if shape is None else shapes.changed(timed, shape, "double", float), request_id)

    def error(self, error: ApiError, request_id: str) -> Answer:
        answer = _answer(error.status, {"__type": f"com.amazonaws.cloudwatch#{error.code}", "message": error.message}, request_id)
        answer.headers["x-amzn-query-error"] = f"{error.code};Sender"
        return answer


def _answer(status: int, fields: dict[str, Any], request_id: str) -> Answer:
    headers = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", "x-amzn-RequestId": request_id}
    return Answer(status, headers, cbor.dumps(fields))
