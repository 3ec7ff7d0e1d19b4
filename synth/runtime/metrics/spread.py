"""Where a sample lies and how wide it is."""

from __future__ import annotations

from math import exp, log, sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MAD_TO_SIGMA = 1.482602218505602  # 1 / the 75th percentile of the normal distribution


def median(values: Sequence[float]) -> float:
    """Raises IndexError for no values."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(values) % 2 else (ordered[half - 1] + ordered[half]) / 2


def mean_and_sigma(values: Sequence[float]) -> tuple[float, float]:
    """The mean and the standard deviation of what the sample comes from (n - 1); 0 for a single value."""
    mean = sum(values) / len(values)
    return mean, sqrt(sum([(value - mean) ** 2 for value in values]) / (len(values) - 1)) if len(values) > 1 else 0.0


def median_and_mad(values: Sequence[float]) -> tuple[float, float]:
    """The median, and the median distance from it scaled so that for a normal sample it is sigma; outliers hardly move either."""
    middle = median(values)
    return middle, _MAD_TO_SIGMA * median([abs(value - middle) for value in values])


def shift_ratio(first: Sequence[float], second: Sequence[float]) -> float:
    """By what factor the first sample is larger: e to the Hodges-Lehmann shift of the logarithms. All values are above 0, neither is empty."""
    logarithms = [log(value) for value in second]
    return exp(median([high - low for high in map(log, first) for low in logarithms]))
