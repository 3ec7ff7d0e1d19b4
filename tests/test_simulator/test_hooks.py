"""Lifecycle hooks: pauses that are continued, rolled back, or time out; Lambda functions; what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.simulator import Simulator
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import failing, good
from tests.test_simulator.story import described, shares, status, story

LAMBDA = "arn:aws:lambda:eu-central-1:123456789012:function:check"


def pause(*stages: str, **timeout: Any) -> dict[str, Any]:
    return {"targetType": "PAUSE", "lifecycleStages": list(stages)} | ({"timeoutConfiguration": timeout} if timeout else {})


def paused(sim: Simulator, *hooks: dict[str, Any], strategy: str = "BLUE_GREEN", **configuration: Any) -> Deployment:
    """A deployment that has come to its first hook, of a release that answers 500."""
    sim.service("web", strategy=strategy, bakeTimeInMinutes=1, lifecycleHooks=list(hooks), **configuration)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: bool(deployment.hooks))
    return deployment


def proceed(sim: Simulator, deployment: Deployment, **action: str) -> None:
    hook = described(sim, deployment)["lifecycleHookDetails"][-1]
    sim.client("ecs").continue_service_deployment(serviceDeploymentArn=deployment.arn, hookId=hook["hookId"], **action)


def test_a_pause_waits_and_shows_what_it_waits_for(sim: Simulator) -> None:
    deployment = paused(sim, pause("POST_TEST_TRAFFIC_SHIFT"))
    sim.advance(3600)
    view = described(sim, deployment)
    hook = view["lifecycleHookDetails"][0]
    assert ("IN_PROGRESS", "POST_TEST_TRAFFIC_SHIFT", "PAUSE", "AWAITING_ACTION", "ROLLBACK") == (
        view["status"],
        view["lifecycleStage"],
        hook["targetType"],
        hook["status"],
        hook["timeoutAction"],
    )
    assert (111 + 86400, len("ecs-pause-") + 43) == (hook["expiresAt"].timestamp() - sim.wall + sim.now, len(hook["hookId"]))


def test_a_rollback_at_the_pause_costs_production_nothing(sim: Simulator) -> None:
    deployment = paused(sim, pause("POST_TEST_TRAFFIC_SHIFT"))
    sim.load("web", 5)
    assert 500 == sim.request("web", test=True).status
    proceed(sim, deployment, action="ROLLBACK")
    assert "ROLLBACK_SUCCESSFUL" == story(sim, deployment, status)[-1][1]
    assert (0, {"v1": 100.0}) == (sim.bad("web"), shares(deployment))
    assert "FAILED" == described(sim, deployment)["lifecycleHookDetails"][0]["status"]


def test_without_an_action_continue_is_meant(sim: Simulator) -> None:
    deployment = paused(sim, pause("POST_TEST_TRAFFIC_SHIFT"))
    proceed(sim, deployment)
    assert ("SUCCESSFUL", "SUCCEEDED") == (story(sim, deployment, status)[-1][1], deployment.hooks[0].status)


@pytest.mark.parametrize(("action", "end"), [("ROLLBACK", "ROLLBACK_SUCCESSFUL"), ("CONTINUE", "SUCCESSFUL")])
def test_after_the_timeout_comes_its_action(sim: Simulator, action: str, end: str) -> None:
    deployment = paused(sim, pause("PRE_SCALE_UP", timeoutInMinutes=5, action=action))
    seen = story(sim, deployment, status)
    assert (end, "TIMED_OUT") == (seen[-1][1], deployment.hooks[0].status)
    assert 300 <= seen[1][0]


def test_canary_pauses_before_each_shift_with_an_id_of_its_own(sim: Simulator) -> None:
    deployment = paused(
        sim, pause("PRE_PRODUCTION_TRAFFIC_SHIFT"), strategy="CANARY", canaryConfiguration={"canaryPercent": 5.0, "canaryBakeTimeInMinutes": 1}
    )
    assert ("POST_TEST_TRAFFIC_SHIFT", {"v1": 100.0}) == (deployment.stage, shares(deployment)), "that stage is not in the enumeration of answers"
    proceed(sim, deployment)
    sim.run_until(lambda: len(deployment.hooks) == 2)
    assert {"v1": 95.0, "v2": 5.0} == shares(deployment)
    proceed(sim, deployment, action="ROLLBACK")
    story(sim, deployment, status)
    assert 2 == len({hook.id for hook in deployment.hooks})


def test_a_rolling_deployment_can_pause_before_it_starts_tasks(sim: Simulator) -> None:
    deployment = paused(sim, pause("PRE_SCALE_UP"), strategy="ROLLING")
    sim.advance(600)
    assert (4, 0) == (len(deployment.sources[0].serving), deployment.target.launched)
    proceed(sim, deployment)
    assert "SUCCESSFUL" == story(sim, deployment, status)[-1][1]


@pytest.mark.parametrize(("answer", "end"), [("CONTINUE", "SUCCESSFUL"), ("ROLLBACK", "ROLLBACK_SUCCESSFUL")])
def test_a_lambda_function_decides(sim: Simulator, answer: Any, end: str) -> None:
    sim.world.lambda_answers[LAMBDA] = answer
    deployment = paused(sim, {"hookTargetArn": LAMBDA, "lifecycleStages": ["TEST_TRAFFIC_SHIFT"]})
    assert "IN_PROGRESS" == described(sim, deployment)["lifecycleHookDetails"][0]["status"]
    assert end == story(sim, deployment, status)[-1][1]


def test_both_hooks_of_a_stage_have_to_be_done(sim: Simulator) -> None:
    deployment = paused(sim, {"hookTargetArn": LAMBDA, "lifecycleStages": ["POST_SCALE_UP"]}, pause("POST_SCALE_UP"))
    sim.advance(60)
    assert ["SUCCEEDED", "AWAITING_ACTION"] == [hook.status for hook in deployment.hooks]
    assert "POST_SCALE_UP" == deployment.stage


def test_what_cannot_be_continued(sim: Simulator) -> None:
    deployment = paused(sim, pause("PRE_SCALE_UP"))
    ecs = sim.client("ecs")
    with pytest.raises(ClientError, match="InvalidParameterException"):
        ecs.continue_service_deployment(serviceDeploymentArn=deployment.arn, hookId="ecs-pause-other")
    proceed(sim, deployment)
    sim.advance(5)
    with pytest.raises(ClientError, match="SUCCEEDED state"):
        proceed(sim, deployment)
    with pytest.raises(ClientError, match="ServiceDeploymentNotFoundException"):
        ecs.continue_service_deployment(serviceDeploymentArn=f"{deployment.arn}x", hookId="ecs-pause-other")


@pytest.mark.parametrize(
    ("hooks", "message"),
    [
        ([pause("TEST_TRAFFIC_SHIFT")], "PAUSE hooks cannot be configured at the TEST_TRAFFIC_SHIFT stage"),
        ([pause("PRE_SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT")], "PAUSE hooks cannot be configured at the PRODUCTION_TRAFFIC_SHIFT stage"),
        ([{"lifecycleStages": ["PRE_SCALE_UP"]}], "hookTargetArn must be provided"),
        ([pause("PRE_SCALE_UP", timeoutInMinutes=20161)], "timeoutInMinutes must be between 1 and 20160"),
        ([pause("PRE_SCALE_UP")] * 11, "up to 10 PAUSE"),
        ([pause()], "lifecycleStages must be provided"),
    ],
)
def test_hooks_that_are_refused(sim: Simulator, hooks: list[dict[str, Any]], message: str) -> None:
    sim.service("web")
    with pytest.raises(ClientError, match=message):
        sim.client("ecs").update_service(service="web", deploymentConfiguration={"lifecycleHooks": hooks})


def test_a_good_release_passes_a_continued_pause(sim: Simulator) -> None:
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=0, lifecycleHooks=[pause("POST_PRODUCTION_TRAFFIC_SHIFT")])
    deployment = sim.deploy("web", good("v2"))
    sim.run_until(lambda: bool(deployment.hooks))
    assert {"v2": 100.0} == shares(deployment)
    proceed(sim, deployment, action="CONTINUE")
    assert "SUCCESSFUL" == story(sim, deployment, status)[-1][1]
