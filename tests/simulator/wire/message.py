"""A request and an answer as HTTP has them, and what a wire format makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

from botocore.model import OperationModel

from tests.simulator.errors import ApiError


class Request(NamedTuple):
    """Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes


class Asked(NamedTuple):
    service: str
    operation: str
    fields: dict[str, Any]


class Wire(Protocol):
    """One of AWS's protocols, from the server's side."""

    def read(self, request: Request) -> Asked:
        """Raises Violation for what is not in the models."""
        ...

    def answer(self, model: OperationModel, fields: dict[str, Any], request_id: str) -> Answer: ...

    def error(self, error: ApiError, request_id: str) -> Answer: ...
