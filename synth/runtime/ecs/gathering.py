"""What a service can go back to, where ECS itself would go, and what is being left: all that is known before anything is touched."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.asked_for import AUTO, asked_for
from synth.runtime.ecs.history import read_history
from synth.runtime.ecs.last_good import Candidate, Leaving, candidates, left_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synth.runtime.ecs.history import History
    from synth.runtime.ecs.ports import Ecs, Registry
    from synth.runtime.ecs.values import Service, ServiceDeployment


class Known(NamedTuple):
    """`destination` is the ARN of the task definition that ECS itself would go back to; `first` says that there was never another release.

    `problem` says why what was asked for cannot be found; there are no candidates then.
    """

    leaving: Leaving
    candidates: tuple[Candidate, ...] = ()
    destination: str = ""
    first: bool = False
    problem: str = ""


def gather(
    ecs: Ecs, registry: Registry, service: Service, deployment: ServiceDeployment | None, to: str, given: Sequence[str], say: Callable[[str], None]
) -> Known:
    """`given` are task definitions of the caller, for where nothing else is known. Raises Expired."""
    history = read_history(ecs, service, deployment, say)
    goes_to = _destination(deployment, history)
    others = [one for one in history.successful if one.arn != history.leaving.revision]
    first = deployment is not None and not deployment.sources and not deployment.rollback and not others and not history.marks
    if to != AUTO:
        chosen, problem = asked_for(to, history, ecs, registry)
        return Known(history.leaving, (chosen,) if chosen else (), goes_to, first, problem)
    found = candidates(history.marks, history.successful, given, history.leaving, left_of(service.tags), history.revisions)
    return Known(history.leaving, found, goes_to, first)


def _destination(deployment: ServiceDeployment | None, history: History) -> str:
    """ECS says it once it goes back; before, it is the newest deployment that succeeded."""
    arn = deployment.rollback.revision if deployment and deployment.rollback else ""
    if arn:
        return history.revisions[arn].task_definition if arn in history.revisions else ""
    return next((one.task_definition for one in history.successful if one.arn != history.leaving.revision), "")
