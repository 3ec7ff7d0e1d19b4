"""The rules, as values. Each says what is looked at and what is not accepted; the module of the same word judges it."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.metrics.comparing import ENOUGH_POINTS, FLOOR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.ports import Query


class Measure(NamedTuple):
    """A series; with `per`, its values divided by that one's, where no value of the first counts as 0, such as errors per request."""

    of: Query
    per: Query | None = None

    @property
    def queries(self) -> list[Query]:
        return [self.of] if self.per is None else [self.of, self.per]

    def __str__(self) -> str:
        return f"{self.of.metric} {self.of.stat}" + ("" if self.per is None else f" per {self.per.metric}")


class Bounds(NamedTuple):
    """`in_a_row` points outside fail."""

    name: str
    nodata: str
    measure: Measure
    least: float | None = None
    most: float | None = None
    in_a_row: int = 3
    points: int = ENOUGH_POINTS


class Slope(NamedTuple):
    """A change per minute beyond the bounds fails where Kendall's tau supports it."""

    name: str
    nodata: str
    measure: Measure
    least: float | None = None
    most: float | None = None
    support: float = 0.5
    points: int = 10


class Sigma(NamedTuple):
    """`in_a_row` points further than `k` sigma from the centre of `base`, as it was before, fail.

    `spread` is deviation or mad, `side` above, below or both.
    """

    name: str
    nodata: str
    measure: Measure
    base: Measure
    k: float = 3.0
    spread: str = "deviation"
    side: str = "both"
    in_a_row: int = 3
    points: int = ENOUGH_POINTS


class Counts(NamedTuple):
    """Errors per request of the canary beside the baseline's. A rate under `ignore_below` never fails, one over `most` always does."""

    name: str
    nodata: str
    canary: Measure
    base: Measure
    requests: int = 100
    ignore_below: float = 0.001
    most: float | None = None


class Latency(NamedTuple):
    """The canary's points beside the baseline's. A median under `ignore_below` never fails; `in_a_row` points over `most` always do."""

    name: str
    nodata: str
    canary: Measure
    base: Measure
    floor: float = FLOOR
    ignore_below: float = 0.0
    most: float | None = None
    in_a_row: int = 3
    points: int = ENOUGH_POINTS


class Alarm(NamedTuple):
    """`insufficient` says what INSUFFICIENT_DATA at the end is: ok or nodata."""

    name: str
    nodata: str
    alarms: tuple[str, ...]
    insufficient: str = "nodata"


class LogErrors(NamedTuple):
    """Events that match `pattern` (CloudWatch's) in streams that begin with `streams`.

    More than `most` fail; so does a rate beyond chance above that of the baseline and more than `ratio` times it. `silence` is what no events at
    all are.
    """

    name: str
    nodata: str
    group: str
    pattern: str
    streams: str = ""
    most: int | None = None
    ratio: float | None = None
    base_streams: str = ""
    silence: str = "fail"


Rule = Bounds | Slope | Sigma | Counts | Latency | Alarm | LogErrors


def queries_of(rule: Rule) -> list[Query]:
    """The series that the rule needs of the time that is watched."""
    if isinstance(rule, (Bounds, Slope, Sigma)):
        return rule.measure.queries
    return [*rule.canary.queries, *rule.base.queries] if isinstance(rule, (Counts, Latency)) else []
