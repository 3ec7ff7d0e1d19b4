"""The service scheduler: starts and stops tasks until each rollout has what it should have.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulator.world.rollout import Rollout
from tests.simulator.world.service import Service

if TYPE_CHECKING:
    from tests.simulator.world.world import World


def schedule(service: Service, world: World) -> None:
    for rollout in service.keep:
        _hold(service, rollout, world)
    others = [one for one in service.rollouts if one not in service.keep and one is not service.grow]
    if service.grow is None:
        for rollout in others:
            _drain(rollout, len(rollout.tasks), world)
    else:
        _take_over(service, service.grow, others, world)
    service.rollouts = [one for one in service.rollouts if one is service.primary or one is service.grow or one in service.keep or not one.gone]


def _hold(service: Service, rollout: Rollout, world: World) -> None:
    alive = len(rollout.alive)
    _launch(service, rollout, service.desired - alive, world)
    _drain(rollout, alive - service.desired, world)


def _take_over(service: Service, grow: Rollout, others: list[Rollout], world: World) -> None:
    """New tasks as far as the maximum allows, old ones stopped as far as the minimum of healthy ones allows."""
    alive = sum(len(one.alive) for one in service.rollouts)
    mine = len(grow.alive)
    _launch(service, grow, min(service.desired - mine, service.upper() - alive), world)
    _drain(grow, mine - service.desired, world)
    spare = sum(len(one.serving) for one in service.rollouts) - service.lower()
    for rollout in others:
        waiting = len(rollout.alive) - len(rollout.serving)
        most = max(spare, 0) + waiting
        spare -= max(min(most, len(rollout.alive)) - waiting, 0)
        _drain(rollout, most, world)


def _launch(service: Service, rollout: Rollout, count: int, world: World) -> None:
    if count <= 0 or not rollout.launching or world.now < rollout.next_launch:
        return
    tasks = [world.launch(service, rollout) for _ in range(count)]
    named = " ".join(f"(task {task.id})." for task in tasks[:4])
    world.event(service, f"(service {service.name}) has started {count} tasks: {named}")


def _drain(rollout: Rollout, count: int, world: World) -> None:
    """Those that do not serve yet first, then the newest."""
    if count <= 0:
        return
    ordered = sorted(rollout.alive, key=lambda task: (task.serves, -task.created))
    for task in ordered[:count]:
        task.drain(world.now, f"Scaling activity initiated by (deployment {rollout.id})")
