"""ECS, targets and containers: what they say of services that are well, badly, and not to be seen."""

from __future__ import annotations

from synth.runtime.expectation import Check
from tests.runtime_layers.stage import Stage
from tests.simulator.world.image import crashing, flapping_start, good, never_healthy, pull_failing

BREAKER = {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 3}}


def results(checks: tuple[Check, ...]) -> list[tuple[str, str, str]]:
    return [(check.name, check.result, check.observed) for check in checks]


def test_a_settled_service_is_good_in_every_layer(stage: Stage) -> None:
    stage.sim.service("web")
    judged = stage.verify(task_definition="web:1")
    assert ("passed", "3 good looks in a row; ecs, targets, containers good") == judged.verdict
    assert [
        ("service", "passed", "ACTIVE"),
        ("task definition", "passed", "web:1"),
        ("deployment", "passed", "SUCCESSFUL"),
        ("failed tasks", "passed", "0"),
        ("running tasks", "passed", "4 of 4"),
        ("target health web-blue", "passed", "4 healthy"),
        ("container health", "passed", "4 HEALTHY"),
    ] == results(judged.checks)
    assert [] == stage.warnings


def test_a_rolling_deployment_passes_once_all_its_tasks_run(stage: Stage) -> None:
    stage.sim.service("web")
    deployment = stage.sim.deploy("web", good("v2"))
    judged = stage.verify(task_definition="web:2", plan={"deadline": 900})
    assert "passed" == judged.verdict.outcome, judged
    assert 4 == deployment.target.running


def test_a_crashing_release_ends_the_verification_with_its_stop_code_and_exit_code(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", crashing("v2", exit_code=137))
    judged = stage.verify(task_definition="web:2", plan={"deadline": 900})
    assert "failed" == judged.verdict.outcome
    assert "EssentialContainerExited, Essential container in task exited, app exit code 137 (killed, perhaps for its memory)" in judged.verdict.reason
    assert judged.seconds <= 45 + 5 + 10  # start, crash, the next look


def test_an_image_that_cannot_be_pulled_is_named(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", pull_failing("v2"))
    judged = stage.verify(task_definition="web:2")
    assert "failed" == judged.verdict.outcome
    assert "TaskFailedToStart, CannotPullContainerError" in judged.verdict.reason


def test_tasks_that_never_get_healthy_fail(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", never_healthy("v2"))
    judged = stage.verify(task_definition="web:2")
    assert ("failed", True) == (judged.verdict.outcome, "health checks" in judged.verdict.reason), judged


def test_a_start_that_flaps_fails_at_its_first_crash_and_passes_where_crashes_are_allowed(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", flapping_start("v2"))
    assert "failed" == stage.verify(task_definition="web:2").verdict.outcome
    assert "passed" == stage.verify(task_definition="web:2", max_failed_tasks=100, plan={"deadline": 3000}).verdict.outcome


def test_a_deployment_that_ecs_rolled_back_is_a_failure_although_everything_runs(stage: Stage) -> None:
    stage.sim.service("web", deploymentCircuitBreaker=BREAKER)
    deployment = stage.sim.deploy("web", crashing("v2"))
    stage.sim.run_until(lambda: deployment.over)
    judged = stage.verify()
    assert "failed" == judged.verdict.outcome
    assert "ecs: deployment is ROLLBACK_SUCCESSFUL, wanted no failure" in judged.verdict.reason


def test_a_restored_service_is_good_when_its_old_release_is_what_is_wanted(stage: Stage) -> None:
    stage.sim.service("web", deploymentCircuitBreaker=BREAKER)
    deployment = stage.sim.deploy("web", crashing("v2"))
    stage.sim.run_until(lambda: deployment.over)
    judged = stage.verify(task_definition="web:1")
    assert "passed" == judged.verdict.outcome
    assert ("deployment", "passed", "ROLLBACK_SUCCESSFUL") in results(judged.checks)


def test_the_old_release_that_still_serves_is_not_the_wanted_one(stage: Stage) -> None:
    stage.sim.service("web")
    judged = stage.verify(task_definition="web:2", plan={"deadline": 30})
    assert ("failed", "ecs: task definition is web:1, wanted web:2") == judged.verdict


def test_a_service_without_tasks_proves_nothing(stage: Stage) -> None:
    stage.sim.service("web", desired=0)
    judged = stage.verify(plan={"deadline": 30})
    assert ("inconclusive", True) == (judged.verdict.outcome, "the desired count is 0" in judged.verdict.reason), judged
    assert "passed" == stage.verify(min_healthy_tasks=0, checks=("ecs",)).verdict.outcome


def test_running_is_compared_with_the_desired_count_of_now(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.deploy("web", good("v2"))
    stage.sim.advance(30)
    stage.sim.scale("web", 8)
    judged = stage.verify(task_definition="web:2", plan={"deadline": 900})
    assert ("passed", True) == (judged.verdict.outcome, ("running tasks", "passed", "8 of 8") in results(judged.checks))


def test_an_earlier_failure_is_not_held_against_a_release_that_is_complete(stage: Stage) -> None:
    stage.sim.service("web")
    deployment = stage.sim.deploy("web", flapping_start("v2"))
    stage.sim.run_until(lambda: deployment.over, 3000)
    stage.sim.advance(60)
    assert "passed" == stage.verify(task_definition="web:2").verdict.outcome


def test_a_superseded_deployment_is_inconclusive(stage: Stage) -> None:
    stage.sim.service("web")
    mine = stage.sim.deploy("web", good("v2"))
    stage.sim.advance(10)
    stage.sim.deploy("web", good("v3"))
    judged = stage.verify(deployment=mine.arn)
    assert ("inconclusive", True) == (judged.verdict.outcome, "deployment: replaced by" in judged.verdict.reason)


def test_a_missing_service_and_group_are_inconclusive(stage: Stage) -> None:
    judged = stage.verify(plan={"deadline": 20})
    assert ("inconclusive", True) == (judged.verdict.outcome, "service 'web' in cluster 'default'" in judged.verdict.reason), judged
    stage.sim.service("web")
    group = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/gone/0123456789abcdef"
    judged = stage.verify(target_groups=(group,), plan={"deadline": 20})
    assert ("inconclusive", True) == (judged.verdict.outcome, "target health gone" in judged.verdict.reason), judged


def test_a_blue_green_service_is_judged_by_the_groups_in_use(stage: Stage) -> None:
    stage.sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
    judged = stage.verify()
    assert ["target health web-blue"] == [check.name for check in judged.checks if check.name.startswith("target")]
    deployment = stage.sim.deploy("web", good("v2"))
    stage.sim.run_until(lambda: deployment.stage == "BAKE_TIME")
    judged = stage.verify(task_definition="web:2")
    assert ("passed", ["target health web-green"]) == (
        judged.verdict.outcome,
        [check.name for check in judged.checks if check.name.startswith("target")],
    )


def test_ten_minutes_take_at_most_150_calls(stage: Stage) -> None:
    stage.sim.service("web")
    stage.sim.alarm("errors")
    judged = stage.verify(stage.target(), alarms=("errors",), bake=600.0)
    assert ("passed", True) == (judged.verdict.outcome, 600 <= judged.seconds <= 640)
    assert len(stage.sim.calls()) <= 150
