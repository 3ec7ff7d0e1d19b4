"""CloudWatch as the rules need it: points of metrics, states of alarms, events of logs."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from synth.runtime.layers.ports import Alarms, LogLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

Point = tuple[float, float]  # when its period begins, in seconds since 1970, and the value
Points = tuple[Point, ...]  # oldest first


class Query(NamedTuple):
    """One series: `stat` is CloudWatch's, such as Sum or p95; `period` is in seconds; `dimensions` are pairs of name and value."""

    namespace: str
    metric: str
    stat: str
    period: int = 60
    dimensions: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return " ".join([self.namespace, self.metric, self.stat, *[f"{name}={value}" for name, value in self.dimensions]])


class Metrics(Protocol):
    def points(self, queries: Sequence[Query], start: float, end: float) -> Mapping[Query, Points]:
        """The points that begin at `start` or later and before `end`; a query without any has none. Raises AwsError's kinds."""
        ...


class Logs(Protocol):
    def events(self, group: str, pattern: str, prefix: str, start: float, end: float) -> Iterator[LogLine]:
        """The events from `start` to before `end` that CloudWatch's filter pattern finds in the streams whose names begin so; all for an empty one.

        They are read as they are asked for. Raises AwsError's kinds.
        """
        ...


class Ports(NamedTuple):
    metrics: Metrics | None = None
    alarms: Alarms | None = None
    logs: Logs | None = None
