"""What a call is allowed on: the narrowest ARNs and conditions that AWS knows for a kind of resource, and the reason where that is all of them."""

from __future__ import annotations

from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ANY = ("*",)
_TASKS = "ecs-tasks.amazonaws.com"


@record
class Place(Record):
    """Where a step works. Empty texts and tuples are what the definition does not say; `images` and `task_roles` are ARNs."""

    partition: str
    region: str
    account: str
    cluster: str = ""
    service: str = ""
    family: str = ""
    images: tuple[str, ...] = ()
    task_roles: tuple[str, ...] = ()
    log_groups: tuple[str, ...] = ()

    def arn(self, service: str, resource: str) -> str:
        return f"arn:{self.partition}:{service}:{self.region}:{self.account}:{resource}"


@record
class Reach(Record):
    """The resources and conditions of a kind, its name in a statement's Sid, and the reason."""

    sid: str
    resources: tuple[str, ...]
    conditions: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    reason: str


def reach(kind: str, place: Place) -> Reach:
    """Raises KeyError for a kind that is not known."""
    return _KINDS[kind](place)


def _owned(place: Place, kind: str, more: str = "") -> tuple[str, ...]:
    return (place.arn("ecs", f"{kind}/{place.cluster or '*'}/{place.service or '*'}{more}"),)


def _service(place: Place) -> Reach:
    return Reach(sid="Service", resources=_owned(place, "service"), reason="the service itself")


def _deployment(place: Place) -> Reach:
    return Reach(sid="ServiceDeployments", resources=_owned(place, "service-deployment", "/*"), reason="the service's deployments, which ECS names")


def _revision(place: Place) -> Reach:
    return Reach(sid="ServiceRevisions", resources=_owned(place, "service-revision", "/*"), reason="the service's revisions, which ECS numbers")


def _definition(place: Place) -> Reach:
    why = "no resource level that AWS documents; what a definition may be run as is limited by the roles that may be passed on"
    return Reach(sid="RegisterTaskDefinitions", resources=ANY, reason=why)


def _definitions(place: Place) -> tuple[str, ...]:
    return (place.arn("ecs", f"task-definition/{place.family or '*'}:*"),)


def _new_definition(place: Place) -> Reach:
    conditions = {"StringEquals": {"ecs:CreateAction": ("RegisterTaskDefinition",)}}
    return Reach(sid="TagNewTaskDefinitions", resources=_definitions(place), conditions=conditions, reason="commit and run, when it is made")


def _any_definition(place: Place) -> Reach:
    return Reach(sid="ReadTaskDefinitions", resources=ANY, reason="AWS knows no resource level for it")


def _marks(place: Place) -> Reach:
    resources = (*_owned(place, "service"), *_definitions(place))
    return Reach(sid="Marks", resources=resources, reason="the marks of what was verified, on the service and its task definitions")


def _listed_tasks(place: Place) -> Reach:
    cluster = place.arn("ecs", f"cluster/{place.cluster or '*'}")
    return Reach(
        sid="ListTasks",
        resources=ANY,
        conditions={"ArnLike" if "*" in cluster else "ArnEquals": {"ecs:cluster": (cluster,)}},
        reason="its resource is an EC2 instance, which tasks on Fargate have none of: limited to the cluster by the condition",
    )


def _task(place: Place) -> Reach:
    return Reach(sid="Tasks", resources=(place.arn("ecs", f"task/{place.cluster or '*'}/*"),), reason="tasks of the cluster, which ECS names")


def _target_health(place: Place) -> Reach:
    return Reach(sid="TargetHealth", resources=ANY, reason="AWS knows no resource level for it")


def _alarm(place: Place) -> Reach:
    return Reach(sid="Alarms", resources=ANY, reason="composite alarms are told only to who may see all alarms")


def _metric(place: Place) -> Reach:
    return Reach(sid="Metrics", resources=ANY, reason="metrics have no ARN")


def _log_group(place: Place) -> Reach:
    named = tuple([place.arn("logs", f"log-group:{name}:*") for name in place.log_groups])
    why = "the tasks' log" if named else "the definition names no log group: LogScan(group=...) would narrow it"
    return Reach(sid="Logs", resources=named or (place.arn("logs", "log-group:*"),), reason=why)


def _image(place: Place) -> Reach:
    why = "the service's repository" if place.images else "the definition does not say where the images come from"
    return Reach(sid="Images", resources=place.images or (place.arn("ecr", "repository/*"),), reason=why)


def _registry_token(place: Place) -> Reach:
    return Reach(sid="RegistryToken", resources=ANY, reason="a token is for a whole registry, AWS knows no resource level for it")


def _task_role(place: Place) -> Reach:
    conditions = {"StringEquals": {"iam:PassedToService": (_TASKS,)}}
    return Reach(sid="PassTaskRoles", resources=place.task_roles, conditions=conditions, reason="the roles of the tasks, to ECS and nobody else")


_KINDS: Mapping[str, Callable[[Place], Reach]] = {
    "alarm": _alarm,
    "any task definition": _any_definition,
    "deployment": _deployment,
    "image": _image,
    "log group": _log_group,
    "marks": _marks,
    "metric": _metric,
    "new task definition": _new_definition,
    "registry token": _registry_token,
    "revision": _revision,
    "service": _service,
    "target health": _target_health,
    "task": _task,
    "task definition": _definition,
    "task role": _task_role,
    "tasks of the cluster": _listed_tasks,
}
KINDS = tuple(_KINDS)
