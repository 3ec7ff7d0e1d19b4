"""When failed tasks and bad answers are enough to give a release up, and when they are not."""

from __future__ import annotations

from typing import Any

import pytest

from synth.runtime.ecs.answers import BAD, GOOD, OLD, SILENT, UNSIGNED, Before, Try, before_of, condemned, good_in_a_row, try_of
from synth.runtime.ecs.signs import Failure, failures, given_up
from synth.runtime.ecs.values import Container, Task
from synth.runtime.expectation import Check
from synth.runtime.probe import CUT_SHORT, RIGHT, UNREACHED, WRONG, Observation
from synth.runtime.screen import Screen

SERVED = Before(True, True, frozenset({"v1"}))
UNKNOWN = Before()
LETTERS = {"g": GOOD, "b": BAD, "o": OLD, "u": UNSIGNED, "s": SILENT}


def tries(letters: str, apart: float = 1.0, signed: bool = True) -> list[Try]:
    """One answer for each letter: good, bad, old, unsigned, silent."""
    return [Try(number * apart, LETTERS[one], "500", signed and one in "gbo") for number, one in enumerate(letters)]


@pytest.mark.parametrize("letters", ["", "g" * 20, "bbb", "gbbbg", "obobob", "bgbgbgbg", "ssss", "uuug", "oooooooo", "gbgggbgggbgggb"])
def test_what_may_be_chance_condemns_nothing(letters: str) -> None:
    assert "" == condemned(tries(letters), SERVED)


@pytest.mark.parametrize(
    ("letters", "why"),
    [
        ("bbbb", "4 bad answers in a row: 500"),
        ("gggggbobbob", "4 bad answers in a row: 500"),
        ("gbgbgbbgb", "5 of the last 9 answers are bad: 500"),
        ("uuuu", "4 bad answers in a row: 500"),
        ("gubu" + "u", "4 bad answers in a row: 500"),
        ("ssssssss", "it no longer answers: 500"),
    ],
)
def test_what_is_no_chance_condemns(letters: str, why: str) -> None:
    assert why == condemned(tries(letters), SERVED)


@pytest.mark.parametrize("letters", ["uuuuuuuu", "ssssssssssss"])
def test_answers_that_may_be_anybodys_condemn_nothing_where_the_service_was_not_seen_well_before(letters: str) -> None:
    assert "" == condemned(tries(letters), UNKNOWN)
    assert "" == condemned(tries(letters), Before(True, False))


def test_a_blip_of_a_second_condemns_nothing_that_bears_no_version() -> None:
    assert "" == condemned(tries("uuuuuu", apart=0.3), SERVED)
    assert "" != condemned(tries("bbbb", apart=0.3), SERVED)


def test_a_listener_that_never_answered_is_not_condemned_by_its_silence() -> None:
    assert "" == condemned(tries("s" * 30), SERVED._replace(reached=False))
    assert "" != condemned(tries("g" + "s" * 8), SERVED._replace(reached=False))


@pytest.mark.parametrize(("letters", "all_of_them", "but_old"), [("ggg", 3, 3), ("gogog", 1, 3), ("gogobg", 1, 1), ("ggo", 0, 2), ("ggs", 0, 0)])
def test_right_answers_in_a_row(letters: str, all_of_them: int, but_old: int) -> None:
    assert (all_of_them, but_old) == (good_in_a_row(tries(letters)), good_in_a_row(tries(letters), but_old=True))


def seen(kind: str, version: str = "", status: int | None = 200) -> Observation:
    return Observation("http://web/", 1.0, kind, 5.0, (Check("status", "passed", str(status), "200"),), status, version)


@pytest.mark.parametrize(
    ("one", "expected"),
    [
        (seen(RIGHT, "v2"), (GOOD, True)),
        (seen(WRONG, "v2", 500), (BAD, True)),
        (seen(WRONG, "v1"), (OLD, True)),
        (seen(WRONG, "v1", 500), (OLD, True)),
        (seen(WRONG, "v9"), (BAD, True)),
        (seen(WRONG, "", 503), (UNSIGNED, False)),
        (seen(UNREACHED, "", None), (SILENT, False)),
        (seen(CUT_SHORT, "", None), None),
    ],
)
def test_whose_an_answer_is(one: Observation, expected: tuple[str, bool] | None) -> None:
    found = try_of(one, "v2", SERVED)
    assert expected == (None if found is None else (found.kind, found.signed))


def test_a_release_of_the_version_that_served_before_cannot_be_told_from_it() -> None:
    found = [try_of(seen(kind, "v1"), "v1", SERVED) for kind in (RIGHT, WRONG)]
    assert [(GOOD, False), (BAD, False)] == [(one.kind, one.signed) for one in found if one]


def test_what_was_before_is_right_whatever_its_version() -> None:
    wrong_version = seen(WRONG, "v1")._replace(checks=(Check("status", "passed", "200", "200"), Check("version", "failed", "v1", "v2")))
    assert Before(True, True, frozenset({"v1"})) == before_of([wrong_version])
    assert Before(True, False) == before_of([seen(WRONG, "", 500)._replace(checks=(Check("status", "failed", "500", "200"),))])
    assert Before(False, False) == before_of([seen(UNREACHED, "", None)])
    assert Before() == before_of([])


def task(number: int, **fields: Any) -> Task:
    stopped = Task(
        f"arn/{number}", "web:2", "STOPPED", "UNKNOWN", "ecs-svc/1", 100.0, 145.0, 150.0, "EssentialContainerExited", "Essential container"
    )
    return stopped._replace(**{"containers": (Container("app", "STOPPED", "UNKNOWN", 1),), **fields})


def own(count: int) -> list[Failure]:
    return failures([task(number) for number in range(count)], "web:2", 0.0)


@pytest.mark.parametrize(
    ("stopped", "told"),
    [
        (task(1), (True, "EssentialContainerExited, app exited with 1 after 5 s (task 1)")),
        (
            task(1, started=None, stop_code="TaskFailedToStart", stopped_reason="CannotPullContainerError: web: not found", containers=()),
            (True, "TaskFailedToStart: CannotPullContainerError: web: not found (task 1)"),
        ),
        (
            task(1, started=None, stop_code="TaskFailedToStart", stopped_reason="CannotPullContainerError: i/o timeout", containers=()),
            (False, "TaskFailedToStart: CannotPullContainerError: i/o timeout (task 1)"),
        ),
        (
            task(1, stop_code="ServiceSchedulerInitiated", stopped_reason="Task failed ELB health checks in (target-group x)", containers=()),
            (True, "ServiceSchedulerInitiated after 5 s: Task failed ELB health checks in (target-group x) (task 1)"),
        ),
        (
            task(1, stop_code="", stopped_reason="Host EC2 instance terminated.", containers=()),
            (False, "stopped after 5 s: Host EC2 instance terminated. (task 1)"),
        ),
        (task(1, stop_code="ServiceSchedulerInitiated", stopped_reason="Scaling activity initiated by (deployment ecs-svc/1)"), None),
        (task(1, stop_code="SpotInterruption"), None),
        (task(1, stop_code="UserInitiated"), None),
        (task(1, task_definition="web:1"), None),
        (task(1, created=10.0), None),
    ],
)
def test_which_stops_are_failures_of_the_release(stopped: Task, told: tuple[bool, str] | None) -> None:
    found = failures([stopped], "web:2", 50.0)
    assert ([] if told is None else [told]) == [(one.own, one.told(Screen())) for one in found]


def test_a_pair_of_own_failures_gives_up_what_never_came_up() -> None:
    assert ("", "2 of its tasks failed and none came up") == (given_up(own(1), [], "web:2", 4), given_up(own(2), [], "web:2", 4))


def test_a_larger_service_takes_a_quarter_of_its_tasks() -> None:
    assert ("", "3 of its tasks failed and none came up") == (given_up(own(2), [], "web:2", 12), given_up(own(3), [], "web:2", 12))


@pytest.mark.parametrize(
    "alive",
    [
        task(9, status="RUNNING", health="HEALTHY", stopped=None),
        task(9, status="RUNNING", health="UNKNOWN", started=100.0, stopped=None),
    ],
    ids=["healthy", "outlived them"],
)
def test_a_pair_does_not_give_up_what_came_up(alive: Task) -> None:
    assert ("", "8 of its tasks failed, though others came up") == (given_up(own(7), [alive], "web:2", 4), given_up(own(8), [alive], "web:2", 4))


def test_a_task_of_another_release_does_not_count_as_come_up() -> None:
    other = task(9, status="RUNNING", health="HEALTHY", stopped=None, task_definition="web:1")
    assert "" != given_up(own(2), [other], "web:2", 4)


def test_failures_that_may_be_the_platforms_have_to_be_many() -> None:
    doubtful = [one._replace(own=False) for one in own(10)]
    assert ("", "4 of its tasks could not be started and none came up", "") == (
        given_up(doubtful[:3], [], "web:2", 1),
        given_up(doubtful[:4], [], "web:2", 2),
        given_up(doubtful[:9], [], "web:2", 10),
    )
