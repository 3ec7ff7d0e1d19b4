"""ROLLING: tasks are replaced as the percentages allow; every healthy task gets its part of the traffic at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulator.world.deployment import Deployment, Process

if TYPE_CHECKING:
    from tests.simulator.world.world import World


def rolling(deployment: Deployment, world: World) -> Process:
    service, target = deployment.service, deployment.target
    service.production = service.test = None
    if _pauses(deployment, "PRE_SCALE_UP"):
        service.grow, service.keep = None, tuple(deployment.sources)
        yield from deployment.at("PRE_SCALE_UP")
        deployment.stage = ""
    service.grow, service.keep = target, ()
    yield
    while not _in_place(deployment):
        yield
    if _pauses(deployment, "POST_SCALE_UP"):
        yield from deployment.at("POST_SCALE_UP")
    bake = 60 * deployment.configuration["bakeTimeInMinutes"]
    yield from deployment.wait(max(bake, world.profile.alarm_bake if deployment.alarms.enabled else 0))
    deployment.stage = ""
    deployment.succeed()


def _pauses(deployment: Deployment, stage: str) -> bool:
    return any(stage in hook["lifecycleStages"] for hook in deployment.configuration.get("lifecycleHooks", []))


def _in_place(deployment: Deployment) -> bool:
    """Whether the new tasks are healthy and the old ones gone, or as much of that as the early success criteria ask."""
    service, target = deployment.service, deployment.target
    old_gone = all(one.gone for one in service.rollouts if one is not target)
    early = deployment.configuration.get("earlySuccessCriteria", {})
    if early.get("enable"):
        enough = -(-service.desired * early["healthyPercent"] // 100)
        return len(target.serving) >= enough and (old_gone or early["sourceServiceRevisionCleanup"] == "DEFERRED")
    return old_gone and len(target.serving) == service.desired == len(target.alive)
