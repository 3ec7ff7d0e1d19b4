"""Others deploy to the same service, before and meanwhile; and people cancel jobs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.deploy_ecs.running import Interrupted, release, run
from tests.simulator import Image, Simulator
from tests.simulator.world.image import crashing, good

BREAKER: dict[str, Any] = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}


@pytest.mark.parametrize("image", [good("v3"), crashing("v3")], ids=["by a good one", "by a bad one"])
@pytest.mark.parametrize("at", [3, 30, 163])
def test_a_newer_deployment_supersedes_and_is_named(at: int, image: Image) -> None:
    with Simulator() as sim:
        service = sim.service("web")
        sim.when(lambda: sim.now >= at, lambda: sim.deploy("web", image))
        ran = run(sim, **release(sim, good("v2")))
        newer = service.deployments[-1].arn.rsplit("/", 1)[-1]
        assert (5, "superseded") == ran.ended
        assert ran.reason.startswith(f"superseded by {newer} of web:3, ")
        assert [] == sim.calls("StopServiceDeployment", "ContinueServiceDeployment")
        assert [] == sim.violations


def test_another_deployment_is_waited_for_and_then_replaced() -> None:
    with Simulator() as sim:
        service = sim.service("web")
        sim.deploy("web", good("v3"))
        ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed") == ran.ended
        assert ["SUCCESSFUL"] * 3 == [one.status for one in service.deployments]
        assert [] == sim.violations


def test_another_deployment_is_left_alone_where_waiting_is_not_wanted() -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.deploy("web", good("v3"))
        ran = run(sim, **release(sim, good("v2")), when_busy="refuse")
        assert (6, "inconclusive") == ran.ended
        assert "of web:2 is PENDING" in ran.reason
        assert [] == sim.calls("UpdateService")
        assert [] == sim.violations


def test_an_older_run_does_not_deploy_over_a_newer_one() -> None:
    with Simulator() as sim:
        sim.service("web")
        assert (0, "passed") == run(sim, environment={"GITHUB_RUN_ID": "200"}, **release(sim, good("v2"))).ended
        ran = run(sim, environment={"GITHUB_RUN_ID": "150"}, **release(sim, good("v3")))
        assert (5, "superseded") == ran.ended
        assert ran.reason.startswith("nothing was touched: run 200 (commit aaaaaaaaaaaa), newer than this one, has deployed")
        assert 1 == len(sim.calls("UpdateService"))
        assert [] == sim.violations


@pytest.mark.parametrize(
    ("configuration", "owner"),
    [
        ({}, "ECS carries on with the deployment, and nobody sees to it"),
        (BREAKER, "the deployment circuit breaker gives up and goes back if tasks fail"),
    ],
    ids=["no breaker", "breaker"],
)
def test_a_cancelled_job_says_who_sees_to_the_service(configuration: dict[str, Any], owner: str) -> None:
    with Simulator() as sim:
        sim.service("web", **configuration)
        ran = run(sim, Interrupted(sim, lambda: sim.now > 20), **release(sim, good("v2")))
        assert (6, "inconclusive", f"cancelled; {owner}") == (*ran.ended, ran.reason)
        assert [] == sim.calls("StopServiceDeployment")
        assert [] == sim.violations


def test_a_cancelled_job_stops_what_fails_and_nobody_sees_to() -> None:
    with Simulator() as sim:
        service = sim.service("web", desired=1)
        clock = Interrupted(sim, lambda: service.primary.failed_tasks == 1 and len(sim.calls("ListTasks")) > 0)
        ran = run(sim, clock, **release(sim, crashing("v2")))
        assert (6, "inconclusive") == ran.ended
        assert "cancelled while tasks failed; the deployment was told to go back, and ECS carries on with that" == ran.reason
        sim.advance(200)
        assert "ROLLBACK_SUCCESSFUL" == service.deployments[-1].status
        assert [] == sim.violations


def test_a_job_that_is_cancelled_before_it_deployed_says_so() -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.deploy("web", good("v3"))
        ran = run(sim, Interrupted(sim, lambda: True), **release(sim, good("v2")))
        assert (6, "inconclusive", "cancelled; nothing was deployed") == (*ran.ended, ran.reason)
        assert [] == sim.violations
