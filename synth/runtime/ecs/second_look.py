"""The verification of a release that was brought back: what a deployment is verified with, held against that release's own version."""

from __future__ import annotations

from synth.runtime.ecs.situation import Judgement
from synth.runtime.layers.verification import Verification
from synth.runtime.layers.verifying import verify
from synth.runtime.watch import Plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.rollback_inputs import Asked
    from synth.runtime.layers.ports import Ports
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen


def second_look(asked: Asked, ports: Ports, clock: Clock, screen: Screen, log: Log, random: Callable[[], float]) -> Callable[[Candidate], Judgement]:
    """What judges a release once it is in place."""

    def judge(release: Candidate) -> Judgement:
        judged = verify(verification_of(asked, release, clock.wall()), ports, clock, screen, log, random=random)
        return Judgement(judged.verdict, judged.checks)

    return judge


def verification_of(asked: Asked, release: Candidate, now: float) -> Verification:
    """Its plan expects the release's commit, not that of the run, which is the one that was left; no version where no commit is known.

    Nothing from before `now` is held against the release: the tasks that failed were not its own. Alarms are not asked: those that the
    other release set off are still on.
    """
    plan = _plan(asked, release)
    return Verification(
        plan,
        asked.situation.cluster,
        asked.situation.service,
        task_definition=release.task_definition,
        since=now,
        min_healthy_tasks=asked.min_healthy_tasks,
        checks=("ecs", "targets", "containers", *(("http",) if plan.targets else ())),
    )


def _plan(asked: Asked, release: Candidate) -> Plan:
    if asked.health is None:
        return Plan((), deadline=60.0)
    plan = asked.health.plan
    if asked.version_given:
        return plan
    wanted = [one._replace(version=(one.version[0], release.sha) if one.version and release.sha else None) for one in plan.targets]
    return plan._replace(targets=tuple(wanted))
