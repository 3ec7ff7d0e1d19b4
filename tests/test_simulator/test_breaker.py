"""The circuit breaker's threshold, with the examples of its documentation page, and what trips it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from tests.simulator import Image, Simulator
from tests.simulator.world.breaker import Breaker, threshold
from tests.simulator.world.image import crashing, flapping_start
from tests.test_simulator.story import described, service, status, story


@pytest.mark.parametrize(
    ("desired", "kind", "value", "expected"),
    [
        (1, "BOUNDED_PERCENT", 50, 3),
        (25, "BOUNDED_PERCENT", 50, 13),
        (400, "BOUNDED_PERCENT", 50, 200),
        (800, "BOUNDED_PERCENT", 50, 200),
        (800, "UNBOUNDED_PERCENT", 50, 400),
        (1, "UNBOUNDED_PERCENT", 50, 1),
        (400, "COUNT", 2, 2),
        (0, "BOUNDED_PERCENT", 50, 3),
    ],
)
def test_the_documented_thresholds(desired: int, kind: str, value: int, expected: int) -> None:
    assert expected == threshold(desired, kind, value)


def test_a_healthy_task_resets_the_count_unless_told_not_to() -> None:
    counts = []
    for resets in (True, False):
        breaker = Breaker({"enable": True, "rollback": True, "resetOnHealthyTask": resets})
        for happened in (breaker.failed, breaker.failed, breaker.healthy, breaker.failed):
            happened()
        counts.append((breaker.failures, breaker.trips(4)))
    assert [(1, False), (3, True)] == counts


def test_the_count_and_the_threshold_are_shown_while_it_runs_and_follow_the_desired_count(sim: Simulator) -> None:
    sim.service("web", desired=1, deploymentCircuitBreaker={"enable": True, "rollback": True})
    deployment = sim.deploy("web", crashing("v2"))
    sim.advance(60)
    assert {"status": "MONITORING", "failureCount": 1, "threshold": 3} == described(sim, deployment)["deploymentCircuitBreaker"]
    sim.scale("web", 25)
    assert 13 == described(sim, deployment)["deploymentCircuitBreaker"]["threshold"]


def test_it_rolls_back_a_crash_loop(sim: Simulator) -> None:
    sim.service("web", deploymentCircuitBreaker={"enable": True, "rollback": True})
    before = service(sim)["deployments"][0]["id"]
    deployment = sim.deploy("web", crashing("v2"))
    expected = [(0, "PENDING"), (1, "IN_PROGRESS"), (51, "ROLLBACK_REQUESTED"), (53, "ROLLBACK_IN_PROGRESS"), (54, "ROLLBACK_SUCCESSFUL")]
    assert expected == story(sim, deployment, status)
    after = service(sim)["deployments"]
    assert [(before, "PRIMARY", "COMPLETED")] == [(one["id"], one["status"], one["rolloutState"]) for one in after], (
        "the failed one is gone, the old id is back"
    )
    assert "ECS deployment circuit breaker: tasks failed to start." == described(sim, deployment)["rollback"]["reason"]


def test_without_rollback_it_stops_and_leaves_the_old_tasks(sim: Simulator) -> None:
    sim.service("web", deploymentCircuitBreaker={"enable": True, "rollback": False})
    deployment = sim.deploy("web", crashing("v2"))
    assert [(0, "PENDING"), (1, "IN_PROGRESS"), (51, "STOPPED")] == story(sim, deployment, status)
    sim.advance(300)
    states = [(one["status"], one["rolloutState"], one["runningCount"]) for one in service(sim)["deployments"]]
    assert [("PRIMARY", "FAILED", 0), ("ACTIVE", "COMPLETED", 4)] == states


def test_without_a_completed_deployment_there_is_nothing_to_roll_back_to(sim: Simulator) -> None:
    made = sim.service("web", crashing("v1"), settled=False, deploymentCircuitBreaker={"enable": True, "rollback": True})
    deployment = made.deployments[0]
    assert "STOPPED" == story(sim, deployment, status)[-1][1]
    launched = len(sim.world.tasks)
    sim.advance(600)
    assert launched == len(sim.world.tasks), "it stalls: no further tasks"
    assert described(sim, deployment)["statusReason"].endswith("There is no completed deployment to roll back to.")


def test_a_start_that_flaps_keeps_the_breaker_from_tripping_only_with_the_reset() -> None:
    ends = []
    for resets in (True, False):
        with Simulator() as sim:
            sim.service("web", desired=2, deploymentCircuitBreaker={"enable": True, "rollback": True, "resetOnHealthyTask": resets})
            deployment = sim.deploy("web", replace(flapping_start("v2"), healthy=1))
            ends.append(story(sim, deployment, status)[-1][1])
    assert ["SUCCESSFUL", "ROLLBACK_SUCCESSFUL"] == ends


def test_without_breaker_a_crash_loop_goes_on_ever_more_slowly(sim: Simulator) -> None:
    sim.service("web", desired=1)
    deployment = sim.deploy("web", Image("v2", fates=("crash",)))
    sim.advance(3000)
    starts = sorted(task.created for task in sim.world.tasks.values() if task.image.version == "v2")
    waits = [later - earlier - 50 for earlier, later in pairwise(starts)]
    assert ("IN_PROGRESS", [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]) == (deployment.status, waits[:12])
