"""CloudWatch alarms, and how a deployment watches them.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False, slots=True)
class Alarm:
    name: str
    arn: str
    settings: dict[str, Any]
    configured: int
    state: str = "INSUFFICIENT_DATA"
    reason: str = "Unchecked: Initial alarm creation"
    data: str | None = None
    updated: int = 0
    history: list[tuple[int, str, str]] = field(default_factory=list)  # when, from, to

    def change(self, state: str, reason: str, now: int, data: str | None = None) -> None:
        if state != self.state:
            self.history.append((now, self.state, state))
        self.state, self.reason, self.updated, self.data = state, reason, now, data


class Watch:
    """One deployment's view: what was in ALARM at its start is not looked at again."""

    def __init__(self, settings: Mapping[str, Any] | None, alarms: Mapping[str, Alarm]) -> None:
        chosen = settings or {}
        self.names: list[str] = list(chosen.get("alarmNames", []))
        self.enabled = bool(chosen.get("enable"))
        self.rollback = bool(chosen.get("rollback"))
        self.status = "MONITORING" if self.enabled else "DISABLED"
        self.triggered: list[str] = []
        self._looked_at = [name for name in self.names if name not in alarms or alarms[name].state != "ALARM"]

    def trips(self, alarms: Mapping[str, Alarm]) -> bool:
        if self.status != "MONITORING":
            return False
        self.triggered = [name for name in self._looked_at if name in alarms and alarms[name].state == "ALARM"]
        if self.triggered:
            self.status = "TRIGGERED"
        return bool(self.triggered)

    def close(self) -> None:
        if self.status == "MONITORING":
            self.status = "MONITORING_COMPLETE"
