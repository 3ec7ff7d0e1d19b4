"""Which release is recorded: what the caller says of it, completed by what ECS says, and refused where the two differ."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.ports import Missing
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.record.inputs import SUCCESS
from synth.runtime.record.mark import Mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service
    from synth.runtime.record.inputs import Options

GONE = "superseded"


class Release(NamedTuple):
    """`mark` is None where it is not to be recorded; `outcome` then says how that is to be seen."""

    mark: Mark | None
    check: Check
    outcome: str = "passed"


def release_of(options: Options, ecs: Ecs, service: Service, now: float) -> Release:
    """Raises AwsError's kinds. A release is only called verified while the service runs it."""
    serving = revisions_of(service, ecs)
    wanted = options.service_revision or "the revision that the service runs"
    arn = options.service_revision or (serving[0] if len(serving) == 1 else "")
    if not arn:
        seen = f"{len(serving)} revisions, a deployment is under way" if serving else "none"
        return Release(None, Check(_NAME, INCONCLUSIVE, seen, wanted, "name one in service-revision-arn"), "inconclusive")
    if options.state == SUCCESS and serving and arn not in serving:
        return Release(None, Check(_NAME, FAILED, f"the service runs {', '.join(map(last, serving))}", last(arn)), GONE)
    found = next(iter(ecs.revisions([arn])), None)
    if found is None and not options.task_definition:
        raise Missing("ecs:DescribeServiceRevisions", "", f"there is no service revision {last(arn)}")
    definition = found.task_definition if found else options.task_definition
    if options.task_definition and definition != options.task_definition:
        return Release(None, Check(_NAME, FAILED, f"it has {last(definition)}", last(options.task_definition), last(arn)), "failed")
    ran = [image.digest for image in found.images if image.digest] if found else []
    mark = Mark(arn, definition, tuple(dict.fromkeys([*options.digests, *ran])), options.sha, options.run_id, now, options.version)
    return Release(mark, Check(_NAME, PASSED, f"{last(definition)}, revision {last(arn)}", last(wanted)))


def given_release(options: Options, now: float) -> Mark:
    """As the caller says, where ECS cannot be asked."""
    return Mark(options.service_revision, options.task_definition, options.digests, options.sha, options.run_id, now, options.version)


def revisions_of(service: Service, ecs: Ecs) -> list[str]:
    """The ARNs of the revisions that serve: one, but for the time of a deployment. Raises AwsError's kinds."""
    named = [one.revision for one in service.current_revisions if one.revision]
    if named or not service.current_deployment:
        return named
    return [ecs.deployment(service.current_deployment).target_revision]


def last(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


_NAME = "release"
