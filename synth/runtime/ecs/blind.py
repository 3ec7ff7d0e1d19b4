"""A service deployment as the service's own list of rollouts shows it, for roles that may not describe service deployments."""

from __future__ import annotations

from synth.runtime.ecs.values import Counts, Rollback, ServiceDeployment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.values import Rollout, Service


def seen_through(service: Service, arn: str, target: str) -> ServiceDeployment | None:
    """The current deployment, without stages and hooks. `target` is the ARN of its task definition, empty for that of the PRIMARY rollout.

    Another current deployment than `arn` gives None: the list does not say which rollout was whose.
    """
    primary = service.primary
    if primary is None or service.current_deployment not in ("", arn):
        return None
    ours = primary.task_definition == target or not target
    status = _FORWARD.get(primary.state, primary.state) if ours else _BACK.get(primary.state, primary.state)
    mine = next((one for one in service.rollouts if one.task_definition == (target or primary.task_definition)), None)
    others = [one for one in service.rollouts if one is not mine]
    return ServiceDeployment(
        arn,
        service.arn,
        service.cluster,
        status,
        mine.created if mine else primary.created,
        "",
        primary.reason,
        strategy=service.configuration.get("strategy", "ROLLING"),
        bake_minutes=service.configuration.get("bakeTimeInMinutes", 0),
        target=_counts(mine) if mine else Counts(""),
        sources=tuple([_counts(one) for one in others]),
        rollback=None if ours else Rollback(primary.reason, primary.created, ""),
    )


_FORWARD = {"COMPLETED": "SUCCESSFUL", "FAILED": "STOPPED"}
_BACK = {"IN_PROGRESS": "ROLLBACK_IN_PROGRESS", "COMPLETED": "ROLLBACK_SUCCESSFUL", "FAILED": "ROLLBACK_FAILED"}


def _counts(one: Rollout) -> Counts:
    return Counts("", one.desired, one.running, one.pending)
