"""CloudWatch metrics over boto3."""

from __future__ import annotations

from typing import Any

from synth.runtime.ecs.ports import Denied, Unavailable
from synth.runtime.metrics.ports import Query
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.adapters.aws.client import Clients
    from synth.runtime.metrics.ports import Point, Points

_QUERIES_AT_ONCE = 500


class MetricsAdapter:
    """The port Metrics by GetMetricData."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def points(self, queries: Sequence[Query], start: float, end: float) -> dict[Query, Points]:
        found: dict[Query, dict[float, Point]] = {query: {} for query in queries}
        for first in range(0, len(queries), _QUERIES_AT_ONCE):
            part = queries[first : first + _QUERIES_AT_ONCE]
            asked = {"StartTime": start, "EndTime": end, "ScanBy": "TimestampAscending"}
            wanted = [_wanted(f"q{number}", query) for number, query in enumerate(part)]
            for page in self._clients("cloudwatch").pages("GetMetricData", MetricDataQueries=wanted, **asked):
                for one in page["MetricDataResults"]:  # the points of one query may go over several pages
                    _check(one)
                    times = [at.timestamp() for at in one["Timestamps"]]
                    known = found[part[int(one["Id"][1:])]]
                    known.update({at: (at, value) for at, value in zip(times, one["Values"], strict=True) if start <= at < end})
        return {query: tuple(sorted(known.values())) for query, known in found.items()}


def _check(result: Any) -> None:
    """A query can fail where the call does not."""
    status = result.get("StatusCode", "Complete")
    if status in ("Forbidden", "InternalError"):
        raise (Denied if status == "Forbidden" else Unavailable)(
            "cloudwatch:GetMetricData", status, f"no points of {printable(result.get('Label', ''))}"
        )


def _wanted(name: str, query: Query) -> dict[str, Any]:
    dimensions = [{"Name": key, "Value": value} for key, value in query.dimensions]
    metric = {"Namespace": query.namespace, "MetricName": query.metric, "Dimensions": dimensions}
    return {"Id": name, "MetricStat": {"Metric": metric, "Period": query.period, "Stat": query.stat}}
