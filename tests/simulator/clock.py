"""Virtual time: it stands still until it is moved, or runs as a multiple of real time. No part of the simulator reads another clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

START = datetime(2026, 11, 1, tzinfo=UTC).timestamp()  # a fixed first second: two runs give the same answers


class VirtualClock:
    """Seconds since START. With `scale` n, each real second is n virtual ones, on top of what `advance` adds."""

    def __init__(self, scale: float = 0.0, real: Callable[[], float] = time.monotonic) -> None:
        if scale < 0:
            raise ValueError(f"time cannot run backwards: scale is {scale:g}, wanted 0 (stands still) or more")
        self.scale, self._real, self._began, self._added = scale, real, real(), 0.0

    def read(self) -> float:
        return self._added + (self._real() - self._began) * self.scale

    def advance(self, seconds: float) -> None:
        if seconds < 0:
            raise ValueError(f"time cannot run backwards: advance by {seconds:g} s")
        self._added += seconds
