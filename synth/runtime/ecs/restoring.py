"""Takes a service back to its last known good release, and judges what then runs: the whole ladder."""

from __future__ import annotations

from typing import NoReturn

from synth.runtime.ecs import ladder
from synth.runtime.ecs.asked_for import AUTO
from synth.runtime.ecs.course import Course, Over
from synth.runtime.ecs.gathering import gather
from synth.runtime.ecs.history import tolerated
from synth.runtime.ecs.judging import conclude
from synth.runtime.ecs.last_good import Candidate
from synth.runtime.ecs.ports import AwsError, Conflict, Denied, Expired, Missing, Refused, Unavailable
from synth.runtime.ecs.preflight import USABLE, look
from synth.runtime.ecs.redeploying import redeploy
from synth.runtime.ecs.returning import AGAIN, IN_PLACE, End, Way, wait
from synth.runtime.ecs.situation import BY_ECS, DRY_RUN, NEVER, Judgement, Ports, Restored, Settings, Situation, unjudged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.gathering import Known
    from synth.runtime.ecs.ladder import Rung
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Revision, Service, ServiceDeployment
    from synth.runtime.ports import Clock

__all__ = ["Judgement", "Ports", "Restored", "Settings", "Situation", "restore", "unjudged"]


def restore(situation: Situation, ports: Ports, clock: Clock, settings: Settings, say: Callable[[str], None]) -> Restored:
    """Raises AwsError when the service cannot be seen in the first place: nothing was touched then.

    A job that is cancelled and credentials that expire end it, with who carries on.
    """
    course = Course(situation, ports, clock, settings, say)
    try:
        service, deployment = course.look()
        course.seen = True
        _climb(course, service, deployment)
    except Over as over:
        return course.ended(over.outcome, over.reason)
    except KeyboardInterrupt:
        return course.ended("inconclusive", f"cancelled: {course.owner}")
    except AwsError as error:
        if not course.seen:
            raise
        why = "the credentials have expired" if isinstance(error, Expired) else "nothing more can be seen"
        return course.ended("inconclusive", f"{why}: {course.owner} ({error})")


def _climb(course: Course, service: Service, deployment: ServiceDeployment | None) -> NoReturn:
    """Raises Over. What is to be undone, and what there is to go back to, is read once: it does not change on the way."""
    undone = _undone(course, deployment)
    known = gather(course.ecs, course.registry, service, undone, course.situation.to, course.situation.given, course.say)
    course.left, course.candidates = known.leaving.task_definition, known.candidates
    goal = ladder.Goal(
        course.situation.deployment or service.current_deployment,
        undone.created if undone else 0.0,
        course.left,
        known.candidates[0].task_definition if course.situation.to != AUTO and known.candidates else "",
        known.first,
        known.destination,
    )
    while True:
        step = ladder.rung(service, deployment, goal)
        _stop_here(course, step, known)
        if step.method == ladder.REDEPLOY:
            redeploy(course, service, known)
        why = step.why
        if step.method != ladder.WAIT:
            end = _go_back(course, step)
            if end.kind != AGAIN:
                chosen = _chosen(course, step.deployment, known)
                if end.kind != IN_PLACE or goal.target in ("", chosen.task_definition):
                    conclude(course, chosen, end)
                redeploy(course, service, known)
            why = end.why
        course.pause(why)
        service, deployment = course.look()


def _undone(course: Course, current: ServiceDeployment | None) -> ServiceDeployment | None:
    """The service deployment that is to be undone: the one that was named, or else the current one, as always for who names a release."""
    named = course.situation.deployment
    if not named or course.situation.to != AUTO or (current is not None and current.arn == named):
        return current
    found = tolerated(lambda: [course.ecs.deployment(named)], course.say)
    return found[0] if found else None


def _stop_here(course: Course, step: Rung, known: Known) -> None:
    """Raises Over where nothing is to be done, or may be."""
    if step.method == ladder.SUPERSEDED:
        raise Over("superseded", f"{course.owner}: {step.why}")
    if known.problem or step.method == ladder.REFUSE:
        raise Over("rollback-failed", f"{course.owner}: {known.problem or step.why}")
    if step.method == ladder.NOTHING:
        judged = course.settings.verify(known.candidates[0])
        course.to, course.source, course.checks = course.left, known.candidates[0].source, [*course.checks, *judged.checks]
        raise Over(judged.verdict.outcome, f"{step.why} already: {judged.verdict.reason}")
    if course.settings.mode == NEVER:
        raise Over("failed", f"{ladder.last(course.left)} stays, because rollbacks are switched off: {step.why}")
    if course.settings.mode == DRY_RUN:
        raise Over("inconclusive", f"dry run, nothing was changed: {_would(course, step, known)}")


def _would(course: Course, step: Rung, known: Known) -> str:
    course.method = step.method
    if step.method == ladder.WAIT:
        return f"would look again: {step.why}"
    if step.method != ladder.REDEPLOY:
        course.to, course.source = known.destination, BY_ECS
        return f"would {step.method}, because {step.why}; ECS goes back to {ladder.last(known.destination) or 'what it completed last'}"
    for candidate in known.candidates:
        fit = look(candidate, course.ecs, course.registry)
        course.checks += fit.checks
        if fit.kind == USABLE:
            course.to, course.source = candidate.task_definition, candidate.source
            return f"would deploy {candidate.name} ({candidate.source}), because {step.why}"
    return f"no usable release is known, and {step.why}"


def _go_back(course: Course, step: Rung) -> End:
    """Tells ECS to go back, and waits until it has. A call that comes too late gives `again`: another rung applies now."""
    course.say(f"{step.method}: {step.why}")
    try:
        if step.method == ladder.CONTINUE:
            course.ecs.proceed(step.deployment, step.hook, "ROLLBACK")
        elif step.method == ladder.STOP:
            course.ecs.stop(step.deployment)
    except (Conflict, Refused, Missing, Unavailable) as error:
        return End(AGAIN, str(error))
    except Denied as error:
        raise Over("rollback-failed", f"{course.owner}, because this role may not: {error}") from None
    if step.method != ladder.ATTACH or not course.method:
        course.method = step.method
    course.owner = f"ECS carries on with going back from {ladder.last(course.left)}"
    way = Way(step.deployment, course.left, False, course.until)
    return wait(way, course.ecs, course.clock, course.say, course.settings.random)


def _chosen(course: Course, deployment: str, known: Known) -> Candidate:
    """What ECS went back to, with what is known of it."""

    found = tolerated(lambda: _went_to(course.ecs, deployment), course.say)
    definition = found[0].task_definition if found else known.destination
    return next((one for one in known.candidates if one.task_definition == definition), Candidate(definition, BY_ECS))


def _went_to(ecs: Ecs, deployment: str) -> list[Revision]:
    rollback = ecs.deployment(deployment).rollback
    return ecs.revisions([rollback.revision]) if rollback and rollback.revision else []
