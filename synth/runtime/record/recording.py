"""Records a release in both places, ECS and GitHub: one that fails does not keep the other from being written."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.ports import AwsError
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.github_api import GitHubError
from synth.runtime.record.inputs import SUCCESS, UNMARKING
from synth.runtime.record.mark import marks_of, newer_run, revoked
from synth.runtime.record.release import given_release, last, release_of
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service
    from synth.runtime.record.deployments import Deployments
    from synth.runtime.record.inputs import Options
    from synth.runtime.record.mark import Mark

SERVICE, DEFINITION, GITHUB = "service tags", "task definition tags", "GitHub deployment"


class Done(NamedTuple):
    """`where` are the places that bear the record now, of `ecs` and `github`."""

    verdict: Verdict
    mark: Mark | None
    checks: tuple[Check, ...]
    where: tuple[str, ...] = ()
    deployment_id: str = ""


def record(options: Options, ecs: Ecs | None, github: Deployments | None, now: float) -> Done:
    """`ecs` is None where no service is named, `github` without a token."""
    checks: list[Check] = []
    service, mark = None, given_release(options, now) if options.release_given else None
    if ecs is not None:
        try:
            service = ecs.service(options.cluster, options.service)
            release = release_of(options, ecs, service, now)
        except AwsError as error:
            checks.append(Check("ECS", INCONCLUSIVE, str(error), "an answer"))
            if mark is None:
                return Done(Verdict("inconclusive", f"nothing was recorded: {error}"), None, tuple(checks))
            service = None
        else:
            checks.append(release.check)
            if release.mark is None:
                return Done(Verdict(release.outcome, f"nothing was recorded: {release.check.why}"), None, tuple(checks))
            mark = release.mark
    assert mark is not None  # without ECS the inputs have to tell it
    if options.state == SUCCESS:
        check = _newer(mark, service, github)
        checks.append(check)
        if check.result == FAILED:
            return Done(Verdict("superseded", f"nothing was recorded: {check.observed}"), mark, tuple(checks))
    written, deployment_id = _written(options, mark, ecs, service, github)
    checks += written
    tried, missing = {check.name: check.result for check in written}, [check for check in written if check.result == INCONCLUSIVE]
    where = tuple([place for place, names in _PLACES if any([tried.get(name) == PASSED for name in names])])
    if not where and missing:
        return Done(Verdict("failed", f"nothing was recorded: {'; '.join([check.observed for check in missing])}"), mark, tuple(checks))
    what = (
        f"{last(mark.task_definition)} is recorded as {options.state}" if not options.dry_run else f"{last(mark.task_definition)} would be recorded"
    )
    lost = f", but not in the {' or the '.join([check.name for check in missing])}" if missing else ""
    return Done(Verdict("passed", what + lost), mark, tuple(checks), where, deployment_id)


def without_ecs(options: Options, github: Deployments, now: float, why: str) -> Done:
    """The record in GitHub alone, for a release that the caller tells in full, where ECS cannot be asked at all."""
    done = record(options, None, github, now)
    return done._replace(checks=(Check("ECS", INCONCLUSIVE, why, "an answer"), *done.checks))


_PLACES = (("ecs", (SERVICE, DEFINITION)), ("github", (GITHUB,)))


def _newer(mark: Mark, service: Service | None, github: Deployments | None) -> Check:
    """Whether a run that began later has recorded a release of this service, in either place."""
    from synth.runtime.record.deployments import owner_of

    name, wanted = "newer run", f"none after run {mark.run_id or 'unknown'}"
    found = newer_run(marks_of(service.tags), mark.run_id) if service is not None else None
    if found is None and github is not None:
        try:
            listed = [one for one in github.recorded(owner_of(mark)) if newer_run((one.mark,), mark.run_id)]
            found = next((one.mark for one in listed if github.was_verified(one.id)), None)
        except GitHubError as error:
            return Check(name, INCONCLUSIVE, f"GitHub was not asked: {error}", wanted)
    if found is None:
        return Check(name, PASSED, "none", wanted)
    return Check(
        name, FAILED, f"run {found.run_id}, a newer one, has recorded {last(found.task_definition)}", wanted, "start a new run to deploy this"
    )


def _written(options: Options, mark: Mark, ecs: Ecs | None, service: Service | None, github: Deployments | None) -> tuple[list[Check], str]:
    found: list[Check] = []
    if ecs is not None and service is not None and options.state in (SUCCESS, *UNMARKING):
        found.append(_tagged(options, mark, ecs, SERVICE, service.arn))
        found.append(_tagged(options, mark, ecs, DEFINITION, mark.task_definition))
    if github is None:
        return found, ""
    if options.dry_run:
        return [*found, Check(GITHUB, PASSED, "not written, a dry run", options.state)], ""
    try:
        written = github.write(mark, options.state, options.url, options.log_url)
    except GitHubError as error:
        return [*found, Check(GITHUB, INCONCLUSIVE, str(error), options.state)], ""
    seen = f"{options.state}, {'written' if written.new else 'as it was'}"
    return [*found, Check(GITHUB, PASSED, seen, options.state, f"deployment {written.id}")], str(written.id)


def _tagged(options: Options, mark: Mark, ecs: Ecs, name: str, arn: str) -> Check:
    """The tags of a resource brought to what they are to be; nothing is written where they are."""
    wanted = "the verified mark" if options.state == SUCCESS else "no verified mark"
    try:
        held = ecs.tags(arn)
        tags = mark.tags(held) if options.state == SUCCESS else revoked(held, mark.service_revision)
        if options.state == SUCCESS and any([one._replace(at=0.0) == mark._replace(at=0.0) for one in marks_of(held)]):
            tags = {}
        if tags and not options.dry_run:
            ecs.tag(arn, tags)
    except AwsError as error:
        return Check(name, INCONCLUSIVE, str(error), wanted)
    return Check(name, PASSED, ("would be written" if options.dry_run else "written") if tags else "as it was", wanted, ", ".join(sorted(tags)))
