"""The real clock, and how long to wait after failures."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

LONGEST_WAIT = 30.0


class RealClock:
    """The machine's monotonic clock."""

    def now(self) -> float:
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


def full_jitter(base: float, failures: int, uniform: Callable[[float, float], float] = random.uniform) -> float:
    """Seconds to wait after that many failures in a row: random up to an exponentially growing bound, at least a fifth of the base.

    Full jitter spreads clients that failed together: https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/
    """
    bound = min(LONGEST_WAIT, base * 2 ** min(failures, 10))
    return max(base / 5, uniform(0, bound)) if base else 0.0
