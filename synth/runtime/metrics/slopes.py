"""How steeply points rise, and how steadily."""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

from synth.runtime.metrics.spread import median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class Trend(NamedTuple):
    """`per_minute` is Theil's and Sen's slope, the median of those of all pairs; `support` is Kendall's tau-b, from -1 to 1: 0 is no trend."""

    per_minute: float
    support: float


def trend(points: Sequence[tuple[float, float]]) -> Trend:
    """Of points (seconds, value) at different times, two or more."""
    slopes = [(high - low) / (late - early) * 60 for n, (late, high) in enumerate(points) for early, low in points[:n]]
    signs = sum([(slope > 0) - (slope < 0) for slope in slopes])
    untied = sum([slope != 0 for slope in slopes])
    return Trend(median(slopes), signs / sqrt(untied * len(slopes)) if untied else 0.0)
