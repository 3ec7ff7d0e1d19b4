"""What there is at one look, and the points of it that a rule may use."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.expectation import FAILED, INCONCLUSIVE, Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.metrics.ports import Points, Query
    from synth.runtime.metrics.rules import Measure, Rule

STALE_PERIODS = 5  # a series that ends so long before the last look has ended


class Moment(NamedTuple):
    """Points from `begin` to `upto` are whole by now; `before` holds those of the baseline's time, from `base_begin` to `base_end`.

    `alpha` is a rule's share of the errors that are accepted, over all of `looks`; `share` is how much of the window has passed; `last` says that
    nothing more will be seen.
    """

    data: Mapping[Query, Points]
    begin: float
    upto: float
    looks: int
    alpha: float
    share: float
    last: bool
    before: Mapping[Query, Points] = {}  # never written to; MappingProxyType costs an import
    base_begin: float = 0.0
    base_end: float = 0.0

    def points(self, measure: Measure) -> Points:
        return values_of(measure, self.data, self.begin, self.upto)

    def points_before(self, measure: Measure) -> Points:
        return values_of(measure, self.before, self.base_begin, self.base_end)

    def lacking(self, points: Points, needed: int, period: int) -> str:
        """Why the points prove nothing yet; empty where they are enough."""
        if len(points) < needed:
            return f"{len(points)} points" if points else "no data"
        silent = self.upto - points[-1][0] - period
        return f"no data for the last {silent / 60:.0f} min" if self.last and silent >= STALE_PERIODS * period else ""

    def missing(self, rule: Rule, observed: str, wanted: str, evidence: str = "") -> Check:
        """The check of a rule that has nothing to judge: never a pass."""
        return Check(rule.name, FAILED if self.last and rule.nodata == "fail" else INCONCLUSIVE, observed, wanted, evidence)


def values_of(measure: Measure, data: Mapping[Query, Points], begin: float, upto: float) -> Points:
    """The points whose whole period lies between; a quotient has one wherever the divisor has one above 0."""
    period = measure.of.period

    def within(query: Query) -> Points:
        return tuple([(at, value) for at, value in data.get(query, ()) if begin <= at and at + period <= upto])

    points = within(measure.of)
    if measure.per is None:
        return points
    known = dict(points)
    return tuple([(at, known.get(at, 0.0) / value) for at, value in within(measure.per) if value > 0])


def longest_run(outside: list[bool]) -> int:
    """How many in a row, at most, are true."""
    longest = count = 0
    for one in outside:
        count = count + 1 if one else 0
        longest = max(longest, count)
    return longest
