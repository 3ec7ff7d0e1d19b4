"""What a call needs to be allowed: the IAM action, the resource and the context that a policy is asked about.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from tests.simulator.names import arn, last_part
from tests.simulator.wire.message import Asked

PREFIXES = {"elbv2": "elasticloadbalancing"}
_TASKS_ARE = "ecs-tasks.amazonaws.com"
_ANY = {"ecs:RegisterTaskDefinition", "ecs:DescribeTaskDefinition", "ecs:DeregisterTaskDefinition", "ecs:ListTaskDefinitions", "ecs:ListServices"}
_NAMES = {  # fields that hold ARNs, as text or as a list
    "ecs:ContinueServiceDeployment": "serviceDeploymentArn",
    "ecs:DescribeServiceDeployments": "serviceDeploymentArns",
    "ecs:DescribeServiceRevisions": "serviceRevisionArns",
    "ecs:StopServiceDeployment": "serviceDeploymentArn",
    "ecs:DescribeExpressGatewayService": "serviceArn",
    "ecs:UpdateExpressGatewayService": "serviceArn",
}


class Need(NamedTuple):
    action: str
    resource: str
    context: Mapping[str, str]


def needs(asked: Asked) -> list[Need]:
    """One for each resource, and `iam:PassRole` for each role that a task definition gives to tasks."""
    action = f"{PREFIXES.get(asked.service, asked.service)}:{asked.operation}"
    context = {"ecs:cluster": _cluster(asked.fields)} if asked.service == "ecs" and "cluster" in asked.fields else {}
    return [Need(action, resource, context) for resource in _resources(action, asked.fields) or ["*"]] + list(_passed(action, asked.fields))


def repository_arn(name: str) -> str:
    return arn("ecr", f"repository/{name}")


def _resources(action: str, fields: Mapping[str, Any]) -> list[str]:
    service = action.partition(":")[0]
    if service == "ecr":
        names = [fields["repositoryName"]] if "repositoryName" in fields else fields.get("repositoryNames", [])
        return [repository_arn(name) for name in names]
    if service == "logs" and "logGroupName" in fields:
        return [arn("logs", f"log-group:{fields['logGroupName']}:*")]
    if service != "ecs" or action in _ANY:
        return []
    if action in _NAMES:
        return _listed(fields.get(_NAMES[action], []))
    return list(_of_ecs(fields))


def _of_ecs(fields: Mapping[str, Any]) -> Iterator[str]:
    cluster = last_part(fields.get("cluster", "default"))
    for name in _listed(fields.get("service", [])) + fields.get("services", []) + _listed(fields.get("serviceName", [])):
        yield name if name.startswith("arn:") else arn("ecs", f"service/{cluster}/{name}")
    for name in fields.get("tasks", []):
        yield name if name.startswith("arn:") else arn("ecs", f"task/{cluster}/{name}")
    for name in fields.get("clusters", []):
        yield arn("ecs", f"cluster/{last_part(name)}")
    yield from _listed(fields.get("resourceArn", []))


def _passed(action: str, fields: Mapping[str, Any]) -> Iterator[Need]:
    if action == "ecs:RegisterTaskDefinition":
        for name in ("taskRoleArn", "executionRoleArn"):
            if name in fields:
                yield Need("iam:PassRole", fields[name], {"iam:PassedToService": _TASKS_ARE})


def _cluster(fields: Mapping[str, Any]) -> str:
    return arn("ecs", f"cluster/{last_part(fields['cluster'])}")


def _listed(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]
