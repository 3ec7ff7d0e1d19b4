"""The way back to the last completed rollout: traffic first where it goes by weights, then tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulator.world.deployment import Deployment, Process
from tests.simulator.world.rollout import Rollout

if TYPE_CHECKING:
    from tests.simulator.world.world import World


def rolling_back(deployment: Deployment, world: World, to: Rollout) -> Process:
    """The rollout of old is PRIMARY and IN_PROGRESS again, under its old id; the failed one leaves once its tasks are gone."""
    service, failed = deployment.service, deployment.target
    yield
    deployment.status, deployment.updated = "ROLLBACK_IN_PROGRESS", world.now
    if to not in service.rollouts:
        service.rollouts.append(to)
    service.primary = to
    to.launching, to.failures, to.next_launch = True, 0, 0
    to.change("IN_PROGRESS", f"{deployment.reason.rstrip('.')}: rolling back to deploymentId {to.id}.", world.now)
    world.event(service, f"(service {service.name}) (deployment {failed.id}) rolling back to deployment {to.id}.")
    if service.production is not None:
        service.grow, service.keep = None, (to, failed)
        while len(to.serving) < service.lower():
            yield
        service.production, service.test, service.keep = {to: 100.0}, None, (to,)
    else:
        service.grow, service.keep = to, ()
    yield
    while len(to.serving) < service.desired or any(not one.gone for one in service.rollouts if one is not to):
        yield
    service.grow, service.keep = to, ()
    to.change("COMPLETED", f"ECS deployment {to.id} completed.", world.now)
    service.complete(to)
    world.event(service, f"(service {service.name}) (deployment {to.id}) deployment completed.")
    deployment.end("ROLLBACK_SUCCESSFUL")
