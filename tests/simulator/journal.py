"""Every API call that came in, with its virtual time: what a test asks when it bounds their number."""

from __future__ import annotations

from typing import Any, NamedTuple


class Call(NamedTuple):
    """`at` is in virtual seconds since the start; `outcome` is "ok", an error code, or what happened to the connection."""

    at: int
    service: str
    operation: str
    fields: dict[str, Any]
    outcome: str
    fault: str | None


class Journal:
    def __init__(self) -> None:
        self.calls: list[Call] = []

    def of(self, *operations: str) -> list[Call]:
        """The calls of those operations ("UpdateService" or "ecs:UpdateService"); all of them without a name."""
        return [call for call in self.calls if not operations or call.operation in operations or f"{call.service}:{call.operation}" in operations]
