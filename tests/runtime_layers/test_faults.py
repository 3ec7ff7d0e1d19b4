"""AWS that throttles, breaks, forbids, lags: never a failure of the release, never a traceback."""

from __future__ import annotations

from typing import Any

import pytest

from synth.runtime.layers.verification import LogRule
from tests.runtime_layers.stage import Stage, staged
from tests.simulator.faults import Kind
from tests.simulator.world.image import crashing, good

EVERYTHING: dict[str, Any] = {"alarms": ("errors",), "logs": LogRule()}


@pytest.fixture
def rolled(stage: Stage) -> Stage:
    """A service that has just been deployed well."""
    stage.sim.service("web")
    stage.sim.alarm("errors")
    deployment = stage.sim.deploy("web", good("v2"))
    stage.sim.run_until(lambda: deployment.over)
    stage.sim.advance(70)
    return stage


@pytest.mark.parametrize("kind", ["throttle", "error-500", "html-503", "reset"])
def test_a_minute_of_trouble_delays_and_does_no_harm(kind: Kind, rolled: Stage) -> None:
    rolled.sim.fault(kind, since=rolled.sim.now, until=rolled.sim.now + 60)
    judged = rolled.verify(rolled.target("v2"), task_definition="web:2", **EVERYTHING)
    assert ("passed", True) == (judged.verdict.outcome, 60 < judged.seconds < 90), judged.verdict


@pytest.mark.parametrize("kind", ["throttle", "error-500"])
def test_trouble_until_the_deadline_is_inconclusive(kind: Kind, rolled: Stage) -> None:
    rolled.sim.fault(kind)
    judged = rolled.verify(rolled.target("v2"), task_definition="web:2", plan={"deadline": 60}, **EVERYTHING)
    assert ("inconclusive", True) == (judged.verdict.outcome, judged.verdict.reason.startswith("ecs: service: ecs:DescribeServices: ")), (
        judged.verdict
    )


def test_a_connection_that_hangs_is_given_up_and_tried_again(rolled: Stage) -> None:
    rolled.sim.fault("hang", "DescribeTargetHealth", times=1, seconds=0.2)
    assert "passed" == rolled.verify(task_definition="web:2").verdict.outcome


def test_the_client_s_own_retries_hide_a_few_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    with staged(monkeypatch, attempts=3) as stage:
        stage.sim.service("web")
        stage.sim.fault("throttle", "DescribeServices", times=1)
        judged = stage.verify(checks=("ecs",))
        assert ("passed", 3) == (judged.verdict.outcome, judged.looks)


@pytest.mark.parametrize("denied", ["ListTasks", "DescribeTasks", "DescribeServiceDeployments", "DescribeTargetHealth", "DescribeTaskDefinition"])
def test_a_missing_permission_is_a_warning(denied: str, rolled: Stage) -> None:
    rolled.sim.fault("access-denied", denied)
    judged = rolled.verify(rolled.target("v2"), task_definition="web:2")
    assert "passed" == judged.verdict.outcome, judged.verdict
    assert [True] * len(rolled.warnings) == [f":{denied}: AccessDenied" in line for line in rolled.warnings]
    assert len(rolled.warnings) == (2 if denied.endswith("Tasks") else 1)
    assert len(rolled.sim.calls(denied)) == len(rolled.warnings)


def test_all_lists_denied_leaves_the_service_and_finds_a_crash_by_its_rollout(stage: Stage) -> None:
    stage.sim.service("web", deploymentCircuitBreaker={"enable": True, "rollback": False})
    stage.sim.fault("access-denied", "List*")
    stage.sim.fault("access-denied", "DescribeServiceDeployments")
    stage.sim.deploy("web", crashing("v2"))
    judged = stage.verify(task_definition="web:2", plan={"deadline": 1800})
    assert ("failed", True) == (judged.verdict.outcome, judged.verdict.reason.startswith("ecs: deployment is FAILED")), judged.verdict


@pytest.mark.parametrize("denied", ["DescribeServices", "DescribeAlarms", "FilterLogEvents"])
def test_what_was_asked_for_and_may_not_be_read_is_inconclusive_at_once(denied: str, rolled: Stage) -> None:
    rolled.sim.fault("access-denied", denied)
    judged = rolled.verify(task_definition="web:2", **EVERYTHING)
    assert ("inconclusive", 0.0, True) == (judged.verdict.outcome, judged.seconds, "AccessDenied" in judged.verdict.reason), judged.verdict


def test_credentials_that_expire_end_it_as_inconclusive(rolled: Stage) -> None:
    rolled.sim.fault("expired-token", since=rolled.sim.now + 30)
    judged = rolled.verify(rolled.target("v2"), task_definition="web:2", bake=600.0)
    assert ("inconclusive", True) == (judged.verdict.outcome, "ExpiredToken" in judged.verdict.reason)
    assert judged.seconds <= 60


def test_stale_reads_neither_pass_the_old_release_nor_fail_the_new_one(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.advance(60)
    stage.sim.fault("stale", "Describe*", seconds=15)
    stage.sim.deploy("web", good("v2"))
    judged = stage.verify(task_definition="web:2", plan={"deadline": 900})
    assert "passed" == judged.verdict.outcome, judged.verdict


def test_a_deployment_that_is_not_listed_yet_is_waited_for(stage: Stage) -> None:
    stage.sim.service("web")
    deployment = stage.sim.deploy("web", good("v2"))
    stage.sim.fault("lag", "*ServiceDeployments", seconds=20)
    judged = stage.verify(deployment=deployment.arn, plan={"deadline": 900})
    assert "passed" == judged.verdict.outcome, judged.verdict


def test_pages_of_one_hide_no_task(rolled: Stage) -> None:
    rolled.sim.fault("paging", "ListTasks", size=1)
    assert ("passed", True) == (
        (judged := rolled.verify(task_definition="web:2")).verdict.outcome,
        "4 HEALTHY" in [one.observed for one in judged.checks],
    )
