"""What ECS and the verified marks tell about the past of a service. What may not be read is said and left out."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from synth.runtime.ecs.ladder import running
from synth.runtime.ecs.last_good import Leaving
from synth.runtime.ecs.ports import AwsError, Expired
from synth.runtime.ecs.status import GOING_BACK, WENT_BACK
from synth.runtime.record.mark import verified

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Revision, Service, ServiceDeployment
    from synth.runtime.record.mark import Mark

MOST_DEPLOYMENTS = 20  # that succeeded: each page of more is a call while the service is broken
T = TypeVar("T")


class History(NamedTuple):
    """`successful` are the revisions of deployments that succeeded, the newest first; `revisions` all that are known, by ARN."""

    leaving: Leaving
    marks: Sequence[Mark]
    successful: Sequence[Revision]
    revisions: Mapping[str, Revision]


def read_history(ecs: Ecs, service: Service, deployment: ServiceDeployment | None, say: Callable[[str], None]) -> History:
    """Raises Expired. `deployment` is the one to be undone."""
    marks = tolerated(lambda: verified(ecs, service), say)
    listed = tolerated(lambda: ecs.deployments(service.cluster, service.name, ["SUCCESSFUL"], most=MOST_DEPLOYMENTS), say)
    arns = [one.target_revision for one in listed] + [mark.service_revision for mark in marks]
    if deployment is not None:
        arns += [deployment.target_revision, deployment.rollback.revision if deployment.rollback else ""]
    wanted = list(dict.fromkeys([arn for arn in arns if arn]))
    known = {one.arn: one for one in tolerated(lambda: ecs.revisions(wanted), say)} if wanted else {}
    revision = deployment.target_revision if deployment else ""
    gone_back = deployment is not None and deployment.status in GOING_BACK | WENT_BACK  # what the service is to run is no longer what is left
    unknown = "" if gone_back else running(service)
    leaving = Leaving(revision, known[revision].task_definition if revision in known else unknown)
    successful = [known[arn] for arn in dict.fromkeys([one.target_revision for one in listed]) if arn in known]
    return History(leaving, marks, successful, known)


def tolerated(read: Callable[[], Sequence[T]], say: Callable[[str], None]) -> Sequence[T]:
    """What the call gives; nothing where it fails, which is said. Raises Expired, after which every call fails."""
    try:
        return read()
    except Expired:
        raise
    except AwsError as error:
        say(f"going on without: {error}")
        return []
