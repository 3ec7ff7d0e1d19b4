"""When a release counts as proved, on a clock that costs nothing."""

from __future__ import annotations

import random
import re

import pytest

from synth.runtime.expectation import Expectation
from synth.runtime.ports import Answer
from synth.runtime.probe import Observation, Target, judge, percentile, watch
from synth.runtime.verdict import Verdict
from synth.runtime.version import VersionEcho, version_path
from tests.runtime.fakes import FakeClock, FakeHttp, Reply

GOOD, BAD = Answer(200), Answer(500)
URL = "https://app.example.com/health"


def tried(
    target: Target, replies: list[Reply], deadline: float = 300.0, seconds: float = 0.1
) -> tuple[list[Observation], Verdict, FakeClock, FakeHttp]:
    clock = FakeClock()
    http = FakeHttp(clock, replies, seconds)
    seen = list(watch(target, http, clock, clock.now() + deadline, wait=lambda base, failures: base))
    return seen, judge(target, seen), clock, http


def test_three_good_answers_in_a_row_pass_at_once() -> None:
    seen, verdict, clock, _ = tried(Target(URL), [GOOD])
    assert (3, Verdict("passed", "3 good answers in a row"), [5.0, 5.0]) == (len(seen), verdict, clock.slept)


def test_a_failure_starts_the_count_again() -> None:
    seen, verdict, _, _ = tried(Target(URL), [GOOD, GOOD, BAD, GOOD, GOOD, GOOD])
    assert ([True, True, False, True, True, True], "passed") == ([o.passed for o in seen], verdict.outcome)


def test_an_address_that_answers_wrongly_until_the_deadline_has_failed() -> None:
    seen, verdict, clock, _ = tried(Target(URL), [BAD], deadline=60)
    assert Verdict("failed", f"status is 500, not 200; 0 of {len(seen)} answers were good") == verdict
    assert clock.now() - 1000 <= 60


def test_an_address_that_was_never_reached_is_inconclusive() -> None:
    _, verdict, _, _ = tried(Target(URL), ["the connection is refused"], deadline=30)
    assert Verdict("inconclusive", "never reached: the connection is refused") == verdict


def test_an_address_that_answered_wrongly_and_then_vanished_has_failed() -> None:
    _, verdict, _, _ = tried(Target(URL), [BAD, "the connection is refused"], deadline=12)
    assert ("failed", True) == (verdict.outcome, verdict.reason.startswith("the connection is refused; 0 of"))


def test_a_deadline_too_short_for_enough_answers_is_inconclusive() -> None:
    _, verdict, _, _ = tried(Target(URL), [GOOD], deadline=6)
    assert Verdict("inconclusive", "2 good answers before the deadline, 3 in a row are wanted") == verdict


def test_a_try_gets_no_more_time_than_is_left() -> None:
    _, _, clock, http = tried(Target(URL, timeout=5, interval=1), ["slow"], deadline=7, seconds=60)
    assert [5.0, 1.0] == [round(timeout, 3) for _, timeout in http.asked]
    assert clock.now() == 1007


def test_the_old_version_is_evidence_against_until_the_new_one_answers() -> None:
    old, new = Answer(200, body=b'{"version": "one"}'), Answer(200, body=b'{"version": "two"}')
    target = Target(URL, version=VersionEcho("two", pointer="/version"))
    seen, verdict, _, _ = tried(target, [old, new, old, new, new, new])
    assert (["one", "two", "one", "two", "two", "two"], "passed") == ([o.version for o in seen], verdict.outcome)
    assert seen[0].why == "version is one, not two"


def test_the_version_is_asked_for_on_its_own_path_without_the_health_query() -> None:
    clock = FakeClock()
    http = FakeHttp(clock, lambda url: Answer(200, {"x-version": "two"}))
    echo = version_path("/about#header:X-Version")
    target = Target(URL + "?key=1", version=VersionEcho("two", echo.path, echo.header), consecutive=1)
    assert [o.passed for o in watch(target, http, clock, clock.now() + 10)] == [True]
    assert ["https://app.example.com/health?key=1", "https://app.example.com/about"] == [url for url, _ in http.asked]


def test_a_version_path_that_does_not_answer_is_a_failed_check_not_an_unreachable_service() -> None:
    clock = FakeClock()
    http = FakeHttp(clock, lambda url: GOOD if url.endswith("/health") else "the connection is refused")
    target = Target(URL, version=VersionEcho("two", "/about"), consecutive=1)
    seen = list(watch(target, http, clock, clock.now() + 8))
    assert Verdict("failed", f"version is the connection is refused, not two; 0 of {len(seen)} answers were good") == judge(target, seen)


def test_redirects_are_an_answer_unless_they_stay_on_the_host() -> None:
    onward, elsewhere = Answer(302, {"location": "/healthz"}), Answer(302, {"location": "https://evil.example.com/"})

    def reply(url: str) -> Answer:
        return GOOD if url.endswith("/healthz") else onward

    clock = FakeClock()
    followed = list(watch(Target(URL, consecutive=1, follow_same_host=True), FakeHttp(clock, reply), clock, clock.now() + 5))
    refused = list(watch(Target(URL, consecutive=1), FakeHttp(clock, reply), clock, clock.now() + 5))
    http = FakeHttp(clock, [elsewhere])
    foreign = list(watch(Target(URL, consecutive=1, follow_same_host=True), http, clock, clock.now() + 3))
    assert (True, "status is 302, not 200", "status is 302, not 200") == (followed[0].passed, refused[0].why, foreign[0].why)
    assert {URL} == {url for url, _ in http.asked}


def test_a_slow_service_fails_its_95th_percentile_after_twenty_answers() -> None:
    seen, verdict, _, _ = tried(Target(URL, p95_ms=100, interval=1), [GOOD], seconds=0.25)
    assert (20, Verdict("failed", "the 95th percentile is 250 ms, not 100 ms or less")) == (len(seen), verdict)


def test_too_few_answers_for_a_percentile_are_inconclusive() -> None:
    seen, verdict, _, _ = tried(Target(URL, p95_ms=100, interval=5), [GOOD], deadline=22)
    assert Verdict("inconclusive", f"{len(seen)} good answers are too few for a 95th percentile: 20 are") == verdict


def test_every_expectation_is_held_against_the_answer() -> None:
    expect = Expectation(("2xx",), {"/status": "ok", "/checks/0": True, "/n": 1}, re.compile("o.?k"))
    checks = expect.checks(Answer(204, body=b'{"status": "down", "checks": [1], "n": 1.0}'))
    assert [
        ("status", True, "204"),
        ("json /status", False, '"down"'),
        ("json /checks/0", False, "1"),
        ("json /n", True, "1.0"),
        ("body", False),
    ] == [(c.name, c.passed, c.observed) if c.name != "body" else (c.name, c.passed) for c in checks]


@pytest.mark.parametrize("seed", range(200))
def test_it_passes_exactly_when_some_window_of_good_answers_lies_before_the_deadline(seed: int) -> None:
    chance = random.Random(seed)
    wanted = chance.randint(1, 4)
    fate = [chance.random() < 0.6 for _ in range(chance.randint(1, 12))]
    replies: list[Reply] = [GOOD if good else BAD for good in fate]
    tries = len(fate)
    seen, verdict, _, _ = tried(Target(URL, consecutive=wanted, interval=1), replies, deadline=1.1 * (tries - 1) + 0.5)
    windows = [all(fate[i : i + wanted]) for i in range(tries - wanted + 1)]
    assert any(windows) == (verdict.outcome == "passed")
    assert len(seen) == (windows.index(True) + wanted if any(windows) else tries)


@pytest.mark.parametrize(
    ("values", "share", "wanted"), [([1.0], 0.95, 1.0), ([float(n) for n in range(1, 21)], 0.95, 19.0), ([3.0, 1.0, 2.0], 0.5, 2.0)]
)
def test_a_percentile_is_a_value_that_was_seen(values: list[float], share: float, wanted: float) -> None:
    assert wanted == percentile(values, share)
