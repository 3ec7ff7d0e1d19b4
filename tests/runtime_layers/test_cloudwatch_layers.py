"""Alarms and logs: what they say when they are quiet, loud, and silent."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from synth.runtime.layers.verification import LogRule
from tests.runtime_layers.stage import Stage
from tests.simulator.world.image import failing, good

ONLY_ALARMS = ("alarms",)
LOGS = ("logs",)


def test_an_alarm_that_stays_off_is_good(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.alarm("errors")
    stage.sim.alarm("latency", "INSUFFICIENT_DATA")
    judged = stage.verify(alarms=("errors", "latency"), checks=ONLY_ALARMS)
    assert ("passed", "3 good looks in a row; alarms good") == judged.verdict
    assert [("alarm errors", "OK"), ("alarm latency", "INSUFFICIENT_DATA")] == [(one.name, one.observed) for one in judged.checks]


@pytest.mark.row("I9a", "an alarm that goes off fails it at once")
def test_an_alarm_that_goes_off_fails_at_once(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.alarm("errors")

    def go_off() -> None:
        if stage.sim.now >= 100:
            stage.sim.alarm("errors", "ALARM", "5 % of the answers are errors")

    judged = stage.verify(alarms=("errors",), checks=ONLY_ALARMS, bake=600.0, otherwise=go_off)
    assert ("failed", "alarms: alarm errors is newly in ALARM, wanted not in ALARM (5 % of the answers are errors)") == judged.verdict
    assert 100 <= judged.seconds <= 130


def test_an_alarm_that_was_on_before_proves_nothing(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.alarm("errors", "ALARM")
    judged = stage.verify(alarms=("errors",), checks=ONLY_ALARMS, plan={"deadline": 60})
    assert ("inconclusive", True) == (judged.verdict.outcome, "in ALARM since before the verification (ECS would ignore it" in judged.verdict.reason)


def test_an_alarm_that_was_on_before_and_recovers_is_good_and_may_not_come_back(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.alarm("errors", "ALARM")

    def change() -> None:
        stage.sim.alarm("errors", "OK" if 30 <= stage.sim.now < 100 else "ALARM")

    assert "passed" == stage.verify(alarms=("errors",), checks=ONLY_ALARMS, otherwise=change).verdict.outcome
    assert "failed" == stage.verify(alarms=("errors",), checks=ONLY_ALARMS, bake=300.0, otherwise=change).verdict.outcome


def test_an_alarm_that_does_not_exist_is_inconclusive(stage: Stage) -> None:
    stage.sim.service("web")
    judged = stage.verify(alarms=("eror",), checks=ONLY_ALARMS, plan={"deadline": 20})
    assert ("inconclusive", "alarms: alarm eror: there is no such alarm, or it may not be read") == judged.verdict


@pytest.mark.row("I9c", "a new task that logs an error fails it")
def test_a_new_release_that_logs_an_error_fails(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", failing("v2"))
    judged = stage.verify(logs=LogRule(), task_definition="web:2", plan={"deadline": 600})
    assert "failed" == judged.verdict.outcome
    assert "logs: logged errors is 4 in 8 lines, wanted 0 at most (ERROR unhandled exception in /; " in judged.verdict.reason


@pytest.mark.row("R5a", "errors that are allowed, or few, do not fail")
def test_errors_that_are_allowed_or_few_are_no_errors(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", failing("v2"))
    allowed = LogRule(allow=(re.compile("unhandled exception in /$"),))
    assert "passed" == stage.verify(logs=allowed, task_definition="web:2", plan={"deadline": 600}).verdict.outcome
    assert "passed" == stage.verify(logs=LogRule(most=4), task_definition="web:2", checks=LOGS).verdict.outcome
    assert "passed" == stage.verify(logs=LogRule(re.compile("FATAL")), task_definition="web:2", checks=LOGS).verdict.outcome


def test_the_old_tasks_errors_are_not_the_new_ones(stage: Stage) -> None:
    stage.sim.service("web")
    for task in list(stage.sim.world.tasks):
        stage.sim.log("/ecs/web", f"ecs/app/{task}", "ERROR the old release is full of them")
    stage.sim.deploy("web", good("v2"))
    assert "passed" == stage.verify(logs=LogRule(), task_definition="web:2", plan={"deadline": 600}).verdict.outcome


def test_what_was_logged_before_a_release_is_verified_is_not_held_against_it(stage: Stage) -> None:
    stage.sim.service("web")
    deployment = stage.sim.deploy("web", failing("v2"))
    stage.sim.run_until(lambda: deployment.over)
    stage.sim.advance(10)
    assert ("passed", "0 in 8 lines") == (
        (judged := stage.verify(logs=LogRule(), checks=LOGS)).verdict.outcome,
        judged.checks[0].observed,
    )


@pytest.mark.row("R5a", "more errors a minute than allowed fail")
def test_a_rate_counts_the_last_minute(stage: Stage) -> None:
    stage.sim.service("web")
    deployment = stage.sim.deploy("web", good("v2"))
    stage.sim.run_until(lambda: deployment.over)
    task = next(name for name, one in stage.sim.world.tasks.items() if one.image.version == "v2")

    def complain() -> None:
        stage.sim.log("/ecs/web", f"ecs/app/{task}", "ERROR once every five seconds")

    rule = LogRule(most=20, per_minute=True)
    assert "passed" == stage.verify(logs=rule, checks=LOGS, bake=300.0, otherwise=complain).verdict.outcome
    judged = stage.verify(logs=rule._replace(most=6), checks=LOGS, bake=300.0, otherwise=complain)
    assert ("failed", True) == (judged.verdict.outcome, "wanted 6 at most in a minute" in judged.verdict.reason)


@pytest.mark.row("R5b", "tasks that log nothing are inconclusive, which is no pass")
def test_no_log_lines_at_all_are_inconclusive(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", replace(good("v2"), lines=()))
    judged = stage.verify(logs=LogRule(), task_definition="web:2", plan={"deadline": 400})
    assert ("inconclusive", "logs: logged errors: no log lines at all") == judged.verdict


def test_a_group_that_no_container_logs_to_is_inconclusive(stage: Stage) -> None:
    stage.sim.service("web")
    judged = stage.verify(logs=LogRule(group="/ecs/wbe"), checks=LOGS, plan={"deadline": 20})
    assert ("inconclusive", "logs: logged errors: no container logs to /ecs/wbe with awslogs and a stream prefix") == judged.verdict


def test_pages_without_lines_do_not_end_the_search(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.world.logs.empty_pages = 3
    stage.sim.deploy("web", failing("v2"))
    assert "failed" == stage.verify(logs=LogRule(), task_definition="web:2", plan={"deadline": 600}).verdict.outcome


def test_log_lines_cannot_repaint_the_log(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", replace(good("v2"), lines=("ERROR \x1b[31m\n::error::pwned ##[error]x",)))
    judged = stage.verify(logs=LogRule(), task_definition="web:2", plan={"deadline": 600})
    assert "ERROR \\x1b[31m\\n::error::pwned" in judged.verdict.reason
    assert not [line for line in stage.said if "\x1b" in line or "\n" in line or "##[" in line]
