"""Whether a release that is in place is the one that was meant, and good."""

from __future__ import annotations

from synth.runtime.ecs.course import Over
from synth.runtime.ecs.last_good import leaving_tag, short
from synth.runtime.ecs.ports import AwsError, Expired
from synth.runtime.ecs.proof import prove
from synth.runtime.ecs.returning import BAD, IN_PLACE, LATE
from synth.runtime.expectation import FAILED, INCONCLUSIVE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.course import Course
    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.returning import End
    from synth.runtime.expectation import Check

_SETTLE = 60.0  # seconds that ECS's other reads get to agree with what its deployment says


def conclude(course: Course, release: Candidate, end: End) -> None:
    """Raises Over with the verdict; returns where this release is bad, and another one may be tried."""
    if end.kind == BAD:
        return reject(course, release, end.why)
    if end.kind != IN_PLACE:
        raise Over("inconclusive" if end.kind == LATE else "superseded", f"{end.why}; {course.owner}")
    course.seconds = (course.clock.now() if end.shifted is None else end.shifted) - course.began
    course.owner = f"{release.name or 'what ECS chose'} is in place, not verified"
    now, checks = _proved(course, release)
    if not release.task_definition:
        release = next((one for one in course.candidates if one.task_definition == now), release._replace(task_definition=now))
    name = release.name
    course.to, course.source = release.task_definition, release.source
    course.checks += checks
    if wrong := [check for check in checks if check.result == FAILED]:
        return reject(course, release, wrong[0].why)
    course.say(f"{name} is in place after {course.seconds:.0f} s: {end.why}")
    judged = course.settings.verify(release)
    course.checks += judged.checks
    if judged.verdict.outcome == "failed":
        return reject(course, release, judged.verdict.reason)
    unclear = [check for check in checks if check.result == INCONCLUSIVE]
    if judged.verdict.outcome != "passed" or unclear:
        why = judged.verdict.reason if judged.verdict.outcome != "passed" else f"{unclear[0].why}, {unclear[0].evidence}"
        raise Over("inconclusive", f"{name} is in place, and could not be verified: {why}")
    _remember(course)
    raise Over("rolled-back", f"{name} serves again, verified: {judged.verdict.reason}")


def reject(course: Course, release: Candidate, why: str) -> None:
    """Notes a release as tried and bad."""
    course.tried.add(release.name)
    course.bad.append(f"{release.name or 'what ECS chose'}: {why}")
    course.say(f"bad as well: {course.bad[-1]}")


def _proved(course: Course, release: Candidate) -> tuple[str, tuple[Check, ...]]:
    """ECS's view of it, asked again for a while where reads lag behind."""
    until = course.clock.now() + _SETTLE
    while True:
        try:
            now, checks = prove(course.ecs, course.targets, course.situation.cluster, course.situation.service, release.task_definition, course.left)
            if all([check.result != FAILED for check in checks]) or course.clock.now() >= until:
                return now, checks
        except Expired:
            raise
        except AwsError as error:
            if course.clock.now() >= until:
                raise Over("inconclusive", f"{course.owner}: {error}") from None
        course.clock.sleep(course.settings.interval)


def _remember(course: Course) -> None:
    """So that a later rollback does not come back to what was left now."""
    if not course.left or short(course.left) == short(course.to):
        return
    try:
        service = course.ecs.service(course.situation.cluster, course.situation.service)
        course.ecs.tag(service.arn, leaving_tag(service.tags, course.left, course.clock.wall()))
    except AwsError as error:
        course.say(f"could not note on the service that {short(course.left)} was left: {error}")
