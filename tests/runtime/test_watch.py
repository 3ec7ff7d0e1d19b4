"""When a release counts as proved, on a clock that costs nothing."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.runtime.address import address
from synth.runtime.probe import CUT_SHORT, RIGHT, UNREACHED, WRONG, Target
from synth.runtime.screen import Screen
from synth.runtime.verdict import Verdict
from synth.runtime.watch import Plan, Round, judge, kind_of, pause, proved, slowest_p95, streak, watch
from tests.runtime.fakes import BAD, GOOD, REFUSED, SILENT, FakeClock, FakeHttp, Reply, seen

URL = "http://a.example/health"
TARGETS = (Target(address(URL)),)


def tried(plan: Plan, replies: list[Reply], seconds: float = 0.1) -> tuple[list[Round], Verdict, FakeClock, FakeHttp]:
    """Without jitter: each wait is the whole bound."""
    clock = FakeClock()
    http = FakeHttp(clock, replies, seconds)
    rounds = list(watch(plan, http, clock, Screen(), lambda: 0.999999))
    return rounds, judge(plan, rounds), clock, http


def test_three_right_answers_in_a_row_pass_at_once() -> None:
    rounds, verdict, clock, _ = tried(Plan(TARGETS), [GOOD])
    assert (3, Verdict("passed", "3 right answers in a row"), [5.0, 5.0]) == (len(rounds), verdict, clock.slept)


def test_failures_back_off_and_a_success_resets() -> None:
    _, verdict, clock, _ = tried(Plan(TARGETS), [BAD, BAD, BAD, BAD, BAD, GOOD, BAD, GOOD])
    assert ("passed", [5, 10, 20, 30, 30, 5, 5, 5, 5]) == (verdict.outcome, [round(wait) for wait in clock.slept])


@pytest.mark.parametrize(
    ("replies", "deadline", "outcome", "reason"),
    [
        ([BAD], 60, "failed", f"{URL}: status is 500, wanted 200 (empty body)"),
        ([REFUSED], 60, "inconclusive", f"{URL} was never reached: the connection was refused"),
        ([SILENT], 60, "inconclusive", f"{URL} was never reached: no complete answer"),
        ([REFUSED, BAD], 60, "failed", f"{URL}: status is 500, wanted 200 (empty body)"),
        ([BAD, REFUSED], 60, "failed", f"{URL} answered before, and at the deadline did not: the connection was refused"),
        ([GOOD, GOOD, REFUSED], 60, "failed", f"{URL} answered before, and at the deadline did not: the connection was refused"),
        ([GOOD], 6, "inconclusive", "too late: 2 of 3 right answers in a row at the deadline"),
        ([REFUSED, BAD, GOOD], 21, "inconclusive", "too late: 2 of 3 right answers in a row at the deadline"),
        (
            [GOOD, BAD, GOOD, BAD, GOOD],
            21,
            "failed",
            f"answers keep changing: 1 of 3 right answers in a row at the deadline, and before that {URL}: status is 500, wanted 200 (empty body)",
        ),
        ([GOOD, GOOD, SILENT], 12, "inconclusive", "too late: 2 of 3 right answers in a row at the deadline"),
        ([SILENT], 3, "inconclusive", "the deadline passed before one whole try"),
    ],
)
def test_what_the_deadline_finds(replies: list[Reply], deadline: float, outcome: str, reason: str) -> None:
    _, verdict, clock, _ = tried(Plan(TARGETS, deadline=deadline), replies)
    assert Verdict(outcome, reason) == verdict
    assert clock.now() - 1000 <= deadline


def test_a_try_gets_no_more_time_than_is_left_and_silence_in_less_proves_nothing() -> None:
    clock = FakeClock()
    http = FakeHttp(clock, [SILENT])
    rounds = list(watch(Plan(TARGETS, deadline=13, interval=1), http, clock, Screen(), lambda: 0.5))
    assert ([5.0, 5.0, 1.5], 1013) == ([within for _, within in http.asked], clock.now())
    assert [UNREACHED, UNREACHED, CUT_SHORT] == [kind_of(one) for one in rounds]


def test_a_long_wait_is_shortened_to_leave_one_whole_last_try() -> None:
    assert [25, 30, None, 0.5] == [
        pause(Plan(TARGETS), 9, 30, lambda: 0.999),
        round(pause(Plan(TARGETS), 9, 40, lambda: 0.99999) or 0),
        pause(Plan(TARGETS), 9, 4, lambda: 0.5),
        pause(Plan(TARGETS), 1, 4, lambda: 0.1),
    ]


def test_every_address_has_to_be_right_in_the_same_rounds() -> None:
    targets = (*TARGETS, Target(address("http://b.example/")))
    clock = FakeClock()
    fates = {"a.example": iter([GOOD, BAD, GOOD, GOOD]), "b.example": iter([GOOD, GOOD, GOOD, GOOD])}
    http = FakeHttp(clock, lambda asked: next(fates[asked.host]))
    rounds = list(watch(Plan(targets, consecutive=2), http, clock, Screen(), lambda: 0.5))
    assert [RIGHT, WRONG, RIGHT, RIGHT] == [kind_of(one) for one in rounds]


def test_an_address_that_was_never_reached_does_not_fail_beside_one_that_was() -> None:
    plan = Plan((*TARGETS, Target(address("http://b.example/"))))
    rounds = [(seen(RIGHT, url="a"), seen(UNREACHED, status=None, url="b"))]
    assert Verdict("inconclusive", "b was never reached: status is 500, wanted 200") == judge(plan, rounds)


def test_twenty_right_answers_are_needed_for_a_percentile() -> None:
    plan = Plan(TARGETS, interval=1, p95_ms=100)
    rounds, verdict, _, _ = tried(plan, [GOOD], seconds=0.0625)
    assert (20, Verdict("passed", "3 right answers in a row, p95 62 ms")) == (len(rounds), verdict)
    _, verdict, _, _ = tried(plan._replace(deadline=30), [GOOD], seconds=0.25)
    assert Verdict("failed", "the last 20 right answers have a p95 of 250 ms, wanted 100 ms or less") == verdict
    rounds, verdict, _, _ = tried(plan._replace(deadline=10), [GOOD])
    reason = f"inconclusive-not-enough-samples: p95 takes 20 right answers, {len(rounds)} came before the deadline"
    assert Verdict("inconclusive", reason) == verdict


def test_a_service_that_warms_up_passes_once_its_last_twenty_answers_are_fast() -> None:
    rounds = [(seen(RIGHT, 900.0),)] * 5 + [(seen(RIGHT, 50.0),)] * 18
    plan = Plan(TARGETS, p95_ms=100)
    assert [False, True] == [proved(plan, rounds), proved(plan, [*rounds, (seen(RIGHT, 50.0),)])]
    assert 900.0 == slowest_p95(rounds)


def test_the_percentile_is_that_of_the_slowest_address() -> None:
    rounds = [(seen(RIGHT, float(n)), seen(RIGHT, 10.0 * n)) for n in range(1, 21)]
    assert 190.0 == slowest_p95(rounds)


KINDS = st.lists(st.sampled_from([RIGHT, WRONG, UNREACHED]), min_size=1, max_size=30)
REPLIES: dict[str, Reply] = {RIGHT: GOOD, WRONG: BAD, UNREACHED: REFUSED}


@settings(max_examples=150, deadline=None)
@given(KINDS, st.integers(1, 5))
def test_it_passes_exactly_when_a_window_of_right_answers_lies_before_the_deadline(kinds: list[str], wanted: int) -> None:
    # with an interval of 1 s, answers that take no time and no back-off, try number n is at n seconds, so that the deadline cuts after the last
    clock = FakeClock()
    plan = Plan(TARGETS, consecutive=wanted, interval=1, deadline=len(kinds) - 0.5)
    shuffled = random.Random(0)
    http = FakeHttp(clock, [REPLIES[kind] for kind in kinds], seconds=0)
    flat = plan._replace(timeout=1)
    rounds: list[Round] = []
    for one in watch(flat, http, clock, Screen(), shuffled.random):
        rounds.append(one)
        if len(rounds) == len(kinds):
            break
    verdict = judge(flat, rounds)
    fate = [kind == RIGHT for kind in kinds[: len(rounds)]]
    windows = [all(fate[at : at + wanted]) for at in range(len(fate) - wanted + 1)]
    assert any(windows) == (verdict.outcome == "passed")
    assert not any(windows) or len(rounds) == windows.index(True) + wanted


@settings(max_examples=150, deadline=None)
@given(KINDS, st.integers(1, 5))
def test_a_release_that_never_answered_neither_passes_nor_fails(kinds: list[str], wanted: int) -> None:
    rounds = [(seen(kind, status=None if kind == UNREACHED else 200),) for kind in kinds]
    outcome = judge(Plan(TARGETS, consecutive=wanted), rounds).outcome
    assert (outcome == "passed") == (streak(rounds, wanted) == wanted)
    if set(kinds) == {UNREACHED}:
        assert outcome == "inconclusive"
    if kinds[-1] == WRONG:
        assert outcome == "failed"


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.sampled_from([GOOD, BAD, REFUSED, SILENT]), min_size=1, max_size=20),
    st.floats(0.1, 90),
    st.floats(0, 0.999),
    st.floats(0.01, 8),
)
def test_it_never_outlasts_its_deadline(replies: list[Reply], deadline: float, chance: float, seconds: float) -> None:
    clock = FakeClock()
    plan = Plan(TARGETS, deadline=deadline)
    rounds = list(watch(plan, FakeHttp(clock, replies, seconds), clock, Screen(), lambda: max(chance, 0.01)))
    assert rounds
    assert clock.now() - 1000 <= deadline + 1e-6
