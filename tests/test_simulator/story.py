"""What a deployment went through, as a test compares it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.simulator import Simulator
from tests.simulator.world.deployment import Deployment


def story(sim: Simulator, deployment: Deployment, look: Callable[[Deployment], Any], at_most: int = 3000) -> list[tuple[int, Any]]:
    """(virtual seconds since now, what it looked like) whenever that changed, until the deployment is over."""
    began, seen = sim.now, [(0, look(deployment))]
    while not deployment.over:
        assert sim.now - began < at_most, seen
        sim.advance(1)
        if look(deployment) != seen[-1][1]:
            seen.append((sim.now - began, look(deployment)))
    return seen


def status(deployment: Deployment) -> str:
    return deployment.status


def stage(deployment: Deployment) -> str:
    return deployment.stage


def shares(deployment: Deployment) -> dict[str, float]:
    """Production traffic by version."""
    return {one.revision.image.version: share for one, share in deployment.service.shares().items() if share}


def described(sim: Simulator, deployment: Deployment) -> dict[str, Any]:
    found: dict[str, Any] = sim.client("ecs").describe_service_deployments(serviceDeploymentArns=[deployment.arn])["serviceDeployments"][0]
    return found


def service(sim: Simulator, name: str = "web") -> dict[str, Any]:
    found: dict[str, Any] = sim.client("ecs").describe_services(services=[name])["services"][0]
    return found
