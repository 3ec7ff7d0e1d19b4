"""The Mann-Whitney U test, one-sided: whether one sample tends to be larger than another, whatever their distribution."""

from __future__ import annotations

from math import comb, erfc, sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_EXACT = 400  # pairs up to which the distribution is counted out; beyond, the normal one is as good


def p_larger(first: Sequence[float], second: Sequence[float], widening: float = 1.0) -> float:
    """The probability of a U at least this large if neither sample tends to be larger; 1 where one is empty.

    Exact without ties up to 400 pairs, else normal with corrections for ties and continuity. `widening` is by what factor U varies more than for
    independent values; other than 1, the distribution is taken as normal.
    """
    m, n = len(first), len(second)
    if not m or not n:
        return 1.0
    rank_sum, ties = _ranked(first, second)
    u = rank_sum - m * (m + 1) / 2
    if not ties and m * n <= MOST_EXACT and widening == 1:
        return sum(_ways(m, n)[int(u) :]) / comb(m + n, m)
    total = m + n
    variance = widening * m * n / 12 * (total + 1 - ties / (total * (total - 1)))
    if variance <= 0:  # all are equal
        return 1.0
    return erfc((u - m * n / 2 - 0.5) / sqrt(2 * variance)) / 2


def _ranked(first: Sequence[float], second: Sequence[float]) -> tuple[float, int]:
    """The sum of the first sample's ranks, those of ties shared, and the sum of t³ - t over groups of t ties."""
    pooled = sorted([(value, 1) for value in first] + [(value, 0) for value in second])
    rank_sum, ties, at = 0.0, 0, 0
    while at < len(pooled):
        end = at
        while end < len(pooled) and pooled[end][0] == pooled[at][0]:
            end += 1
        size = end - at
        rank_sum += (at + end + 1) / 2 * sum([mark for _, mark in pooled[at:end]])
        ties += size**3 - size
        at = end
    return rank_sum, ties


def _ways(m: int, n: int) -> list[int]:
    """In how many orders of m and n values U is 0, 1, 2, …: the coefficients of the Gaussian binomial, product of (1 - q^(n+i)) / (1 - q^i)."""
    ways = [1] + [0] * (m * n)
    for i in range(1, m + 1):
        for at in range(m * n, n + i - 1, -1):
            ways[at] -= ways[at - n - i]
        for at in range(i, m * n + 1):
            ways[at] += ways[at - i]
    return ways
