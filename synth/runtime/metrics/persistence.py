"""How much the points of a series resemble their neighbours: such points are fewer observations than they are points."""

from __future__ import annotations

from itertools import pairwise
from math import log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL, WEIGHT, MOST = 0.5, 10, 0.9  # of minutes' latencies; for as many points as that is believed; a bound that keeps the widening finite


def widening(*samples: Sequence[float]) -> float:
    """By what factor a rank test's variance is larger than for independent values: (1 + r) / (1 - r), 1 or more. All values are above 0.

    r is the correlation of neighbours in the samples' logarithms, drawn towards 0.5 while there are few: a short series always looks independent.
    """
    products = squares = 0.0
    count = sum(map(len, samples))
    for sample in samples:
        mean = sum(map(log, sample)) / len(sample)
        deviations = [log(value) - mean for value in sample]
        products += sum([one * following for one, following in pairwise(deviations)])
        squares += sum([one * one for one in deviations])
    seen = (products / squares if squares else 0.0) + len(samples) / count  # a sample's own mean takes 1/n of the correlation away
    r = min(MOST, max(0.0, (count * seen + WEIGHT * USUAL) / (count + WEIGHT)))
    return (1 + r) / (1 - r)
