"""ROLLING: how tasks are replaced, and when a deployment counts as done."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.world.image import failing, good, never_healthy
from tests.test_simulator.story import described, service, shares, status, story


def test_a_good_deployment_takes_start_health_and_drain(sim: Simulator) -> None:
    sim.service("web")
    deployment = sim.deploy("web", good("v2"))
    assert [(0, "PENDING"), (1, "IN_PROGRESS"), (166, "SUCCESSFUL")] == story(sim, deployment, status)
    assert 1 + 45 + 60 + 60 == 166


@pytest.mark.parametrize(
    ("percentages", "expected"),
    [
        ({}, (4, 8)),
        ({"minimumHealthyPercent": 50, "maximumPercent": 100}, (2, 4)),
        ({"minimumHealthyPercent": 100, "maximumPercent": 150}, (4, 6)),
        ({"minimumHealthyPercent": 0, "maximumPercent": 100}, (0, 4)),
    ],
)
def test_the_percentages_bound_healthy_and_all_tasks(sim: Simulator, percentages: dict[str, Any], expected: tuple[int, int]) -> None:
    made = sim.service("web", **percentages)
    deployment = sim.deploy("web", good("v2"))
    healthy, alive = [], []
    while not deployment.over:
        sim.advance(1)
        healthy.append(sum(len(one.serving) for one in made.rollouts))
        alive.append(sum(len(one.alive) for one in made.rollouts))
    assert expected == (min(healthy), max(alive))


def test_traffic_goes_to_every_healthy_task_and_a_bad_release_shows_before_it_is_complete(sim: Simulator) -> None:
    sim.service("web")
    deployment = sim.deploy("web", failing("v2"))
    assert [(0, {"v1": 4.0}), (106, {"v2": 4.0})] == story(sim, deployment, shares)
    assert "SUCCESSFUL" == deployment.status, "stable is not healthy"


def test_tasks_that_never_get_healthy_are_replaced_and_say_why(sim: Simulator) -> None:
    sim.service("web", desired=1)
    sim.deploy("web", never_healthy("v2"))
    sim.advance(137)
    ecs = sim.client("ecs")
    stopped = ecs.list_tasks(serviceName="web", desiredStatus="STOPPED")["taskArns"]
    task = ecs.describe_tasks(tasks=stopped)["tasks"][0]
    assert ("ServiceSchedulerInitiated", True, "UNHEALTHY") == (
        task["stopCode"],
        task["stoppedReason"].startswith("Task failed ELB health checks in (target-group arn:aws:"),
        task["healthStatus"],
    )


def test_early_success_leaves_old_tasks_draining_when_deferred() -> None:
    ends: list[Any] = []
    for cleanup in ("BLOCKING", "DEFERRED"):
        with Simulator() as sim:
            early = {"enable": True, "healthyPercent": 100, "sourceServiceRevisionCleanup": cleanup}
            sim.service("web", earlySuccessCriteria=early)
            deployment = sim.deploy("web", good("v2"))
            seen = story(sim, deployment, status)
            ends.append((seen[-1], [task.status for task in sim.world.tasks.values() if task.image.version == "v1"]))
    assert [((166, "SUCCESSFUL"), ["STOPPED"] * 4), ((106, "SUCCESSFUL"), ["DEACTIVATING"] * 4)] == ends


def test_with_nothing_desired_any_image_is_a_success_at_once(sim: Simulator) -> None:
    sim.service("web", desired=0)
    deployment = sim.deploy("web", never_healthy("v2"))
    assert "SUCCESSFUL" == story(sim, deployment, status, at_most=10)[-1][1]


def test_scaling_in_the_middle_is_followed(sim: Simulator) -> None:
    made = sim.service("web")
    deployment = sim.deploy("web", good("v2"))
    sim.advance(50)
    sim.scale("web", 8)
    seen = story(sim, deployment, status)
    assert ((216 - 50, "SUCCESSFUL"), 8, 8) == (seen[-1], made.running, len(made.primary.serving))


def test_a_newer_deployment_supersedes(sim: Simulator) -> None:
    sim.service("web")
    first = sim.deploy("web", good("v2"))
    sim.advance(20)
    second = sim.deploy("web", good("v3"))
    assert "STOP_REQUESTED" == first.status
    sim.advance(1)
    assert ("STOPPED", "IN_PROGRESS", "A newer service deployment was started.") == (
        first.status,
        second.status,
        described(sim, first)["statusReason"],
    )
    assert second.arn == service(sim)["currentServiceDeployment"]
    assert "SUCCESSFUL" == story(sim, second, status)[-1][1]
    assert ["v3"] == [one.revision.image.version for one in second.service.rollouts]


def test_events_tell_the_story(sim: Simulator) -> None:
    sim.service("web", desired=1)
    sim.deploy("web", good("v2"))
    sim.advance(200)
    last = [event["message"] for event in service(sim)["events"]][:3]
    assert ["(service web) has reached a steady state.", True, True] == [
        last[0],
        last[1].endswith("deployment completed."),
        "has started 1 tasks" in last[2],
    ]
