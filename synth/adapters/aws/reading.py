"""ECS's answers as values of `synth.runtime.ecs.values`. Whatever an answer leaves out is empty; nothing here fails on a field that is new."""

from __future__ import annotations

from typing import Any

from synth.runtime.ecs.values import (
    Breaker,
    Container,
    ContainerImage,
    Counts,
    DeploymentAlarms,
    Event,
    Hook,
    Revision,
    Rollback,
    Rollout,
    Service,
    ServiceDeployment,
    Task,
    TaskDefinition,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

Fields = dict[str, Any]
# what DescribeTaskDefinition adds to what RegisterTaskDefinition takes
_READ_ONLY = (
    "taskDefinitionArn",
    "revision",
    "status",
    "requiresAttributes",
    "compatibilities",
    "registeredAt",
    "registeredBy",
    "deregisteredAt",
    "deleteRequestedAt",
)


def service(fields: Fields) -> Service:
    return Service(
        arn=fields["serviceArn"],
        name=fields["serviceName"],
        cluster=fields.get("clusterArn", ""),
        status=fields.get("status", ""),
        desired=fields.get("desiredCount", 0),
        running=fields.get("runningCount", 0),
        pending=fields.get("pendingCount", 0),
        task_definition=fields.get("taskDefinition", ""),
        controller=fields.get("deploymentController", {}).get("type", "ECS"),
        current_deployment=fields.get("currentServiceDeployment", ""),
        current_revisions=tuple([_counts(one) for one in fields.get("currentServiceRevisions", [])]),
        rollouts=tuple([_rollout(one) for one in fields.get("deployments", [])]),
        events=tuple([Event(one.get("id", ""), _time(one, "createdAt") or 0.0, one.get("message", "")) for one in fields.get("events", [])]),
        target_groups=_groups(fields.get("loadBalancers", [])),
        configuration=fields.get("deploymentConfiguration", {}),
        tags=tags(fields.get("tags", [])),
        managed=fields.get("resourceManagementType") == "ECS",
    )


def brief(fields: Fields) -> ServiceDeployment:
    """As ListServiceDeployments tells it."""
    return ServiceDeployment(
        arn=fields["serviceDeploymentArn"],
        service=fields.get("serviceArn", ""),
        cluster=fields.get("clusterArn", ""),
        status=fields.get("status", ""),
        created=_time(fields, "createdAt") or 0.0,
        target_revision=fields.get("targetServiceRevisionArn", "") or fields.get("targetServiceRevision", {}).get("arn", ""),
        reason=fields.get("statusReason", ""),
        started=_time(fields, "startedAt"),
        finished=_time(fields, "finishedAt"),
    )


def deployment(fields: Fields) -> ServiceDeployment:
    configuration = fields.get("deploymentConfiguration", {})
    return brief(fields)._replace(
        stage=fields.get("lifecycleStage", ""),
        strategy=configuration.get("strategy", "ROLLING"),
        bake_minutes=configuration.get("bakeTimeInMinutes", 0),
        target=_counts(fields.get("targetServiceRevision", {})),
        sources=tuple([_counts(one) for one in fields.get("sourceServiceRevisions", [])]),
        rollback=_rollback(fields.get("rollback")),
        breaker=_breaker(fields.get("deploymentCircuitBreaker")),
        alarms=_alarms(fields.get("alarms")),
        hooks=tuple([_hook(one) for one in fields.get("lifecycleHookDetails", [])]),
    )


def revision(fields: Fields) -> Revision:
    images = [
        ContainerImage(one.get("containerName", ""), one.get("image", ""), one.get("imageDigest", "")) for one in fields.get("containerImages", [])
    ]
    balancers = fields.get("resolvedConfiguration", {}).get("loadBalancers", []) or fields.get("loadBalancers", [])
    return Revision(
        arn=fields["serviceRevisionArn"],
        service=fields.get("serviceArn", ""),
        task_definition=fields.get("taskDefinition", ""),
        created=_time(fields, "createdAt") or 0.0,
        images=tuple(images),
        target_groups=_groups(balancers),
    )


def task_definition(fields: Fields, labels: list[Fields]) -> TaskDefinition:
    return TaskDefinition(
        arn=fields["taskDefinitionArn"],
        family=fields.get("family", ""),
        revision=fields.get("revision", 0),
        status=fields.get("status", ""),
        images=tuple([_named(one.get("name", ""), one.get("image", "")) for one in fields.get("containerDefinitions", [])]),
        content={name: value for name, value in fields.items() if name not in _READ_ONLY},
        tags=tags(labels),
    )


def task(fields: Fields) -> Task:
    return Task(
        arn=fields["taskArn"],
        task_definition=fields.get("taskDefinitionArn", ""),
        status=fields.get("lastStatus", ""),
        health=fields.get("healthStatus", "UNKNOWN"),
        started_by=fields.get("startedBy", ""),
        created=_time(fields, "createdAt") or 0.0,
        started=_time(fields, "startedAt"),
        stopped=_time(fields, "stoppedAt"),
        stop_code=fields.get("stopCode", ""),
        stopped_reason=fields.get("stoppedReason", ""),
        containers=tuple([_container(one) for one in fields.get("containers", [])]),
        address=next((face.get("privateIpv4Address", "") for one in fields.get("containers", []) for face in one.get("networkInterfaces", [])), ""),
    )


def tags(labels: list[Fields]) -> dict[str, str]:
    return {one["key"]: one.get("value", "") for one in labels if "key" in one}


def as_tags(given: Mapping[str, str]) -> list[Fields]:
    return [{"key": key, "value": value} for key, value in given.items()]


def _rollout(fields: Fields) -> Rollout:
    return Rollout(
        id=fields.get("id", ""),
        status=fields.get("status", ""),
        task_definition=fields.get("taskDefinition", ""),
        desired=fields.get("desiredCount", 0),
        running=fields.get("runningCount", 0),
        pending=fields.get("pendingCount", 0),
        failed=fields.get("failedTasks", 0),
        state=fields.get("rolloutState", ""),
        reason=fields.get("rolloutStateReason", ""),
        created=_time(fields, "createdAt") or 0.0,
    )


def _counts(fields: Fields) -> Counts:
    return Counts(
        revision=fields.get("arn", ""),
        requested=fields.get("requestedTaskCount", 0),
        running=fields.get("runningTaskCount", 0),
        pending=fields.get("pendingTaskCount", 0),
        production_weight=fields.get("requestedProductionTrafficWeight"),
        test_weight=fields.get("requestedTestTrafficWeight"),
    )


def _rollback(fields: Fields | None) -> Rollback | None:
    return Rollback(fields.get("reason", ""), _time(fields, "startedAt") or 0.0, fields.get("serviceRevisionArn", "")) if fields else None


def _breaker(fields: Fields | None) -> Breaker | None:
    return Breaker(fields.get("status", ""), fields.get("failureCount", 0), fields.get("threshold", 0)) if fields else None


def _alarms(fields: Fields | None) -> DeploymentAlarms | None:
    if not fields:
        return None
    return DeploymentAlarms(fields.get("status", ""), tuple(fields.get("alarmNames", [])), tuple(fields.get("triggeredAlarmNames", [])))


def _hook(fields: Fields) -> Hook:
    return Hook(
        fields.get("hookId", ""),
        fields.get("targetType", ""),
        fields.get("status", ""),
        _time(fields, "expiresAt") or 0.0,
        fields.get("timeoutAction", ""),
    )


def _container(fields: Fields) -> Container:
    return Container(
        name=fields.get("name", ""),
        status=fields.get("lastStatus", ""),
        health=fields.get("healthStatus", "UNKNOWN"),
        exit_code=fields.get("exitCode"),
        reason=fields.get("reason", ""),
        image=fields.get("image", ""),
        digest=fields.get("imageDigest", ""),
    )


def _named(container: str, image: str) -> ContainerImage:
    _, at, digest = image.partition("@")
    return ContainerImage(container, image, digest if at else "")


def _groups(balancers: list[Fields]) -> tuple[str, ...]:
    """The target groups of a service, the alternate ones of its blue/green deployments included."""
    found = [
        group
        for one in balancers
        for group in (one.get("targetGroupArn"), one.get("advancedConfiguration", {}).get("alternateTargetGroupArn"))
        if group
    ]
    return tuple(dict.fromkeys(found))


def _time(fields: Fields, name: str) -> float | None:
    """botocore gives datetimes."""
    value = fields.get(name)
    return None if value is None else float(value.timestamp())
