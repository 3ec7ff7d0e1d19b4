"""What a release that a failed deployment went back to is verified with: the same as the release that failed, asked in quicker succession."""

from __future__ import annotations

from synth.runtime.ecs.asked_for import AUTO
from synth.runtime.ecs.rollback_inputs import Asked
from synth.runtime.ecs.second_look import second_look
from synth.runtime.ecs.situation import Situation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.situation import Judgement
    from synth.runtime.layers.ports import Ports
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen

INTERVAL = 1.0  # the old tasks ran all the time, so there is nothing to wait for
DEADLINE = 900.0


def judge_of(wanted: Wanted, ports: Ports, clock: Clock, screen: Screen, log: Log, random: Callable[[], float]) -> Callable[[Candidate], Judgement]:
    """Its version is that of its own mark, not the one that was to be deployed."""
    proof = wanted.proof
    health = proof.health
    if health is not None:
        health = health._replace(plan=health.plan._replace(interval=min(INTERVAL, health.plan.interval)))
    asked = Asked(
        Situation(wanted.cluster, wanted.service),
        AUTO,
        DEADLINE,
        2,
        False,
        False,
        wanted.fail_on,
        wanted.soft,
        health,
        False,
        min_healthy_tasks=proof.min_healthy_tasks,
    )
    return second_look(asked, ports, clock, screen, log, random)
