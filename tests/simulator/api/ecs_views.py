"""What is in the world, as ECS shows it. Times are seconds since 1970."""

from __future__ import annotations

from typing import Any

from tests.simulator.clock import START
from tests.simulator.names import arn
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.rollout import Revision, Rollout
from tests.simulator.world.service import Service
from tests.simulator.world.task import Task

Fields = dict[str, Any]


def service(one: Service, with_tags: bool = True) -> Fields:
    fields: Fields = {
        "serviceArn": one.arn,
        "serviceName": one.name,
        "clusterArn": arn("ecs", f"cluster/{one.cluster}"),
        "status": one.status,
        "desiredCount": one.desired,
        "runningCount": one.running,
        "pendingCount": one.pending,
        "launchType": "FARGATE",
        "platformVersion": "LATEST",
        "platformFamily": "Linux",
        "taskDefinition": one.primary.revision.definition,
        "deploymentConfiguration": one.configuration,
        "deployments": [rollout(each, one) for each in _primary_first(one)],
        "events": [{"id": name, "createdAt": START + at, "message": message} for name, at, message in one.events],
        "createdAt": START + one.created,
        "currentServiceDeployment": one.deployments[-1].arn,
        "currentServiceRevisions": [_counts(each, one) for each in _primary_first(one) if each is one.primary or not each.gone],
        "loadBalancers": [],
        "serviceRegistries": [],
        "placementConstraints": [],
        "placementStrategy": [],
        "schedulingStrategy": "REPLICA",
        "deploymentController": {"type": "ECS"},
        "enableECSManagedTags": False,
        "propagateTags": "NONE",
        "enableExecuteCommand": False,
        "availabilityZoneRebalancing": "ENABLED",
        "resourceManagementType": "ECS" if one.express else "CUSTOMER",
        **one.settings,
    }
    if one.express:
        del fields["taskDefinition"]
    if with_tags:
        fields["tags"] = tags(one.tags)
    return fields


def tags(given: dict[str, str]) -> list[Fields]:
    return [{"key": key, "value": value} for key, value in given.items()]


def rollout(one: Rollout, owner: Service) -> Fields:
    return {
        "id": one.id,
        "status": "PRIMARY" if one is owner.primary else "ACTIVE",
        "taskDefinition": one.revision.definition,
        "desiredCount": _wanted(one, owner),
        "pendingCount": one.pending,
        "runningCount": one.running,
        "failedTasks": one.failed_tasks,
        "createdAt": START + one.created,
        "updatedAt": START + one.updated,
        "launchType": "FARGATE",
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "rolloutState": one.state,
        "rolloutStateReason": one.reason,
    }


def brief(one: Deployment) -> Fields:
    """As ListServiceDeployments shows it."""
    fields: Fields = {
        "serviceDeploymentArn": one.arn,
        "serviceArn": one.service.arn,
        "clusterArn": arn("ecs", f"cluster/{one.service.cluster}"),
        "createdAt": START + one.created,
        "targetServiceRevisionArn": one.target.revision.arn,
        "status": one.status,
    }
    return fields | _times(startedAt=one.started, finishedAt=one.finished) | ({"statusReason": one.reason} if one.reason else {})


def deployment(one: Deployment) -> Fields:
    """As DescribeServiceDeployments shows it."""
    fields = brief(one) | _times(stoppedAt=one.stopped, updatedAt=one.updated)
    del fields["targetServiceRevisionArn"]
    fields["sourceServiceRevisions"] = [_summary(each, one) for each in one.sources]
    fields["targetServiceRevision"] = _summary(one.target, one)
    fields["deploymentConfiguration"] = one.configuration
    if one.stage:
        fields["lifecycleStage"] = one.stage
    if one.hooks:
        fields["lifecycleHookDetails"] = [
            {"hookId": hook.id, "targetType": hook.kind, "status": hook.status, "expiresAt": START + hook.expires, "timeoutAction": hook.on_timeout}
            | ({"targetArn": hook.target} if hook.target else {})
            for hook in one.hooks
        ]
    if one.rollback:
        fields["rollback"] = {
            "reason": one.rollback.reason,
            "startedAt": START + one.rollback.started,
            "serviceRevisionArn": one.rollback.revision,
        }
    if one.configuration["strategy"] == "ROLLING":
        breaker = one.breaker
        fields["deploymentCircuitBreaker"] = {
            "status": breaker.status,
            "failureCount": breaker.failures,
            "threshold": breaker.threshold(one.service.desired),
        }
    if one.alarms.names:
        fields["alarms"] = {"status": one.alarms.status, "alarmNames": one.alarms.names, "triggeredAlarmNames": one.alarms.triggered}
    return fields


def revision(one: Revision, owner: Service) -> Fields:
    images = [{"containerName": name, "image": image} | ({"imageDigest": digest} if digest else {}) for name, image, digest in one.containers]
    fields: Fields = {
        "serviceRevisionArn": one.arn,
        "serviceArn": owner.arn,
        "clusterArn": arn("ecs", f"cluster/{owner.cluster}"),
        "taskDefinition": one.definition,
        "launchType": "FARGATE",
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "containerImages": images,
        "guardDutyEnabled": False,
        "createdAt": START + one.created,
        **{name: value for name, value in one.settings.items() if name in ("loadBalancers", "networkConfiguration", "serviceRegistries")},
    }
    resolved = [
        {"targetGroupArn": group} | ({"productionListenerRule": rule} if rule else {})
        for balancer in one.settings.get("loadBalancers", [])
        for rule in [balancer.get("advancedConfiguration", {}).get("productionListenerRule")]
        for group in owner.target_groups
    ]
    return fields | {"resolvedConfiguration": {"loadBalancers": resolved}}


def task(one: Task) -> Fields:
    state = "STOPPED" if one.status == "STOPPED" else "RUNNING" if one.started is not None else "PENDING"
    containers = []
    for name, image, digest in one.containers:
        container: Fields = {
            "containerArn": arn("ecs", f"container/{one.cluster}/{one.id}/{name}"),
            "taskArn": one.arn,
            "name": name,
            "image": image,
            "lastStatus": state,
            "healthStatus": one.health,
            "networkInterfaces": [{"attachmentId": f"eni-{one.id[:17]}", "privateIpv4Address": one.address}],
            "networkBindings": [],
        }
        optional = {"imageDigest": digest, "exitCode": one.exit_code, "reason": one.container_reason}
        containers.append(container | {key: value for key, value in optional.items() if value is not None})
    fields: Fields = {
        "taskArn": one.arn,
        "taskDefinitionArn": one.definition,
        "clusterArn": arn("ecs", f"cluster/{one.cluster}"),
        "group": f"service:{one.service}",
        "startedBy": one.started_by,
        "lastStatus": one.status,
        "desiredStatus": "RUNNING" if one.alive else "STOPPED",
        "healthStatus": one.health,
        "createdAt": START + one.created,
        "launchType": "FARGATE",
        "platformVersion": "1.4.0",
        "platformFamily": "Linux",
        "connectivity": "CONNECTED",
        "availabilityZone": "eu-central-1a",
        "containers": containers,
        "attachments": [],
        "attributes": [],
        "overrides": {"containerOverrides": []},
        "tags": tags(one.tags),
        "version": 1,
    }
    fields |= _times(startedAt=one.started, stoppingAt=one.stopping, stoppedAt=one.stopped, executionStoppedAt=one.stopped)
    return fields | {key: value for key, value in (("stopCode", one.stop_code), ("stoppedReason", one.reason)) if value is not None}


def _primary_first(owner: Service) -> list[Rollout]:
    return sorted(owner.rollouts, key=lambda one: (one is not owner.primary, -one.created))


def _wanted(one: Rollout, owner: Service) -> int:
    return owner.desired if one is owner.primary or one in owner.keep else len(one.alive)


def _counts(one: Rollout, owner: Service) -> Fields:
    return {"arn": one.revision.arn, "requestedTaskCount": _wanted(one, owner), "runningTaskCount": one.running, "pendingTaskCount": one.pending}


def _summary(one: Rollout, deployment: Deployment) -> Fields:
    """Weights only where the strategy moves traffic by weights."""
    owner = deployment.service
    fields = _counts(one, owner)
    if owner.production is not None:
        fields["requestedProductionTrafficWeight"] = owner.production.get(one, 0.0)
        test = owner.production if owner.test is None else owner.test
        fields["requestedTestTrafficWeight"] = test.get(one, 0.0)
    return fields


def _times(**times: int | None) -> Fields:
    return {name: START + at for name, at in times.items() if at is not None}
