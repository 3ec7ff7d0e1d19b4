"""What each kind of rule makes of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random

import pytest

from synth.runtime.expectation import Check
from synth.runtime.metrics import bounds, counts, latency, logs, sigma, slope
from synth.runtime.metrics.logs import Tally
from synth.runtime.metrics.moment import Moment
from synth.runtime.metrics.ports import Points, Query
from synth.runtime.metrics.rules import Bounds, Counts, Latency, LogErrors, Measure, Sigma, Slope
from synth.runtime.screen import Screen

TIME, BASE = Query("N", "Time", "p95"), Query("N", "Time", "p95", 60, (("G", "base"),))
ERRORS, REQUESTS = Query("N", "Errors", "Sum"), Query("N", "Requests", "Sum")
BASE_ERRORS, BASE_REQUESTS = (query._replace(dimensions=(("G", "base"),)) for query in (ERRORS, REQUESTS))
START, MINUTES = 6000.0, 30


def minutely(values: Sequence[float | None], start: float = START) -> Points:
    """A point each minute; None for a minute without one."""
    return tuple((start + 60 * n, float(value)) for n, value in enumerate(values) if value is not None)


def seen(data: Mapping[Query, Sequence[float | None]], last: bool = True, before: Sequence[float] = (), minutes: int = 0) -> Moment:
    length = minutes or max([len(values) for values in data.values()] or [MINUTES])
    whole = {query: minutely(values) for query, values in data.items()}
    return Moment(whole, START, START + 60 * length, 30, 0.05, 1.0, last, {TIME: minutely(before, 0)}, 0, 6000)


def short(check: Check) -> tuple[str, str]:
    return check.result, check.observed


AT_MOST_2 = Bounds("p95", "inconclusive", Measure(TIME), None, 2.0)


@pytest.mark.row("R3a", "a value above or below fails")
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 1, 3, 3, 1, 3, 1], ("passed", "1 to 3, 2 outside in a row")),
        ([1, 3, 3, 3], ("failed", "1 to 3, 3 outside in a row")),
        ([3, None, 3, None, 3, None], ("failed", "3 to 3, 3 outside in a row")),
        ([1, 1, 1, 1], ("inconclusive", "4 points")),
        ([], ("inconclusive", "no data")),
        ([1, 1, 1, 1, 1, None, None, None, None, 9], ("passed", "1 to 9, 1 outside in a row")),
        ([2, 2, 2, 2, 2], ("passed", "2 to 2, 0 outside in a row")),
    ],
)
def test_bounds(values: list[float | None], expected: tuple[str, str]) -> None:
    assert expected == short(bounds.judge(AT_MOST_2, seen({TIME: values})))


def test_points_of_before_the_window_and_of_a_period_that_is_not_over_do_not_count() -> None:
    moment = Moment({TIME: ((START - 60, 9.0), *minutely([1, 1, 1, 1, 1, 9]))}, START, START + 330, 30, 0.05, 1.0, True)
    assert ("passed", "1 to 1, 0 outside in a row") == short(bounds.judge(AT_MOST_2, moment))


def test_a_series_that_ended_is_no_pass() -> None:
    ended: list[float | None] = [1.0] * 10
    assert ("inconclusive", "no data for the last 5 min") == short(bounds.judge(AT_MOST_2, seen({TIME: ended}, minutes=15)))
    assert "passed" == bounds.judge(AT_MOST_2, seen({TIME: ended}, minutes=14)).result
    assert "passed" == bounds.judge(AT_MOST_2, seen({TIME: ended}, last=False, minutes=15)).result


def test_missing_data_fail_where_that_is_asked_and_only_at_the_end() -> None:
    strict = AT_MOST_2._replace(nodata="fail")
    assert ["inconclusive", "failed"] == [bounds.judge(strict, seen({}, last)).result for last in (False, True)]


def test_errors_per_request_are_none_where_there_are_requests_and_no_errors() -> None:
    rule = Bounds("rate", "inconclusive", Measure(ERRORS, REQUESTS), None, 0.1, in_a_row=1)
    calm = seen({ERRORS: [None, None, 5, None, None, None], REQUESTS: [100, 100, 100, 100, 100, 0]})
    assert ("passed", "0 to 0.05, 0 outside in a row") == short(bounds.judge(rule, calm))
    assert ("inconclusive", "no data") == short(bounds.judge(rule, seen({ERRORS: [1, 1, 1, 1, 1, 1]})))


@pytest.mark.row("R3b", "a slope fails where it is steep and steady")
def test_a_slope_has_to_be_steep_and_steady() -> None:
    rule = Slope("memory", "inconclusive", Measure(TIME), most=0.5)
    leak = [n + (n % 3) / 10 for n in range(12)]
    noise = [(n * 7 % 5) * 10 for n in range(12)]
    found = [slope.judge(rule, seen({TIME: values})) for values in (leak, noise, [1.0] * 12, [12.0 - n for n in range(12)], leak[:9])]
    assert ["failed", "passed", "passed", "passed", "inconclusive"] == [one.result for one in found]
    assert "1 per minute, support 1.00" == found[0].observed
    falls = rule._replace(most=None, least=-0.5)
    assert ["failed", "passed"] == [slope.judge(falls, seen({TIME: values})).result for values in ([12.0 - n for n in range(12)], leak)]


@pytest.mark.row("R3c", "a value too many sigma from what was before fails")
def test_sigma_measures_by_what_was_before() -> None:
    before = [10, 11, 9, 10, 12, 8, 10, 11, 9, 10]
    rule = Sigma("p95", "inconclusive", Measure(TIME), Measure(TIME))

    def found(values: Sequence[float], changed: Sigma = rule, base: Sequence[float] = before) -> str:
        return sigma.judge(changed, seen({TIME: values}, before=base)).result

    assert ["passed", "failed", "passed"] == [found(values) for values in ([10.0] * 8, [10, 10, 14, 14, 14], [10, 14, 14, 10, 14, 14])]
    assert ["failed", "passed"] == [found([4.0] * 5, rule._replace(side=side)) for side in ("below", "above")]
    assert "inconclusive" == found([10.0] * 8, base=before[:4])
    assert "inconclusive" == found([10.0] * 4)
    outlier = [*before, 500]
    assert ["passed", "failed"] == [found([20.0] * 5, rule._replace(spread=spread), outlier) for spread in ("deviation", "mad")]
    assert ["passed", "failed"] == [found(values, base=[10.0] * 10) for values in ([10.2] * 5, [10.4] * 5)]
    assert ["passed", "failed"] == [found(values, base=[0.0] * 10) for values in ([0.0] * 5, [1.0] * 5)]


COUNTS = Counts("errors", "inconclusive", Measure(ERRORS, REQUESTS), Measure(BASE_ERRORS, BASE_REQUESTS))


def beside(errors: Sequence[float | None], base: Sequence[float | None], requests: float = 50, last: bool = True) -> Moment:
    length = max(len(errors), len(base))
    return seen({ERRORS: errors, REQUESTS: [requests] * length, BASE_ERRORS: base, BASE_REQUESTS: [950] * length}, last)


@pytest.mark.row("R4a", "a share that fails more often than the rest is found, and one that fails alike is not")
def test_a_canary_that_fails_more_often_is_found_and_one_that_fails_alike_is_not() -> None:
    worse = counts.judge(COUNTS, beside([2, 1, 2, 1], [5, 4, 5, 5], last=False))
    assert ("failed", "3.00%, beside it 0.50%") == short(worse)
    assert "evidence 27.8; 6 of 200 beside 19 of 3800; were this the only look, p 0.0012" == worse.evidence
    assert ("passed", "0.40%, beside it 0.51%") == short(counts.judge(COUNTS, beside([1, None, None, None, None], [5, 4, 5, 5, 5])))
    assert ("passed", "0.00%, beside it 5.05%") == short(counts.judge(COUNTS, beside([None] * 10, [48] * 10)))


def test_a_canary_of_which_nothing_is_known_does_not_pass() -> None:
    none = [None] * 5
    assert ("inconclusive", "no data") == short(counts.judge(COUNTS, seen({BASE_ERRORS: [1], BASE_REQUESTS: [950] * 5})))
    assert ("inconclusive", "50 requests, 100 wanted") == short(counts.judge(COUNTS, beside(none, none, requests=10)))
    assert ("inconclusive", "no requests beside it") == short(counts.judge(COUNTS, seen({REQUESTS: [50] * 5})))
    ended = seen({REQUESTS: [50] * 5, BASE_REQUESTS: [950] * 15})
    assert ("inconclusive", "no data for the last 10 min") == short(counts.judge(COUNTS, ended))
    ended = seen({REQUESTS: [50] * 15, BASE_REQUESTS: [950] * 5})
    assert ("inconclusive", "no data for the last 10 min beside it") == short(counts.judge(COUNTS, ended))


def test_guards_of_counts() -> None:
    small = seen({ERRORS: [5], REQUESTS: [10_000], BASE_REQUESTS: [190_000]})
    assert ["passed", "failed"] == [counts.judge(COUNTS._replace(ignore_below=share), small).result for share in (0.001, 0.0001)]
    both_bad = beside([5] * 5, [95] * 5)
    assert ["passed", "failed"] == [counts.judge(COUNTS._replace(most=most), both_bad).result for most in (None, 0.05)]


def series(seed: int, factor: float = 1.0, minutes: int = MINUTES) -> list[float | None]:
    random = Random(seed)
    return [0.2 * factor * random.lognormvariate(0, 0.1) for _ in range(minutes)]


LATENCY = Latency("p95", "inconclusive", Measure(TIME), Measure(BASE))


@pytest.mark.row("R4a", "a share that is slower is found, and one that is a little slower is not")
def test_a_slower_canary_is_found_and_a_faster_or_a_slightly_slower_one_is_not() -> None:
    found = [latency.judge(LATENCY, seen({TIME: series(1, factor), BASE: series(2)})) for factor in (1.0, 1.4, 1.1, 0.5)]
    assert ["passed", "failed", "passed", "passed"] == [one.result for one in found]
    assert "not slower beyond chance and 1.2 times" == found[1].wanted


def test_guards_of_latency() -> None:
    slow = seen({TIME: series(1, 2), BASE: series(2)})
    assert ["failed", "passed"] == [latency.judge(LATENCY._replace(ignore_below=below), slow).result for below in (0.3, 0.5)]
    both_slow = seen({TIME: series(1, 20, 3), BASE: series(2, 20, 3)}, last=False)
    found = latency.judge(LATENCY._replace(most=2), both_slow)
    assert ("failed", True) == (found.result, found.observed.startswith("3 in a row over 2, up to 4."))


@pytest.mark.parametrize(
    ("canary", "base", "observed"),
    [
        ([], series(2), "no data"),
        (series(1), [], "no data beside it"),
        (series(1, minutes=4), series(2, minutes=8), "4 points"),
        ([0.0] * 8, series(2, minutes=8), "too few values above 0"),
        (series(1, minutes=8), series(2, minutes=20), "no data for the last 12 min"),
        (series(1, minutes=20), series(2, minutes=8), "no data for the last 12 min beside it"),
    ],
)
def test_latency_of_which_too_little_is_known_does_not_pass(canary: list[float | None], base: list[float | None], observed: str) -> None:
    assert ("inconclusive", observed) == short(latency.judge(LATENCY, seen({TIME: canary, BASE: base})))


LOGS = LogErrors("log", "inconclusive", "/ecs/web", "ERROR", most=2)


def judged_logs(rule: LogErrors, now: Tally, before: Tally | None = None, last: bool = True) -> Check:
    return logs.judge(rule, now, before, seen({}, last), Screen())


def test_log_errors_up_to_a_number() -> None:
    found = [judged_logs(LOGS, Tally(errors, 600, True, ("ERROR \x1b[31m",))) for errors in (2, 3)]
    assert [("passed", "2 in 10 min"), ("failed", "3 in 10 min")] == [short(one) for one in found]
    assert "ERROR \\x1b[31m" == found[0].evidence


def test_a_release_that_logs_nothing_fails_at_the_end_unless_that_is_to_be_inconclusive() -> None:
    quiet = LOGS._replace(silence="inconclusive")
    found = [judged_logs(rule, Tally(0, 600), last=last) for rule, last in ((LOGS, False), (LOGS, True), (quiet, True))]
    assert [(result, "no log events at all") for result in ("inconclusive", "failed", "inconclusive")] == [short(one) for one in found]


def test_log_errors_beside_those_of_before() -> None:
    rule = LOGS._replace(most=None, ratio=2.0)
    before = Tally(20, 1800, True)
    found = [judged_logs(rule, Tally(errors, 600, True), before).result for errors in (7, 13, 40)]
    assert ["passed", "passed", "failed"] == found
    assert ("inconclusive", "no log events before the release") == short(judged_logs(rule, Tally(9, 600, True), Tally(0, 1800)))
    assert "failed" == judged_logs(rule, Tally(9, 600, True), Tally(0, 1800, True)).result
