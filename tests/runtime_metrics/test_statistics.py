"""The statistics, held against counting everything out and against sums made another way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from math import comb, erfc, exp, log, sqrt
from random import Random

import pytest

from synth.runtime.metrics.e_process import Evidence, Minute, evidence
from synth.runtime.metrics.fisher import binomial, fisher
from synth.runtime.metrics.mann_whitney import p_larger
from synth.runtime.metrics.persistence import widening
from synth.runtime.metrics.slopes import Trend, trend
from synth.runtime.metrics.spread import mean_and_sigma, median, median_and_mad, shift_ratio


def counted_out(first: list[float], second: list[float]) -> Fraction:
    """The share of all ways to deal the values in which U is at least what it is."""
    pooled = first + second

    def u(chosen: tuple[int, ...]) -> int:
        rest = [pooled[n] for n in range(len(pooled)) if n not in chosen]
        return sum(pooled[n] > other for n in chosen for other in rest)

    seen = u(tuple(range(len(first))))
    ways = [u(chosen) >= seen for chosen in combinations(range(len(pooled)), len(first))]
    return Fraction(sum(ways), len(ways))


@pytest.mark.parametrize("sizes", [(1, 1), (1, 4), (3, 3), (5, 5), (4, 7), (6, 5)])
def test_mann_whitney_without_ties_is_what_counting_gives(sizes: tuple[int, int]) -> None:
    random = Random(sum(sizes))
    for shift in (-0.5, 0.0, 0.5):
        first, second = ([random.random() + more for _ in range(size)] for size, more in zip(sizes, (shift, 0.0), strict=True))
        assert float(counted_out(first, second)) == pytest.approx(p_larger(first, second), rel=1e-12)


def test_mann_whitney_with_ties_is_the_corrected_normal() -> None:
    first, second = [1.0, 2.0, 2.0, 3.0], [2.0, 1.0, 1.0]
    u = 9.0  # of pairs that are larger, and halves of ties: 1 has 0 + ½ + ½, each 2 has ½ + 1 + 1, 3 has 3
    variance = 4 * 3 / 12 * (8 - ((27 - 3) + (27 - 3)) / (7 * 6))
    assert erfc((u - 6 - 0.5) / sqrt(variance) / sqrt(2)) / 2 == pytest.approx(p_larger(first, second), rel=1e-12)


def test_mann_whitney_of_many_is_near_the_exact_one() -> None:
    random = Random(5)
    first, second = [random.gauss(0.5, 1) for _ in range(20)], [random.gauss(0, 1) for _ in range(20)]
    exact = p_larger(first, second)
    assert exact == pytest.approx(p_larger(first, second, 1 + 1e-12), rel=0.06)
    assert exact < p_larger(first, second, 3.0) < 0.5


@pytest.mark.parametrize(("first", "second"), [([], [1.0]), ([1.0], []), ([2.0, 2.0], [2.0, 2.0, 2.0])])
def test_mann_whitney_of_nothing_or_of_equals_proves_nothing(first: list[float], second: list[float]) -> None:
    assert 1.0 == p_larger(first, second)


@pytest.mark.parametrize(("a", "n1", "b", "n2"), [(0, 10, 0, 90), (3, 10, 5, 90), (5, 5, 0, 20), (7, 50, 12, 950), (40, 60, 30, 50)])
def test_fisher_is_the_tail_of_the_hypergeometric_distribution(a: int, n1: int, b: int, n2: int) -> None:
    hits = a + b
    tail = sum(comb(n1, k) * comb(n2, hits - k) for k in range(a, min(hits, n1) + 1))
    assert float(Fraction(tail, comb(n1 + n2, hits))) == pytest.approx(fisher(a, n1, b, n2), rel=1e-9)


def test_the_tail_of_the_binomial_distribution() -> None:
    share = Fraction(3, 10)
    tail = sum(comb(12, k) * share**k * (1 - share) ** (12 - k) for k in range(6, 13))
    assert float(tail) == pytest.approx(binomial(6, 12, 0.3), rel=1e-9)
    assert [1.0, 0.0, 1.0] == [binomial(0, 12, 0.3), binomial(1, 12, 0.0), binomial(1, 12, 1.0)]


def mixed(a: int, b: int) -> float:
    """The integral of p^a (1-p)^b over the arcsine distribution: with p = sin², the mean of sin^2a cos^2b, exact for a periodic function."""
    from math import cos, pi, sin

    steps = 4 * (a + b + 1)
    return sum(sin(pi * n / steps) ** (2 * a) * cos(pi * n / steps) ** (2 * b) for n in range(steps)) / steps


@pytest.mark.parametrize(("a", "b", "share"), [(0, 0, 0.05), (1, 0, 0.05), (2, 0, 0.05), (3, 7, 0.05), (0, 30, 0.05), (9, 9, 0.5)])
def test_the_e_value_is_the_mixture_s_likelihood_over_that_of_the_share(a: int, b: int, share: float) -> None:
    found = evidence([Minute(a, 1000 * share, b, 1000 * (1 - share))])
    assert mixed(a, b) / (share**a * (1 - share) ** b) == pytest.approx(exp(found.logarithm), rel=1e-9)


def test_the_e_value_is_on_average_one_at_any_number_of_errors() -> None:
    """Which is why it seldom grows: over all outcomes of ten errors, and of errors in minutes with different shares."""
    shares = (0.05, 0.05, 0.3, 0.5)
    total = 0.0
    for outcome in range(2 ** len(shares)):
        mine = [outcome >> n & 1 for n in range(len(shares))]
        chance = exp(sum(log(q if one else 1 - q) for one, q in zip(mine, shares, strict=True)))
        minutes = [Minute(one, 1000 * q, 1 - one, 1000 * (1 - q)) for one, q in zip(mine, shares, strict=True)]
        total += chance * exp(evidence(minutes).logarithm)
    assert 1.0 == pytest.approx(total, rel=1e-9)


def test_evidence_fires_at_twenty_and_only_for_the_worse_one() -> None:
    assert [False, True] == [evidence([Minute(a, 50, 0, 950)]).fires(0.05) for a in (1, 2)]
    assert not evidence([Minute(0, 500, 40, 500)]).fires(0.05)


def test_errors_that_all_had_while_the_canary_had_much_traffic_are_not_the_canary_s() -> None:
    quiet, busy = Minute(0, 50, 0, 950), Minute(60, 500, 60, 500)
    assert not evidence([quiet] * 20 + [busy]).fires(0.05)
    together = Minute(60, 50 * 20 + 500, 60, 950 * 20 + 500)
    assert evidence([together]).fires(0.05)


def test_minutes_without_requests_on_one_side_prove_nothing() -> None:
    assert Evidence(0.0, 0.0, 0.0, 0.0, 0.0, 0.0) == evidence([Minute(5, 50, 0, 0), Minute(0, 0, 3, 900)])
    assert 7.0 == evidence([Minute(7, 5, 0, 100)]).requests  # more errors than requests: a request each


def test_where_a_sample_lies_and_how_wide_it_is() -> None:
    assert (2.0, 2.5) == (median([3, 1, 2]), median([4, 1, 2, 3]))
    assert pytest.approx((5.0, sqrt(32 / 7))) == mean_and_sigma([2, 4, 4, 4, 5, 5, 7, 9])
    assert (3.0, 0.0) == mean_and_sigma([3])
    assert pytest.approx((2.0, 1.4826), rel=1e-4) == median_and_mad([1, 1, 2, 2, 4, 6, 9])


def test_the_ratio_is_that_of_the_middle_pair() -> None:
    assert 3.0 == pytest.approx(shift_ratio([3, 6, 12], [1, 2, 4]))
    assert 3.0 == pytest.approx(shift_ratio([3, 6, 12, 3000], [1, 2, 4, 1000]))
    assert exp(median([log(a / b) for a in (5, 7, 1) for b in (2, 3)])) == pytest.approx(shift_ratio([5, 7, 1], [2, 3]))


def test_a_trend_is_the_middle_slope_and_how_many_pairs_agree() -> None:
    assert Trend(2.0, 1.0) == trend([(0, 1), (60, 3), (120, 5), (240, 9)])
    assert Trend(0.0, 0.0) == trend([(0, 1), (60, 1), (120, 1)])
    noisy = trend([(0, 0), (60, 1), (120, 2), (180, 100), (240, 4), (300, 5)])
    assert pytest.approx((1.0, 11 / 15)) == noisy
    tied = trend([(0, 0), (60, 0), (120, 1)])
    assert pytest.approx((0.5, 2 / sqrt(2 * 3))) == tied


def test_neighbours_that_are_alike_widen_and_independent_ones_hardly_do() -> None:
    random = Random(3)

    def series(correlation: float) -> list[float]:
        found, state = [], random.gauss(0, 1)
        for _ in range(3000):
            found.append(exp(state))
            state = correlation * state + random.gauss(0, sqrt(1 - correlation**2))
        return found

    assert 1.0 == pytest.approx(widening(series(0.0), series(0.0)), abs=0.1)
    assert 3.0 == pytest.approx(widening(series(0.5), series(0.5)), abs=0.3)
    assert 1.0 <= widening([1.0, 1.0], [1.0, 1.0]) <= 19.0
    assert widening([1, 2, 1, 2, 1], [1, 2, 1, 2, 1]) < 3.0 < widening([1, 2, 3, 4, 5], [1, 2, 3, 4, 5])
