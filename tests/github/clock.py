"""The fake's time: the real one, moved on by tests."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Starts at the real time, since clients compare `x-ratelimit-reset` with theirs."""

    def __init__(self) -> None:
        self._ahead = 0.0

    def now(self) -> float:
        """Seconds since 1970."""
        return time.time() + self._ahead

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def text(self) -> str:
        return written(self.now())


def written(seconds: float) -> str:
    """The time as GitHub writes it: UTC, whole seconds."""
    return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int:
    """The moment of a text such as 2026-08-22T10:00:00Z, or of a day."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
