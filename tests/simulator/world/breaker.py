"""The deployment circuit breaker of rolling deployments.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FEWEST, MOST = 3, 200


def threshold(desired: int, kind: str = "BOUNDED_PERCENT", value: int = 50) -> int:
    """How many failed tasks trip it, for the latest desired count."""
    if kind == "COUNT":
        return value
    share = -(-desired * value // 100)
    return max(share, 1) if kind == "UNBOUNDED_PERCENT" else min(max(share, FEWEST), MOST)


class Breaker:
    def __init__(self, settings: Mapping[str, Any], enabled: bool | None = None) -> None:
        self.enabled = bool(settings.get("enable")) if enabled is None else enabled
        self.rollback = bool(settings.get("rollback"))
        self._resets = settings.get("resetOnHealthyTask", True)
        chosen = settings.get("thresholdConfiguration", {})
        self._kind, self._value = chosen.get("type", "BOUNDED_PERCENT"), chosen.get("value", 50)
        self.failures = 0
        self.status = "MONITORING" if self.enabled else "DISABLED"

    def threshold(self, desired: int) -> int:
        return threshold(desired, self._kind, self._value)

    def failed(self) -> None:
        self.failures += 1

    def healthy(self) -> None:
        if self._resets and self.status != "TRIGGERED":
            self.failures = 0

    def trips(self, desired: int) -> bool:
        """Whether it trips now; remembers that it did."""
        if self.status != "MONITORING" or self.failures < self.threshold(desired):
            return False
        self.status = "TRIGGERED"
        return True

    def close(self) -> None:
        if self.status == "MONITORING":
            self.status = "MONITORING_COMPLETE"
