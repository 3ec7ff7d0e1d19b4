"""Exact tests of counts, one-sided: Fisher's for two samples, the binomial one for a count against its share."""

from __future__ import annotations

from math import exp, lgamma, log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def fisher(a: int, n1: int, b: int, n2: int) -> float:
    """The probability of `a` or more of the a + b hits among the n1 of n1 + n2 tries, if all tries are alike."""
    hits, tries = a + b, n1 + n2
    base = _choose(tries, hits)
    return _sum([_choose(n1, k) + _choose(n2, hits - k) - base for k in range(max(a, hits - n2), min(hits, n1) + 1)])


def binomial(a: int, total: int, share: float) -> float:
    """The probability of `a` or more of `total` hits where each falls here with probability `share`."""
    if a <= 0:
        return 1.0
    if share <= 0 or share >= 1:
        return float(share >= 1)
    return _sum([_choose(total, k) + k * log(share) + (total - k) * log(1 - share) for k in range(a, total + 1)])


def _choose(n: int, k: int) -> float:
    """The logarithm of the binomial coefficient."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def _sum(logarithms: Iterable[float]) -> float:
    return min(1.0, sum(sorted([exp(one) for one in logarithms])))
