"""The real clock, and how long to wait after failures."""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_WAIT_SECONDS = 30.0


class RealClock:
    def now(self) -> float:
        return time.monotonic()

    def wall(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def chance() -> float:
    """A random number from 0 up to 1. The module `random` costs 4 ms at the start, for this."""
    return int.from_bytes(os.urandom(7), "big") / (1 << 56)


def full_jitter(interval_seconds: float, failures: int, random: Callable[[], float] = chance) -> float:
    """Seconds to wait after that many failures in a row (1 or more): anything up to a bound that doubles from the interval to 30 s.

    https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
    """
    cap = max(LONGEST_WAIT_SECONDS, interval_seconds)
    return random() * min(cap, interval_seconds * (1 << min(failures - 1, 20)))
