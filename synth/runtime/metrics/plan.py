"""When is looked, at which rules, and how sure a verdict has to be."""

from __future__ import annotations

from math import ceil, floor
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.rules import Rule

GRID_SECONDS = 60  # CloudWatch's points begin at whole minutes


class Plan(NamedTuple):
    """`window`, `period` (between looks) and `lag` (until a point is whole) are in seconds; `most_looks` is 0 for as many as the period gives.

    `since` and `base_end`, in seconds since 1970, are when the release began to serve, and until when all was as before; 0 for the watch's begin.
    """

    rules: tuple[Rule, ...]
    window: float = 1800.0
    period: float = 60.0
    most_looks: int = 0
    lag: float = 120.0
    alpha: float = 0.05
    since: float = 0.0
    base_end: float = 0.0

    @property
    def looks(self) -> int:
        """How many looks are planned, evenly over the window."""
        planned = max(1, ceil(self.window / self.period))
        return min(planned, self.most_looks) if self.most_looks else planned

    def share_of_alpha(self, rule: Rule) -> float:
        """Comparisons of one kind share the errors that are accepted: each more of them is one more occasion to err."""
        return self.alpha / max(1, sum([type(one) is type(rule) for one in self.rules]))


class Schedule(NamedTuple):
    """All times are in seconds since 1970. At look k, counted from 1, the points up to `upto(k)` are whole."""

    begin: float
    end: float
    base_begin: float
    base_end: float
    looks: int
    lag: float

    def upto(self, look: int) -> float:
        return self.begin + (self.end - self.begin) * look / self.looks

    def at(self, look: int) -> float:
        return self.upto(look) + self.lag

    def first(self, now: float) -> int:
        """The number of the first look that is worth making: of those that are over already, the last."""
        return max([1, *[look for look in range(1, self.looks + 1) if self.at(look) <= now]])


def schedule(plan: Plan, now: float) -> Schedule:
    """The window begins at a whole minute, as points do: the minute in which the release began is neither old nor new."""
    since = plan.since or now
    begin = ceil(since / GRID_SECONDS) * GRID_SECONDS
    base_end = floor((plan.base_end or since) / GRID_SECONDS) * GRID_SECONDS
    return Schedule(float(begin), begin + plan.window, base_end - plan.window, float(base_end), plan.looks, plan.lag)
