"""A request and an answer, as the handlers of the fake see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DOCUMENTATION = "https://docs.github.com/rest"


@dataclass(frozen=True)
class Request:
    """What a client sent. Header names are in lower case; `path` is percent-encoded, without the query."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    address: str


@dataclass(frozen=True)
class Answer:
    """What goes back. `status` 0 stands for the first success that GitHub's description lists for the operation."""

    data: Any = None
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)


class Refusal(Exception):  # noqa: N818  # an answer, no fault
    """An answer other than success: the handler stops, and nothing that it would have done is done."""

    def __init__(self, status: int, message: str, errors: list[Mapping[str, Any]] | None = None, headers: dict[str, str] | None = None) -> None:
        super().__init__(f"{status} {message}")
        data: dict[str, Any] = {"message": message, "documentation_url": DOCUMENTATION, "status": str(status)}
        if errors is not None:
            data["errors"] = errors
        self.answer = Answer(data, status, headers or {})


def not_found(message: str = "Not Found") -> Refusal:
    return Refusal(404, message)


def unprocessable(message: str, errors: list[Mapping[str, Any]] | None = None) -> Refusal:
    """GitHub's 422 with a sentence. Without errors of fields, it lists none."""
    return Refusal(422, message, errors or [])


def invalid(resource: str, field_name: str, code: str, message: str = "") -> Refusal:
    """GitHub's 422 about one field: `Validation Failed`, with the code, `missing`, `missing_field`, `invalid`, `already_exists` or `custom`."""
    error = {"resource": resource, "field": field_name, "code": code}
    return Refusal(422, "Validation Failed", [{**error, "message": message} if message else error])
