"""AWS that throttles, breaks, lags, forbids, and says words that nobody knows yet."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest

from synth.adapters.aws import reading
from tests.actions.deploy_ecs.running import release, run
from tests.simulator import Image, Simulator
from tests.simulator.faults import Kind
from tests.simulator.world.image import crashing, good

BREAKER: dict[str, Any] = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


@pytest.mark.parametrize("kind", ["throttle", "error-500", "html-503", "reset"])
def test_calls_that_fail_for_a_while_are_outlived(kind: Kind) -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.fault(kind, "Describe*", since=1, times=7)  # one call with all its own retries, and then some
        ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed") == ran.ended
        assert "no answer for now: ecs:Describe" in ran.log
        assert [] == sim.violations


@pytest.mark.parametrize("operation", ["UpdateService", "RegisterTaskDefinition", "DescribeServices"])
def test_a_start_that_meets_a_storm_is_tried_again_and_deploys_once(operation: str) -> None:
    with Simulator() as sim:
        service = sim.service("web")
        sim.fault("error-500", operation, times=6)
        ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed", 2) == (*ran.ended, len(service.deployments))
        assert [] == sim.violations


@pytest.mark.parametrize("image", [good("v2"), crashing("v2")], ids=["good", "crashing"])
@pytest.mark.parametrize(("kind", "seconds"), [("stale", 20), ("lag", 15)])
def test_reads_that_lag_mislead_nobody(kind: Kind, seconds: int, image: Image) -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.fault(kind, "Describe*" if kind == "stale" else "*", seconds=seconds)
        ran = run(sim, **release(sim, image))
        assert ((0, "passed") if image == good("v2") else (3, "rolled-back")) == ran.ended
        assert [] == sim.violations


def test_credentials_that_expire_meanwhile_leave_it_to_ecs() -> None:
    with Simulator() as sim:
        sim.service("web", **BREAKER)
        sim.fault("expired-token", "*", since=60)
        ran = run(sim, **release(sim, good("v2")))
        assert (6, "inconclusive") == ran.ended
        assert ran.reason.startswith("nothing more can be seen: ecs:DescribeServices: ExpiredTokenException")
        assert ran.reason.endswith("the deployment circuit breaker gives up and goes back if tasks fail")
        assert [] == sim.violations


@pytest.mark.parametrize("kind", ["expired-token", "access-denied"])
def test_a_service_that_may_not_be_seen_is_a_mistake_in_the_set_up(kind: Kind) -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.fault(kind, "*")
        ran = run(sim, **release(sim, good("v2")))
        assert (2, True) == (ran.code, ran.reason.startswith("nothing was "))
        assert [] == sim.violations


@pytest.mark.parametrize("operation", ["UpdateService", "RegisterTaskDefinition", "DescribeTaskDefinition"])
def test_a_permission_that_is_needed_is_named(operation: str) -> None:
    with Simulator() as sim:
        service = sim.service("web")
        sim.fault("access-denied", operation)
        ran = run(sim, **release(sim, good("v2")))
        assert (2, 1) == (ran.code, len(service.deployments))
        assert f"ecs:{operation}: AccessDeniedException" in ran.reason
        assert [] == sim.violations


@pytest.mark.parametrize("denied", ["List*", "DescribeServiceDeployments", "DescribeServiceRevisions", "ListTasks", "ecr:*", "logs:*"])
@pytest.mark.parametrize(
    ("image", "configuration", "ended"),
    [(good("v2"), {}, (0, "passed")), (crashing("v2"), {}, (3, "rolled-back")), (crashing("v2"), BREAKER, (3, "rolled-back"))],
    ids=["good", "crashing", "breaker"],
)
def test_a_permission_that_is_missing_degrades(denied: str, image: Image, configuration: dict[str, Any], ended: tuple[int, str]) -> None:
    with Simulator() as sim:
        sim.service("web", **configuration)
        sim.fault("access-denied", denied)
        ran = run(sim, **release(sim, image))
        assert ended == ran.ended
        assert len(sim.calls()) <= 130
        assert [] == sim.violations


def test_a_status_and_a_stage_that_are_not_known_are_waited_out_and_told_once() -> None:
    with Simulator() as sim:
        sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=1)
        real = reading.deployment

        def strange(fields: dict[str, Any]) -> Any:
            seen = real(fields)
            early = seen.target.running < 4 and seen.status == "IN_PROGRESS"
            return seen._replace(status="REHEARSING", stage="DRESS_REHEARSAL") if early else seen

        with patch.object(reading, "deployment", strange):
            ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed") == ran.ended
        assert 1 == ran.log.count("ECS names the status 'REHEARSING' and the stage 'DRESS_REHEARSAL', which is not known here")
        assert [] == sim.violations


def test_the_deadline_says_who_sees_to_the_service() -> None:
    with Simulator() as sim:
        sim.service("web", **BREAKER)
        ran = run(sim, **release(sim, good("v2")), deadline="60")
        assert (6, "inconclusive") == ran.ended
        assert ran.reason.startswith("not in place after 60 s: IN_PROGRESS; the deployment circuit breaker")
        assert [] == sim.violations
