"""Bringing releases back by deploying them, the best first, until one is good."""

from __future__ import annotations

from typing import NoReturn

from synth.runtime.ecs.bringing import bring, hold_ups
from synth.runtime.ecs.course import Over
from synth.runtime.ecs.judging import conclude, reject
from synth.runtime.ecs.ladder import REDEPLOY, last, running
from synth.runtime.ecs.last_good import SUCCESSFUL
from synth.runtime.ecs.ports import AwsError, Denied, Expired, Unavailable
from synth.runtime.ecs.preflight import ARCHIVED, USABLE, deployable, look
from synth.runtime.ecs.returning import LATE, End, Way, wait

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.runtime.ecs.course import Course
    from synth.runtime.ecs.gathering import Known
    from synth.runtime.ecs.preflight import Fit
    from synth.runtime.ecs.values import Service

_LOOK_SECONDS = 30.0  # between looks at an image on its way out of the archive


def redeploy(course: Course, service: Service, known: Known) -> NoReturn:
    """Raises Over, whatever comes of it. `service` is as it was when this was decided."""
    for fit in _fits(course, known):
        now, _ = course.look()
        if now.current_deployment != service.current_deployment:
            raise Over("superseded", f"{last(now.current_deployment)} has come meanwhile, which is not ours to undo; {course.owner}")
        service = _bring(course, now, fit)
    raise Over("rollback-failed", _why_not(course, known))


def _bring(course: Course, service: Service, fit: Fit) -> Service:
    """The service as it is with this release, which is bad: a good one raises Over."""
    release, until = fit.candidate, course.until
    if fit.copy is None and running(service) == fit.task_definition:  # ECS starts no deployment of what is PRIMARY
        reject(course, release, "it is PRIMARY already, and its deployment failed")
        return service
    try:
        target = deployable(fit, course.ecs)
        course.method = REDEPLOY
        course.say(f"deploying {last(target)}{f', a copy of {release.name}' if fit.copy else ''}, {_proof_of(release.source)}")
        course.owner = f"ECS carries on with deploying {last(target)}, if it got the call{hold_ups(service)}"
        started = bring(course.ecs, service, target, course.clock, course.settings.interval, until, course.say)
    except (Expired, Unavailable):
        raise
    except Denied as error:
        raise Over("rollback-failed", f"{release.name} is to be deployed, and this role may not: {error}") from None
    except AwsError as error:
        reject(course, release, str(error))
        return service
    if started.superseded:
        raise Over("superseded", f"{last(started.deployment)} came first, which is not ours to undo")
    course.owner = f"ECS carries on with deploying {last(target)}{hold_ups(service)}"
    if started.deployment:
        way = Way(started.deployment, target, True, until)
        end = wait(way, course.ecs, course.clock, course.say, course.settings.random)
    else:
        end = End(LATE, f"ECS shows no deployment of {last(target)}")
    conclude(course, release._replace(task_definition=target), end)
    course.tried.add(release.name)
    return service._replace(current_deployment=started.deployment or service.current_deployment)


def _fits(course: Course, known: Known) -> Iterator[Fit]:
    """The releases that can be deployed, in their order. After a first one was bad, only so many further ones, and only those with proof.

    What is in the archive comes last: bringing it back takes longer than anything else.
    """
    archived: list[Fit] = []
    for candidate in known.candidates:
        if len(course.bad) > course.settings.candidates:
            return
        if candidate.name in course.tried or (course.bad and candidate.source == SUCCESSFUL):
            continue
        fit = look(candidate, course.ecs, course.registry)
        course.checks += fit.checks
        if fit.kind == USABLE:
            yield fit
        elif fit.kind == ARCHIVED and course.settings.restore_images and _asked_back(course, fit):
            archived.append(fit)
        else:
            _unusable(course, fit)
    for fit in archived:
        while (again := look(fit.candidate, course.ecs, course.registry)).kind == ARCHIVED and course.clock.now() + _LOOK_SECONDS < course.until:
            course.say(f"waiting for ECR to bring back the image of {fit.candidate.name}")
            course.clock.sleep(_LOOK_SECONDS)
        if again.kind == USABLE:
            yield again
        else:
            _unusable(course, again)


def _asked_back(course: Course, fit: Fit) -> bool:
    try:
        for repository, digest in fit.archived:
            course.registry.restore(repository, digest)
            course.say(f"asked ECR to bring {digest} back from its archive")
        return True
    except Expired:
        raise
    except AwsError as error:
        course.say(str(error))
        return False


def _unusable(course: Course, fit: Fit) -> None:
    course.tried.add(fit.candidate.name)
    course.unusable.append(f"{fit.candidate.name}: {fit.why}")
    course.say(f"target unusable: {course.unusable[-1]}")


def _why_not(course: Course, known: Known) -> str:
    serving = (
        f"{last(course.to or course.left)} serves"
        if not course.bad
        else f"{last(course.to)} serves, which is bad"
        if course.to
        else "nothing good serves"
    )
    if known.problem:
        return f"{course.owner}: {known.problem}"
    if known.first:
        return f"{course.owner}: this is the first release of the service, there is nothing to go back to"
    if not known.candidates:
        return f"{course.owner}: no release to go back to is known, neither a verified mark nor an earlier successful deployment, and none was given"
    tried = "; ".join([*course.bad, *[f"target unusable: {one}" for one in course.unusable]])
    return f"{serving}: {tried}"


def _proof_of(source: str) -> str:
    return {"verified": "which was verified", SUCCESSFUL: "which was stable once, not verified"}.get(source, "as the caller says")
