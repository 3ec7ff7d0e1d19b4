"""Every rung of the ladder, for every strategy and at every stage."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.rollback.releases import BLUE_GREEN, CANARY, LINEAR, paused_at, released, serves, service
from tests.actions.rollback.running import rollback, run
from tests.simulator import Simulator
from tests.simulator.world.image import crashing, failing, good, never_healthy
from tests.simulator.world.shifting import STAGES

STRATEGIES: dict[str, dict[str, Any]] = {"ROLLING": {}, "BLUE_GREEN": BLUE_GREEN, "CANARY": CANARY, "LINEAR": LINEAR}
NAMED = [stage for stage in STAGES if stage not in ("RECONCILE_SERVICE", "PRE_PRODUCTION_TRAFFIC_SHIFT")]


def health(sim: Simulator) -> dict[str, str]:
    return {"verify_url": f"{sim.endpoint}/app/web/health", "verify_version_path": "/version", "verify_expect_version": "v1"}


@pytest.mark.row("E11b", "stopped at any stage before the old tasks are gone, the old release serves within 10 seconds")
@pytest.mark.parametrize("stage", NAMED)
@pytest.mark.parametrize("strategy", ["BLUE_GREEN", "CANARY", "LINEAR"])
def test_a_deployment_is_stopped_at_each_stage(sim: Simulator, strategy: str, stage: str) -> None:
    service(sim, "v1", **STRATEGIES[strategy])
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.stage == stage)
    code, outputs, report = rollback(sim, deployment=deployment.arn, **health(sim))
    assert (3, "rolled-back", "stop") == (code, outputs["outcome"], outputs["method"])
    assert ("ROLLBACK_SUCCESSFUL", {"v1": 100.0}) == (deployment.status, serves(sim))
    assert float(outputs["seconds-to-restore"]) <= 10 or stage == "CLEAN_UP"
    assert ("web:2", "web:1") == (outputs["from"].rsplit("/")[-1], outputs["to"].rsplit("/")[-1])
    assert len(sim.calls()) <= 110
    assert 1 == report["schema"]


@pytest.mark.parametrize("seconds", [0, 1, 30, 60, 106, 140])
def test_a_rolling_deployment_is_stopped_at_any_time(sim: Simulator, seconds: int) -> None:
    service(sim, "v1")
    sim.deploy("web", failing("v2"))
    sim.advance(seconds)
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, "stop", {"v1": 100.0}) == (code, outputs["method"], serves(sim))
    assert ([], [True]) == (sim.calls("UpdateService"), [call.outcome == "ok" for call in sim.calls("StopServiceDeployment")])
    assert len(sim.calls()) <= 110


@pytest.mark.parametrize(
    ("strategy", "stage"),
    [
        ("ROLLING", "PRE_SCALE_UP"),
        ("ROLLING", "POST_SCALE_UP"),
        ("BLUE_GREEN", "POST_TEST_TRAFFIC_SHIFT"),
        ("BLUE_GREEN", "PRE_PRODUCTION_TRAFFIC_SHIFT"),
        ("CANARY", "POST_PRODUCTION_TRAFFIC_SHIFT"),
        ("LINEAR", "PRE_SCALE_UP"),
    ],
)
def test_a_paused_deployment_is_continued_backwards(sim: Simulator, strategy: str, stage: str) -> None:
    service(sim, "v1", **{**STRATEGIES[strategy], **paused_at(stage)})
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: any(hook.status == "AWAITING_ACTION" for hook in deployment.hooks))
    code, outputs, _ = rollback(sim, deployment=deployment.arn, **health(sim))
    assert (3, "continue", {"v1": 100.0}) == (code, outputs["method"], serves(sim))
    assert (["ROLLBACK"], []) == ([call.fields["action"] for call in sim.calls("ContinueServiceDeployment")], sim.calls("StopServiceDeployment"))


@pytest.mark.parametrize("after", [0, 5, 200])
def test_what_ecs_takes_back_by_itself_is_waited_for_and_verified(sim: Simulator, after: int) -> None:
    breaker = {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 2}}
    service(sim, "v1", deploymentCircuitBreaker=breaker)
    deployment = sim.deploy("web", crashing("v2"))
    sim.run_until(lambda: deployment.status.startswith("ROLLBACK"))
    sim.advance(after)
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, "attach", {"v1": 100.0}) == (code, outputs["method"], serves(sim))
    assert [] == sim.calls("StopServiceDeployment", "UpdateService", "ContinueServiceDeployment")


@pytest.mark.row("C5b", "the service gets the task definition that ran before")
@pytest.mark.row("S3", "the rollback action brings the last known good release back, whatever the strategy")
@pytest.mark.parametrize("strategy", list(STRATEGIES))
def test_a_release_that_is_in_place_is_replaced_by_the_last_known_good_one(sim: Simulator, strategy: str) -> None:
    service(sim, "v1", **STRATEGIES[strategy])
    released(sim, failing("v2"))
    ran = run(sim, **health(sim))
    assert ((3, "rolled-back"), "redeploy", "verified") == (ran.ended, ran.outputs["method"], ran.outputs["lkg-source"])
    assert {"v1": 100.0} == serves(sim)
    assert [{"cluster", "service", "taskDefinition"}] == [set(call.fields) for call in sim.calls("UpdateService")]
    assert ran.summary.splitlines()[0].startswith("**web\\:1** serves web again, ")
    assert len(sim.calls()) <= 160


def test_a_pause_hook_on_the_way_back_is_passed(sim: Simulator) -> None:
    service(sim, "v1", **BLUE_GREEN)
    released(sim, failing("v2"))
    sim.find("web").configuration.update(paused_at("POST_TEST_TRAFFIC_SHIFT"))
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, "redeploy", {"v1": 100.0}) == (code, outputs["method"], serves(sim))
    assert ["CONTINUE"] == [call.fields["action"] for call in sim.calls("ContinueServiceDeployment")]


def test_a_bake_that_is_longer_than_the_deadline_is_not_waited_for(sim: Simulator) -> None:
    service(sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=60)
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: deployment.over, at_most=5000)
    code, outputs, _ = rollback(sim, deadline="600", **health(sim))
    assert (3, {"v1": 100.0}, "BAKE_TIME") == (code, serves(sim), sim.find("web").deployments[-1].stage)
    assert float(outputs["duration-seconds"]) < 300


def test_a_crash_loop_without_a_breaker_is_stopped_while_the_old_tasks_serve(sim: Simulator) -> None:
    service(sim, "v1")
    deployment = sim.deploy("web", crashing("v2"))
    sim.run_until(lambda: sim.find("web").primary.failed_tasks > 0)
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, "stop", "ROLLBACK_SUCCESSFUL") == (code, outputs["method"], deployment.status)
    assert float(outputs["seconds-to-restore"]) <= 10


def test_a_deployment_that_ecs_gave_up_without_going_back_is_redeployed(sim: Simulator) -> None:
    service(sim, "v1", deploymentCircuitBreaker={"enable": True, "rollback": False})
    deployment = sim.deploy("web", never_healthy("v2"))
    sim.run_until(lambda: deployment.over)
    code, outputs, _ = rollback(sim, **health(sim))
    assert ("STOPPED", 3, "redeploy", {"v1": 100.0}) == (deployment.status, code, outputs["method"], serves(sim))


@pytest.mark.parametrize("state", ["running", "over", "went back"])
def test_an_express_service(sim: Simulator, state: str) -> None:
    sim.express("web", good("v1"))
    sim.advance(600)
    deployment = sim.deploy("web", crashing("v2") if state == "went back" else failing("v2"))
    if state == "running":
        sim.advance(60)
    else:
        sim.run_until(lambda: deployment.over)
    code, outputs, _ = rollback(sim, **health(sim))
    assert (3, {"running": "stop", "over": "redeploy", "went back": "attach"}[state]) == (code, outputs["method"])
    assert {"v1": 100.0} == serves(sim)
