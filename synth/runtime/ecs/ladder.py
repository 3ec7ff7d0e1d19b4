"""How a deployment is undone in the state that it is in: the first rung that applies. Pure; `synth.runtime.ecs.restoring` climbs."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.status import GOING, GOING_BACK, TERMINAL, WENT_BACK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.values import Hook, Service, ServiceDeployment

CONTINUE, STOP, ATTACH, REDEPLOY = "continue", "stop", "attach", "redeploy"  # these go on
WAIT, NOTHING, REFUSE, SUPERSEDED = "wait", "nothing", "refuse", "superseded"  # these do not touch the service


class Goal(NamedTuple):
    """What is wanted. `leaving` is the ARN of the service deployment to undo, and when it was created; `left` is the ARN of the task
    definition that it brought.

    `target` is the ARN of the task definition that was asked for by name; empty for the last known good one, whatever that is.
    `first` says that no completed deployment is known to go back to; `destination` is the task definition that ECS itself would go back to,
    empty where it is unknown.
    """

    leaving: str = ""
    created: float = 0.0
    left: str = ""
    target: str = ""
    first: bool = False
    destination: str = ""


class Rung(NamedTuple):
    """What to do, with which service deployment and hook, and why: a sentence."""

    method: str
    why: str
    deployment: str = ""
    hook: str = ""


def rung(service: Service, deployment: ServiceDeployment | None, goal: Goal) -> Rung:
    """The first that applies to what is seen. `deployment` is the service's current one, None where it cannot be seen."""
    if blocked := _blocked(service):
        return Rung(REFUSE, blocked)
    if deployment is None:
        return _unseen(service, goal)
    if goal.leaving and deployment.arn != goal.leaving and not goal.target:
        if deployment.created < goal.created:
            return Rung(WAIT, f"ECS still shows {last(deployment.arn)}, which is older than {last(goal.leaving)}", deployment.arn)
        return Rung(SUPERSEDED, f"{last(deployment.arn)} is newer than {last(goal.leaving)}, which is to be undone: it is not ours to undo")
    status, arn = deployment.status, deployment.arn
    if status in GOING or status == "STOP_REQUESTED":
        return _under_way(deployment, goal)
    if status in GOING_BACK:
        if goal.target and goal.destination != goal.target:
            return Rung(REDEPLOY, f"ECS goes back to another task definition than {last(goal.target)}", arn)
        return Rung(ATTACH, "ECS goes back already", arn)
    if status in WENT_BACK:
        if goal.target and running(service) != goal.target:
            return Rung(REDEPLOY, f"ECS went back, to another task definition than {last(goal.target)}", arn)
        return Rung(ATTACH, "ECS went back already", arn)
    if status in TERMINAL:
        if goal.target and running(service) == goal.target and status == "SUCCESSFUL":
            return Rung(NOTHING, f"{last(goal.target)} is what the service runs", arn)
        return Rung(REDEPLOY, f"the deployment is {status}", arn)
    return Rung(WAIT, f"ECS calls the deployment '{status}', which is not known here", arn)


def awaiting(deployment: ServiceDeployment) -> Hook | None:
    """The PAUSE hook that waits for an action."""
    return next((hook for hook in deployment.hooks if hook.kind == "PAUSE" and hook.status == "AWAITING_ACTION"), None)


def running(service: Service) -> str:
    """The ARN of the task definition that the service is to run."""
    return service.primary.task_definition if service.primary else service.task_definition


def last(arn: str) -> str:
    """What a person calls it: the end of its ARN."""
    return arn.rsplit("/", 1)[-1]


def _under_way(deployment: ServiceDeployment, goal: Goal) -> Rung:
    if goal.target and goal.destination != goal.target:
        return Rung(REDEPLOY, f"ECS would go back to another task definition than {last(goal.target)}", deployment.arn)
    if goal.first:
        return Rung(
            REFUSE,
            "this is the first deployment of the service: there is nothing to go back to. Fix it forward, or scale the service to 0",
            deployment.arn,
        )
    hook = awaiting(deployment)
    if hook is not None and deployment.status == "IN_PROGRESS":
        return Rung(CONTINUE, f"the deployment waits at a PAUSE hook{_at(deployment)}", deployment.arn, hook.id)
    return Rung(STOP, f"the deployment is {deployment.status}{_at(deployment)}", deployment.arn)


def _unseen(service: Service, goal: Goal) -> Rung:
    """Without ecs:DescribeServiceDeployments, the service's own list of rollouts has to do."""
    primary = service.primary
    if goal.leaving and service.current_deployment not in ("", goal.leaving) and not goal.target:
        return Rung(SUPERSEDED, f"{last(service.current_deployment)} is the current deployment, not {last(goal.leaving)}, which is to be undone")
    if goal.left and goal.left != running(service) and service.current_deployment and goal.target in ("", running(service)):
        return Rung(ATTACH, "the service is on its way back already", service.current_deployment)
    if primary is None or primary.state != "IN_PROGRESS" or not service.current_deployment or goal.target:
        return Rung(REDEPLOY, "the service deployment cannot be seen, and the service says nothing of one under way", service.current_deployment)
    return Rung(STOP, "the service says that a deployment is under way", service.current_deployment)


def _blocked(service: Service) -> str:
    name, cluster = service.name, last(service.cluster)
    if service.status != "ACTIVE":
        return f"service '{name}' is {service.status}"
    if service.controller == "CODE_DEPLOY":
        place = f"--application-name AppECS-{cluster}-{name} --deployment-group-name DgpECS-{cluster}-{name}"
        listed = f"aws deploy list-deployments {place} --include-only-statuses InProgress Ready --query 'deployments[0]' --output text"
        return (
            f"service '{name}' is deployed by CodeDeploy: aws deploy stop-deployment --auto-rollback-enabled --deployment-id $({listed}) takes it "
            "back while that deployment runs; ECS's own blue/green deployments can be taken back here"
        )
    if service.controller != "ECS":
        return f"service '{name}' has the deployment controller {service.controller}: only what controls it can roll it back"
    return ""


def _at(deployment: ServiceDeployment) -> str:
    return f" at {deployment.stage}" if deployment.stage else ""
