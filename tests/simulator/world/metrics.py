"""CloudWatch metrics: what was put, what a function gives, and what the front door saw.

The front door's appear under `AWS/ApplicationELB` with the dimension TargetGroup, whatever other dimensions are asked for: a rolling deployment
has one target group for both revisions, the others have one for each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

Dimensions = frozenset[tuple[str, str]]
Series = Callable[[float], Sequence[float]]  # seconds since 1970 of a minute's begin -> the samples of that minute
ELB = "AWS/ApplicationELB"
SERVED = "RequestCount HTTPCode_Target_2XX_Count HTTPCode_Target_4XX_Count HTTPCode_Target_5XX_Count TargetResponseTime".split()


class Name(NamedTuple):
    namespace: str
    metric: str
    dimensions: Dimensions


class Metrics:
    def __init__(self) -> None:
        self.put: dict[Name, dict[int, list[float]]] = {}  # by minute since 1970
        self.given: dict[Name, Series] = {}
        self.served: dict[tuple[str, int], list[tuple[int, float]]] = {}  # (target group, minute) -> (status, milliseconds)

    def add(self, name: Name, at: float, values: Sequence[float]) -> None:
        self.put.setdefault(name, {}).setdefault(int(at // 60), []).extend(values)

    def saw(self, target_group: str, at: float, status: int, milliseconds: float) -> None:
        self.served.setdefault((target_group, int(at // 60)), []).append((status, milliseconds))

    def samples(self, name: Name, minute: int) -> list[float]:
        """The samples of that minute since 1970; none where nothing was counted, which is not the same as zero."""
        found = list(self.put.get(name, {}).get(minute, []))
        if name in self.given:
            found += self.given[name](minute * 60.0)
        if name.namespace == ELB and name.metric in SERVED:
            group = dict(name.dimensions).get("TargetGroup", "")
            found += [_sample(name.metric, *one) for one in self.served.get((group, minute), []) if _counts(name.metric, one[0])]
        return found


def statistic(samples: Sequence[float], stat: str) -> float:
    """Sum, SampleCount, Average, Minimum, Maximum or a percentile by nearest rank. Raises ValueError for another."""
    ordered = sorted(samples)
    match stat:
        case "Sum":
            return sum(ordered)
        case "SampleCount":
            return float(len(ordered))
        case "Average":
            return sum(ordered) / len(ordered)
        case "Minimum":
            return ordered[0]
        case "Maximum":
            return ordered[-1]
    share = float(stat.removeprefix("p")) if stat.startswith("p") and stat[1:].replace(".", "", 1).isdigit() else -1.0
    if not 0 <= share <= 100:
        raise ValueError(stat)
    return ordered[max(-int(-len(ordered) * share // 100) - 1, 0)]


def _counts(metric: str, status: int) -> bool:
    return metric in ("RequestCount", "TargetResponseTime") or metric == f"HTTPCode_Target_{status // 100}XX_Count"


def _sample(metric: str, status: int, milliseconds: float) -> float:
    return milliseconds / 1000 if metric == "TargetResponseTime" else 1.0
