"""ListServiceDeployments, DescribeServiceDeployments, DescribeServiceRevisions, StopServiceDeployment, ContinueServiceDeployment."""

from __future__ import annotations

from tests.simulator.api import ecs_views as views
from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.clock import START
from tests.simulator.errors import ApiError, invalid
from tests.simulator.world.world import World

MOST_DESCRIBED = 20
KEPT_SECONDS = 90 * 86400


def list_all(world: World, asked: Fields) -> Fields:
    """Newest first; those of the last 90 days."""
    service = world.service(asked.get("cluster"), asked["service"])
    bounds = asked.get("createdAt", {})
    after = max(bounds.get("after", 0), world.wall - KEPT_SECONDS) - START
    before = min(bounds.get("before", world.wall + 1) - START, world.now + 1 if world.horizon is None else world.horizon + 1)
    statuses = asked.get("status") or None
    found = [
        views.brief(one) for one in reversed(service.deployments) if after <= one.created < before and (statuses is None or one.status in statuses)
    ]
    part, token = page(world, found, asked.get("nextToken"), asked.get("maxResults", 20))
    return {"serviceDeployments": part} | ({"nextToken": token} if token else {})


def describe(world: World, asked: Fields) -> Fields:
    names = asked["serviceDeploymentArns"]
    if not 1 <= len(names) <= MOST_DESCRIBED:
        raise invalid(f"serviceDeploymentArns must have from 1 to {MOST_DESCRIBED} entries.")
    known = {
        one.arn: one for service in world.services.values() for one in service.deployments if world.horizon is None or one.created <= world.horizon
    }
    return {
        "serviceDeployments": [views.deployment(known[name]) for name in names if name in known],
        "failures": [{"arn": name, "reason": "MISSING"} for name in names if name not in known],
    }


def describe_revisions(world: World, asked: Fields) -> Fields:
    names = asked["serviceRevisionArns"]
    if not 1 <= len(names) <= MOST_DESCRIBED:
        raise invalid(f"serviceRevisionArns must have from 1 to {MOST_DESCRIBED} entries.")
    known = {one.target.revision.arn: (one.target.revision, service) for service in world.services.values() for one in service.deployments}
    return {
        "serviceRevisions": [views.revision(*known[name]) for name in names if name in known],
        "failures": [{"arn": name, "reason": "MISSING"} for name in names if name not in known],
    }


def stop(world: World, asked: Fields) -> Fields:
    """Harmless to say again while it is on its way; a conflict once it has ended."""
    deployment = world.deployment(asked["serviceDeploymentArn"])
    if asked.get("stopType", "ROLLBACK") != "ROLLBACK":
        raise invalid("stopType must be ROLLBACK.")
    if deployment.over:
        raise ApiError("ConflictException", f"Service deployment is in {deployment.status} state and cannot be stopped.")
    if deployment.status in ("PENDING", "IN_PROGRESS"):
        deployment.fail("Service deployment rolled back by a user.", back=True)
    return {"serviceDeploymentArn": deployment.arn}


def proceed(world: World, asked: Fields) -> Fields:
    deployment = world.deployment(asked["serviceDeploymentArn"])
    hook = next((one for one in deployment.hooks if one.id == asked["hookId"]), None)
    if hook is None:
        raise invalid("The hookId is not one of this service deployment.")
    if deployment.status != "IN_PROGRESS" or hook.status != "AWAITING_ACTION":
        raise invalid(
            f"The lifecycle hook is in {hook.status} state and the service deployment is {deployment.status}: there is nothing to continue."
        )
    hook.close(asked.get("action", "CONTINUE"))
    return {"serviceDeploymentArn": deployment.arn}
