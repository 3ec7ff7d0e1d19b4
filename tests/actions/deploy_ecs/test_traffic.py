"""Deployments that shift traffic: what they are armed with, what is judged at PAUSE hooks and at each share."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.actions.deploy_ecs.running import Interrupted, release, run
from tests.simulator import Simulator
from tests.simulator.world.image import failing, good

BLUE_GREEN: dict[str, Any] = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5}
CANARY: dict[str, Any] = {"strategy": "CANARY", "bakeTimeInMinutes": 5}
LINEAR: dict[str, Any] = {"strategy": "LINEAR", "bakeTimeInMinutes": 5}


def test_the_service_is_armed_in_a_call_of_its_own_that_starts_no_deployment() -> None:
    with Simulator() as sim:
        service = sim.service("web", **BLUE_GREEN)
        ran = run(sim, **release(sim, good("v2"), test=True), strategy="BLUE_GREEN", bake_minutes="2", pause_minutes="10")
        assert (0, "passed") == ran.ended
        first, second = [call.fields for call in sim.calls("UpdateService")]
        assert (False, {"cluster", "service", "taskDefinition"}) == ("taskDefinition" in first, set(second))
        assert {
            "strategy": "BLUE_GREEN",
            "bakeTimeInMinutes": 2,
            "lifecycleHooks": [
                {
                    "targetType": "PAUSE",
                    "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
                    "timeoutConfiguration": {"timeoutInMinutes": 10, "action": "ROLLBACK"},
                }
            ],
        } == {name: first["deploymentConfiguration"][name] for name in ("strategy", "bakeTimeInMinutes", "lifecycleHooks")}
        assert 2 == len(service.deployments)
        assert [] == sim.violations


def test_a_service_that_is_armed_already_is_not_armed_again() -> None:
    with Simulator() as sim:
        sim.service("web", **BLUE_GREEN)
        for version in ("v2", "v3"):
            run(sim, **release(sim, good(version), test=True), strategy="BLUE_GREEN")
        assert [False, True, True] == ["taskDefinition" in call.fields for call in sim.calls("UpdateService")]
        assert [] == sim.violations


@pytest.mark.row("C6a", "what fails at the test listener gets no production request")
@pytest.mark.parametrize("seed", range(5))
def test_no_production_request_reaches_a_release_that_fails_at_the_test_listener(seed: int) -> None:
    with Simulator() as sim:
        sim.service("web", **BLUE_GREEN)
        sim.load("web", per_second=4)
        ran = run(sim, seed=seed, **release(sim, failing("v2"), test=True), strategy="BLUE_GREEN")
        assert (3, "rolled-back", "continue") == (*ran.ended, ran.outputs["rollback-method"])
        assert 0 == sim.bad("web")
        assert ["ROLLBACK"] == [call.fields["action"] for call in sim.calls("ContinueServiceDeployment")]
        assert [] == sim.violations


def test_a_release_that_is_good_at_the_test_listener_goes_on() -> None:
    with Simulator() as sim:
        service = sim.service("web", **BLUE_GREEN)
        sim.load("web", per_second=4)
        ran = run(sim, **release(sim, good("v2"), test=True), strategy="BLUE_GREEN")
        ended = service.deployments[-1].finished
        assert (0, "passed") == ran.ended
        assert ended is not None
        assert sim.now - ended <= 6
        assert len(sim.calls()) <= 10 + 150 * sim.now // 600
        assert ["CONTINUE"] == [call.fields["action"] for call in sim.calls("ContinueServiceDeployment")]
        assert [] == sim.violations


def test_a_hook_that_nobody_here_can_judge_is_left_to_people() -> None:
    with Simulator() as sim:
        pause = {"targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 5, "action": "CONTINUE"}}
        sim.service("web", **BLUE_GREEN, lifecycleHooks=[pause])
        ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed", []) == (*ran.ended, sim.calls("ContinueServiceDeployment"))
        assert 1 == ran.log.count("::warning")
        assert "aws ecs continue-service-deployment --service-deployment-arn" in ran.log
        assert [] == sim.violations


def test_a_hook_whose_time_runs_out_goes_back_and_is_red() -> None:
    with Simulator() as sim:
        pause = {"targetType": "PAUSE", "lifecycleStages": ["POST_SCALE_UP"], "timeoutConfiguration": {"timeoutInMinutes": 2}}
        sim.service("web", **BLUE_GREEN, lifecycleHooks=[pause])
        ran = run(sim, **release(sim, good("v2")))
        assert (3, "rolled-back") == ran.ended
        assert "at POST_SCALE_UP: timed out" in ran.reason
        assert [] == sim.violations


def test_a_test_listener_that_cannot_be_reached_leaves_the_hook_waiting() -> None:
    with Simulator() as sim:
        service = sim.service("web", **BLUE_GREEN)
        ran = run(sim, **{**release(sim, good("v2")), "verify_test_url": "http://127.0.0.1:9/"}, strategy="BLUE_GREEN")
        assert (6, "inconclusive", "IN_PROGRESS") == (*ran.ended, service.deployments[-1].status)
        assert ran.reason.startswith("not proved after 120 s, never reached: the connection was refused; the PAUSE hook waits for an answer")
        assert [] == sim.violations


def test_a_canary_is_held_at_each_share_and_then_goes_on() -> None:
    with Simulator() as sim:
        service = sim.service("web", **CANARY)
        shares: dict[float, int] = {}

        def note() -> bool:
            for rollout, share in (service.production or {}).items():
                if rollout is service.primary and len(service.deployments) > 1:
                    shares[share] = shares.get(share, 0) + 1
            return False

        sim.when(note, lambda: None)
        inputs: dict[str, Any] = {"strategy": "CANARY", "steps": "5,25,50,100", "step_minutes": "5", "bake_minutes": "5", "deadline": "3600"}
        ran = run(sim, **release(sim, good("v2"), test=True), **inputs)
        assert (0, "passed") == ran.ended
        assert {5.0, 25.0, 50.0} == {share for share, seconds in shares.items() if 290 <= seconds <= 330 and share < 100}
        assert [] == sim.violations


@pytest.mark.parametrize("configuration", [CANARY, LINEAR], ids=["canary", "linear"])
def test_a_small_share_of_bad_answers_is_enough(configuration: dict[str, Any]) -> None:
    with Simulator() as sim:
        sim.service("web", **configuration)
        sim.load("web", per_second=4)
        ran = run(sim, **release(sim, failing("v2")))
        assert (3, "rolled-back", True) == (*ran.ended, sim.bad("web") <= 30)
        assert [] == sim.violations


def test_a_release_that_goes_bad_in_the_bake_is_taken_back() -> None:
    with Simulator() as sim:
        sim.service("web", **BLUE_GREEN)
        sim.load("web", per_second=4)
        ran = run(sim, **release(sim, replace(good("v2"), statuses=(200,) * 20 + (500,) * 50, flap_seconds=20)))
        assert (3, "rolled-back") == ran.ended
        assert sim.bad("web") / 4 <= 25
        assert [] == sim.violations


def test_a_cancelled_job_says_that_the_hook_goes_back_by_itself() -> None:
    with Simulator() as sim:
        service = sim.service("web", **BLUE_GREEN)
        clock = Interrupted(sim, lambda: service.deployments[-1].stage == "POST_TEST_TRAFFIC_SHIFT")
        ran = run(sim, clock, **release(sim, good("v2"), test=True), strategy="BLUE_GREEN")
        assert (6, "inconclusive") == ran.ended
        assert "cancelled; " in ran.reason
        sim.advance(20 * 60)
        assert "ROLLBACK_SUCCESSFUL" == service.deployments[-1].status
        assert [] == sim.violations
