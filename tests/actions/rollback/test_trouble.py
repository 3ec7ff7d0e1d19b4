"""AWS that throttles, fails, lags, refuses, forgets who we are; a runner that reaches nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.rollback.releases import BLUE_GREEN, released, serves, service
from tests.actions.rollback.running import rollback, run
from tests.simulator import Simulator
from tests.simulator.faults import Kind
from tests.simulator.world.image import failing
from tests.simulator.world.service import Service


@pytest.fixture(params=["stop", "redeploy"])
def bad(sim: Simulator, request: pytest.FixtureRequest) -> str:
    """`web` with a bad release, and which rung that needs."""
    service(sim, "v1")
    if request.param == "stop":
        sim.deploy("web", failing("v2"))
        sim.advance(60)
    else:
        released(sim, failing("v2"))
    return str(request.param)


@pytest.mark.parametrize(("kind", "operation"), [("throttle", "*"), ("error-500", "*"), ("html-503", "ecs:*"), ("reset", "ecs:*")])
def test_a_storm_is_outlived(sim: Simulator, bad: str, kind: Kind, operation: str) -> None:
    sim.fault(kind, operation, times=25)
    code, outputs, _ = rollback(sim)
    assert (3, bad, {"v1": 100.0}) == (code, outputs["method"], serves(sim))


@pytest.mark.parametrize("kind", ["throttle", "error-500", "reset"])
@pytest.mark.parametrize("operation", ["StopServiceDeployment", "UpdateService"])
def test_a_call_that_fails_for_a_while_is_made_again_and_takes_effect_once(sim: Simulator, bad: str, operation: str, kind: Kind) -> None:
    sim.fault(kind, operation, times=7)
    before = len(sim.find("web").deployments)
    code, _, _ = rollback(sim)
    assert (3, {"v1": 100.0}) == (code, serves(sim))
    assert before + (bad == "redeploy") == len(sim.find("web").deployments)


def test_stale_reads_and_deployments_that_are_not_listed_yet(sim: Simulator, bad: str) -> None:
    sim.fault("stale", "DescribeServices", seconds=12)
    sim.fault("lag", "*ServiceDeployments", seconds=12)
    code, outputs, _ = rollback(sim, deadline="1200")
    assert (3, bad, {"v1": 100.0}) == (code, outputs["method"], serves(sim))


@pytest.mark.parametrize(
    "operations",
    [
        ["List*"],
        ["ListServiceDeployments", "DescribeServiceDeployments"],
        ["ecr:*", "elbv2:*"],
        ["DescribeServiceRevisions"],
        ["TagResource", "DescribeTaskDefinition"],
    ],
    ids=" ".join,
)
def test_missing_permissions_to_look_are_said_and_done_without(sim: Simulator, bad: str, operations: list[str]) -> None:
    for operation in operations:
        sim.fault("access-denied", operation)
    ran = run(sim)
    assert ((3, "rolled-back"), bad, {"v1": 100.0}) == (ran.ended, ran.outputs["method"], serves(sim))
    assert "Traceback" not in ran.log


@pytest.mark.parametrize(("operation", "state"), [("StopServiceDeployment", "running"), ("UpdateService", "over")])
def test_a_role_that_may_not_roll_back_is_a_failed_rollback(sim: Simulator, operation: str, state: str) -> None:
    service(sim, "v1")
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.over if state == "over" else bool(deployment.started))
    sim.fault("access-denied", operation)
    ran = run(sim)
    assert (4, "rollback-failed") == ran.ended
    assert "this role may not" in ran.outputs["reason"]
    assert operation in ran.outputs["reason"]


def test_credentials_that_expire_during_the_wait_are_inconclusive_and_say_who_carries_on(sim: Simulator, bad: str) -> None:
    sim.fault("expired-token", "*", since=sim.now + 3)
    ran = run(sim)
    assert (6, "inconclusive") == ran.ended
    assert "the credentials have expired: ECS carries on with " in ran.outputs["reason"]
    sim.run_until(lambda: sim.find("web").deployments[-1].over)
    assert {"v1": 100.0} == serves(sim)


@pytest.mark.parametrize(("kind", "reason"), [("expired-token", "ExpiredTokenException"), ("access-denied", "AccessDeniedException")])
def test_a_service_that_cannot_be_seen_at_all_is_bad_input(sim: Simulator, bad: str, kind: Kind, reason: str) -> None:
    sim.fault(kind, "DescribeServices")
    ran = run(sim)
    assert (2, {}) == (ran.code, ran.outputs)
    assert reason in ran.log
    assert [] == sim.calls("StopServiceDeployment", "UpdateService")


def test_a_service_that_is_not_there_is_bad_input(sim: Simulator) -> None:
    ran = run(sim, service="wbe")
    assert (2, {}) == (ran.code, ran.outputs)
    assert "there is no service 'wbe' in cluster 'default'" in ran.log


def test_an_aws_that_never_answers_is_inconclusive_at_the_deadline(sim: Simulator, bad: str) -> None:
    sim.fault("error-500")
    began = sim.now
    ran = run(sim, deadline="120")
    assert (6, "inconclusive") == ran.ended
    assert "nothing was changed" in ran.outputs["reason"]
    assert sim.now - began < 240


def test_a_rollback_that_takes_longer_than_the_deadline_says_who_carries_on(sim: Simulator) -> None:
    service(sim, "v1", strategy="CANARY")
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.over)
    ran = run(sim, deadline="120")
    assert (6, "inconclusive") == ran.ended
    assert "not in place at the deadline" in ran.outputs["reason"]
    assert "ECS carries on with deploying web:1" in ran.outputs["reason"]


def test_an_unknown_status_is_waited_for_and_never_taken_for_an_end(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    from synth.adapters.aws import reading

    service(sim, "v1")
    deployment = sim.deploy("web", failing("v2"))
    sim.advance(60)
    until, read = sim.now + 20, reading.deployment

    def told(fields: dict[str, Any]) -> Any:
        found = read(fields)
        return found._replace(status="RESTING") if sim.now < until else found

    monkeypatch.setattr(reading, "deployment", told)
    ran = run(sim)
    assert ((3, "rolled-back"), "stop", "ROLLBACK_SUCCESSFUL") == (ran.ended, ran.outputs["method"], deployment.status)
    assert "ECS calls the deployment 'RESTING', which is not known here" in ran.log


def test_a_runner_that_cannot_reach_the_service_proves_nothing_and_tries_no_other_release(sim: Simulator, bad: str) -> None:
    ran = run(sim, verify_url="http://127.0.0.1:9/health", verify_deadline="20")
    assert ((6, "inconclusive"), {"v1": 100.0}) == (ran.ended, serves(sim))
    assert "web:1 is in place, and could not be verified" in ran.outputs["reason"]
    assert len(sim.calls("UpdateService")) <= 1


@pytest.mark.parametrize(("controller", "advice"), [("CODE_DEPLOY", "aws deploy stop-deployment"), ("EXTERNAL", "only what controls it")])
def test_other_controllers_are_refused_with_advice(sim: Simulator, bad: str, controller: str, advice: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.simulator.api import ecs_views

    view = ecs_views.service

    def service_view(one: Service, with_tags: bool = True) -> dict[str, Any]:
        return view(one, with_tags) | {"deploymentController": {"type": controller}}

    monkeypatch.setattr(ecs_views, "service", service_view)
    ran = run(sim)
    assert (4, "rollback-failed") == ran.ended
    assert advice in ran.outputs["reason"]
    assert [] == sim.calls("StopServiceDeployment", "UpdateService")


def test_one_in_a_hundred_calls_that_fails_changes_nothing(sim: Simulator) -> None:
    service(sim, "v1", **BLUE_GREEN)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.stage == "BAKE_TIME")
    for skip in range(3, 300, 17):
        sim.fault("error-500", skip=skip, times=1)
    code, outputs, _ = rollback(sim)
    assert (3, "stop", {"v1": 100.0}) == (code, outputs["method"], serves(sim))
