"""What it takes to say that a release is worse than what it runs beside: by error counts, and by latency."""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from synth.runtime.metrics.e_process import evidence
from synth.runtime.metrics.mann_whitney import p_larger
from synth.runtime.metrics.persistence import widening
from synth.runtime.metrics.spread import shift_ratio

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.runtime.metrics.e_process import Evidence, Minute

ENOUGH_POINTS, FLOOR = 5, 1.2


class Worse(NamedTuple):
    """`e_value` is how many times likelier the errors are if the release fails at a rate of its own."""

    fires: bool
    seen: Evidence

    @property
    def e_value(self) -> float:
        return exp(min(self.seen.logarithm, 700.0))

    @property
    def rate(self) -> float:
        return self.seen.errors / self.seen.requests if self.seen.requests else 0.0

    @property
    def base_rate(self) -> float:
        return self.seen.base_errors / self.seen.base_requests if self.seen.base_requests else 0.0


class Slower(NamedTuple):
    fires: bool
    ratio: float
    p: float
    p_wanted: float


def worse(minutes: Iterable[Minute], alpha: float) -> Worse:
    """Fires with probability `alpha` at most, over all looks, if both fail alike."""
    found = evidence(minutes)
    return Worse(found.fires(alpha), found)


def slower(canary: Sequence[float], fleet: Sequence[float], alpha: float, share: float, floor: float = FLOOR) -> Slower:
    """Fires where the canary's points are larger beyond chance, and by more than the factor `floor`. All points are above 0.

    Many looks err more often than one, and neighbouring minutes are alike: with p < alpha at each of 30 looks, 40 % of good releases were blamed in
    simulations, with p < alpha / 30 and the floor still 5 to 7 %. So the test's variance is widened by what neighbours share, and half of alpha is
    spent as the window passes, of which `share` has: few points err most. benchmarks/metrics.py measures what this keeps.
    """
    wanted = alpha / 2 * share
    if min(len(canary), len(fleet)) < ENOUGH_POINTS:
        return Slower(False, 1.0, 1.0, wanted)
    ratio = shift_ratio(canary, fleet)
    p = p_larger(canary, fleet, widening(canary, fleet))
    return Slower(p < wanted and ratio > floor, ratio, p, wanted)
