"""Deployments of good releases: they end soon after ECS does, touch nothing else, and say what they proved."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.actions.deploy_ecs.running import deploy, release, run
from tests.simulator import Simulator
from tests.simulator.world.image import good

BLUE_GREEN: dict[str, Any] = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5}
EARLY: dict[str, Any] = {"enable": True, "healthyPercent": 100, "sourceServiceRevisionCleanup": "DEFERRED"}


@pytest.mark.row("C3c", "the step ends within six seconds of ECS's own end")
@pytest.mark.parametrize("seed", range(5))
def test_a_good_release_passes_within_six_seconds_of_the_deployments_end(seed: int) -> None:
    with Simulator() as sim:
        service = sim.service("web")
        sim.load("web", per_second=4)
        ran = run(sim, seed=seed, **release(sim, good("v2")))
        ended = service.deployments[-1].finished
        assert (0, "passed", "in place, 3 right answers in a row") == (*ran.ended, ran.reason)
        assert ended is not None
        assert sim.now - ended <= 6
        assert (0, True) == (sim.bad("web"), len(sim.calls()) <= 60)
        assert [] == sim.violations


def test_its_outputs_say_what_was_deployed() -> None:
    with Simulator() as sim:
        service = sim.service("web")
        code, outputs, report = deploy(sim, **release(sim, good("v2")))
        deployment = service.deployments[-1]
        assert 0 == code
        assert {
            "service-deployment-arn": deployment.arn,
            "service-revision-arn": deployment.target.revision.arn,
            "task-definition-arn": deployment.target.revision.definition,
            "serving-task-definition-arn": deployment.target.revision.definition,
            "previous-task-definition-arn": "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:1",
            "digests": json.dumps({"app": deployment.target.revision.containers[0][2]}),
            "rollback-method": "",
            "seconds-to-restore": "",
        } == {name: outputs[name] for name in outputs if name.endswith(("-arn", "digests", "method", "restore"))}
        assert (1, "deploy-ecs", 0) == (report["schema"], report["action"], report["exit-code"])
        assert {"passed"} == {check["result"] for check in report["checks"]}
        assert [] == sim.violations


@pytest.mark.row("C3b", "nothing of the service but its task definition changes")
def test_only_the_task_definition_of_the_service_is_changed() -> None:
    with Simulator() as sim:
        sim.service("web")
        run(sim, **release(sim, good("v2")))
        asked = [call.fields for call in sim.calls("UpdateService")]
        assert [{"cluster": "arn:aws:ecs:eu-central-1:123456789012:cluster/default", "service": "web", "taskDefinition": _definition(2)}] == asked
        registered = sim.calls("RegisterTaskDefinition")[0].fields
        tags = {tag["key"]: tag["value"] for tag in registered["tags"]}
        assert {"ghsynth:sha": "a" * 40, "ghsynth:run": "100"} == tags
        assert ["/ecs/web"] == [one["logConfiguration"]["options"]["awslogs-group"] for one in registered["containerDefinitions"]]
        assert [] == sim.violations


def test_what_runs_already_is_verified_and_not_deployed_again() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v1")))
        assert (0, "passed") == ran.ended
        assert [] == sim.calls("UpdateService", "RegisterTaskDefinition")
        assert "web:1 is what the service is to run already" in ran.log
        assert [] == sim.violations


def test_a_run_that_is_repeated_follows_the_deployment_of_the_first() -> None:
    with Simulator() as sim:
        sim.service("web")
        inputs = release(sim, good("v2"))
        assert (6, "inconclusive") == run(sim, **inputs, watch="false").ended
        sim.advance(30)
        ran = run(sim, **inputs)
        assert (0, "passed", 1) == (*ran.ended, len(sim.calls("UpdateService")))
        assert [] == sim.violations


def test_a_dry_run_changes_nothing_and_says_what_it_would_do() -> None:
    with Simulator() as sim:
        sim.service("web", **BLUE_GREEN)
        ran = run(sim, **release(sim, good("v2"), test=True), dry_run="true", strategy="BLUE_GREEN")
        assert (0, "inconclusive") == ran.ended
        assert "would set the deployment configuration, then deploy a new revision of web" in ran.reason
        assert {"DescribeServices", "DescribeServiceDeployments", "DescribeTaskDefinition"} == {call.operation for call in sim.calls()}
        assert [] == sim.violations


def test_a_service_that_is_scaled_meanwhile_is_waited_for() -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.when(lambda: sim.now > 50, lambda: sim.scale("web", 8))
        ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed") == ran.ended
        assert ["8 of 8 run"] == [check["observed"] for check in ran.report["checks"] if check["name"] == "tasks"]
        assert [] == sim.violations


def test_a_service_that_wants_no_tasks_proves_nothing() -> None:
    with Simulator() as sim:
        sim.service("web", desired=0)
        ran = run(sim, **release(sim, good("v2")))
        assert (6, "inconclusive") == ran.ended
        assert "ECS calls it SUCCESSFUL, and the service wants 0 tasks: nothing ran that could be judged" == ran.reason
        assert [] == sim.violations


def test_an_early_success_is_believed_once_only_the_new_release_answers() -> None:
    with Simulator() as sim:
        service = sim.service("web", earlySuccessCriteria={**EARLY, "healthyPercent": 50}, minimumHealthyPercent=50, maximumPercent=150)
        ran = run(sim, **release(sim, good("v2")))
        assert (0, "passed") == ran.ended
        assert {service.deployments[-1].target} == {one for one in service.rollouts if one.serving}
        assert [] == sim.violations


def test_a_first_health_answer_that_cannot_be_reached_is_no_reason_to_go_back() -> None:
    with Simulator() as sim:
        service = sim.service("web")
        ran = run(sim, **{**release(sim, good("v2")), "verify_url": "http://127.0.0.1:9/health"})
        assert (6, "inconclusive", "SUCCESSFUL") == (*ran.ended, service.deployments[-1].status)
        assert ran.reason.startswith("not proved after 120 s, never reached: the connection was refused")
        assert "::warning title=deploy-ecs::what serves now cannot be reached from here" in ran.log
        assert [] == sim.violations


def test_without_an_address_ecs_alone_is_believed() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v2"), verified=False))
        assert (0, "passed", "stable to ECS; nothing was asked over HTTP") == (*ran.ended, ran.reason)
        assert [] == sim.violations


def test_a_deployment_that_awss_own_action_started_is_watched() -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.deploy("web", good("v2"))
        inputs = release(sim, good("v2"))
        del inputs["image"]
        ran = run(sim, **inputs, deploy_with="official")
        assert (0, "passed") == ran.ended
        assert [] == sim.calls("UpdateService", "RegisterTaskDefinition")
        assert [] == sim.violations


def test_the_summary_says_first_what_serves() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v2")))
        assert ["**web\\:2** serves web, verified", "", "**Deployment** passed: in place, 3 right answers in a row"] == ran.summary.splitlines()[:3]


def _definition(revision: int) -> str:
    return f"arn:aws:ecs:eu-central-1:123456789012:task-definition/web:{revision}"
