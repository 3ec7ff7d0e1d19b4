"""Every way back: StopServiceDeployment at each stage, to what it goes, and rollbacks that fail."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.simulator import Simulator
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import crashing, failing, good
from tests.simulator.world.shifting import STAGES
from tests.test_simulator.story import described, service, shares, status, story

SHORT: dict[str, dict[str, Any]] = {
    "BLUE_GREEN": {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1},
    "CANARY": {"strategy": "CANARY", "bakeTimeInMinutes": 1, "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 1}},
    "LINEAR": {"strategy": "LINEAR", "bakeTimeInMinutes": 1, "linearConfiguration": {"stepPercent": 50.0, "stepBakeTimeInMinutes": 1}},
}


def stop(sim: Simulator, deployment: Deployment) -> str:
    answer = sim.client("ecs").stop_service_deployment(serviceDeploymentArn=deployment.arn, stopType="ROLLBACK")
    return str(answer["serviceDeploymentArn"])


def test_stop_brings_a_rolling_deployment_back_within_seconds_while_old_tasks_are_there(sim: Simulator) -> None:
    sim.service("web")
    deployment = sim.deploy("web", good("v2"))
    sim.advance(30)
    assert deployment.arn == stop(sim, deployment)
    assert [(0, "ROLLBACK_REQUESTED"), (2, "ROLLBACK_IN_PROGRESS"), (3, "ROLLBACK_SUCCESSFUL")] == story(sim, deployment, status)
    view = described(sim, deployment)
    before = next(one for one in deployment.service.deployments if one is not deployment).target.revision.arn
    assert ("Service deployment rolled back by a user.", before) == (view["rollback"]["reason"], view["rollback"]["serviceRevisionArn"])


def test_stop_before_the_first_second(sim: Simulator) -> None:
    sim.service("web")
    deployment = sim.deploy("web", good("v2"))
    stop(sim, deployment)
    assert "ROLLBACK_SUCCESSFUL" == story(sim, deployment, status)[-1][1]


@pytest.mark.parametrize("strategy", SHORT)
@pytest.mark.parametrize("stage", [name for name in STAGES if name not in ("RECONCILE_SERVICE", "PRE_PRODUCTION_TRAFFIC_SHIFT")])
def test_stop_at_every_stage_gives_production_back(sim: Simulator, strategy: str, stage: str) -> None:
    sim.service("web", **SHORT[strategy])
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.stage == stage)
    if stage == "PRODUCTION_TRAFFIC_SHIFT":
        sim.advance(5)  # on the way from one weight to the next
    stop(sim, deployment)
    sim.load("web", 10)
    seen = story(sim, deployment, lambda one: (one.status, shares(one)))
    assert ("ROLLBACK_SUCCESSFUL", {"v1": 100.0}) == seen[-1][1]
    back = next(at for at, (_, weights) in seen if weights == {"v1": 100.0})
    assert 0 == sim.unanswered("web"), "always someone to answer"
    assert back <= 3
    assert sim.bad("web") <= 30


def test_a_rollback_after_the_old_tasks_drained_waits_for_new_ones(sim: Simulator) -> None:
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=0)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.stage == "CLEAN_UP")
    sim.advance(30)
    stop(sim, deployment)
    seen = story(sim, deployment, shares)
    assert [{"v2": 100.0}, {"v1": 100.0}] == [weights for _, weights in seen]
    assert 107 <= seen[1][0] <= 109, "a whole start of tasks"


def test_stop_twice_is_harmless_and_after_the_end_a_conflict(sim: Simulator) -> None:
    sim.service("web")
    deployment = sim.deploy("web", good("v2"))
    sim.advance(120)
    stop(sim, deployment)
    stop(sim, deployment)
    sim.run_until(lambda: deployment.status == "ROLLBACK_IN_PROGRESS")
    stop(sim, deployment)
    story(sim, deployment, status)
    with pytest.raises(ClientError, match="ConflictException"):
        stop(sim, deployment)
    with pytest.raises(ClientError, match="stopType must be ROLLBACK"):
        sim.client("ecs").stop_service_deployment(serviceDeploymentArn=deployment.arn, stopType="ABORT")


def test_it_returns_to_the_last_completed_one_not_to_the_one_before(sim: Simulator) -> None:
    sim.service("web")
    story(sim, sim.deploy("web", good("v2")), status)
    bad = sim.deploy("web", crashing("v3"))
    sim.advance(60)
    worse = sim.deploy("web", crashing("v4"))
    sim.advance(60)
    stop(sim, worse)
    story(sim, worse, status)
    assert ("STOPPED", "ROLLBACK_SUCCESSFUL", "v2") == (bad.status, worse.status, worse.service.primary.revision.image.version)


def test_a_rollback_whose_image_is_gone_fails(sim: Simulator) -> None:
    made = sim.service("web")
    old = sim.world.registry.resolve(made.primary.revision.containers[0][1])
    assert old is not None
    story(sim, deployed := sim.deploy("web", good("v2")), status)
    assert "SUCCESSFUL" == deployed.status
    made.completed.pop()  # as if v2 had never been completed: the way back is v1, whose tasks are gone
    sim.delete_image(old)
    deployment = sim.deploy("web", crashing("v3"))
    sim.advance(10)
    stop(sim, deployment)
    assert [(0, "ROLLBACK_REQUESTED"), (2, "ROLLBACK_IN_PROGRESS"), (18, "ROLLBACK_FAILED")] == story(sim, deployment, status)
    ecs = sim.client("ecs")
    task = ecs.describe_tasks(tasks=ecs.list_tasks(serviceName="web", desiredStatus="STOPPED")["taskArns"][:1])["tasks"][0]
    assert ("TaskFailedToStart", True) == (task["stopCode"], task["stoppedReason"].startswith("CannotPullContainerError: "))


def test_while_it_goes_back_both_rollouts_are_listed(sim: Simulator) -> None:
    sim.service("web")
    deployment = sim.deploy("web", good("v2"))
    sim.advance(110)
    stop(sim, deployment)
    sim.advance(3)
    states = [(one["status"], one["rolloutState"]) for one in service(sim)["deployments"]]
    assert [("PRIMARY", "IN_PROGRESS"), ("ACTIVE", "FAILED")] == states
    story(sim, deployment, status)
    assert [("PRIMARY", "COMPLETED")] == [(one["status"], one["rolloutState"]) for one in service(sim)["deployments"]]
