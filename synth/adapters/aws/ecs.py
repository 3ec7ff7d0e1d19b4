"""The port Ecs over boto3."""

from __future__ import annotations

from typing import Any, NoReturn

from synth.adapters.aws import reading
from synth.runtime.ecs.ports import Missing, Refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.adapters.aws.client import Client, Clients
    from synth.runtime.ecs.values import Revision, Service, ServiceDeployment, Task, TaskDefinition

_TASKS_AT_ONCE, _REVISIONS_AT_ONCE, _MOST_TASKS = 100, 20, 300


class EcsAdapter:
    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    @property
    def _ecs(self) -> Client:
        return self._clients("ecs")

    def service(self, cluster: str, service: str) -> Service:
        answer = self._ecs("DescribeServices", cluster=cluster, services=[service], include=["TAGS"])
        if not answer["services"]:
            _missing("ecs:DescribeServices", f"service '{service}' in cluster '{cluster}'", answer)
        return reading.service(answer["services"][0])

    def deployment(self, arn: str) -> ServiceDeployment:
        answer = self._ecs("DescribeServiceDeployments", serviceDeploymentArns=[arn])
        if not answer["serviceDeployments"]:
            _missing("ecs:DescribeServiceDeployments", f"service deployment {arn}", answer)
        return reading.deployment(answer["serviceDeployments"][0])

    def deployments(
        self, cluster: str, service: str, statuses: Sequence[str] = (), since: float | None = None, most: int = 100
    ) -> list[ServiceDeployment]:
        asked: dict[str, Any] = {"cluster": cluster, "service": service, "maxResults": min(most, 100)}
        if statuses:
            asked["status"] = list(statuses)
        if since is not None:
            asked["createdAt"] = {"after": since}
        found: list[ServiceDeployment] = []
        for page in self._ecs.pages("ListServiceDeployments", **asked):
            found += [reading.brief(one) for one in page["serviceDeployments"]]
            if len(found) >= most:
                break
        return sorted(found, key=lambda one: -one.created)[:most]

    def revisions(self, arns: Sequence[str]) -> list[Revision]:
        found: dict[str, Revision] = {}
        for start in range(0, len(arns), _REVISIONS_AT_ONCE):
            answer = self._ecs("DescribeServiceRevisions", serviceRevisionArns=list(arns[start : start + _REVISIONS_AT_ONCE]))
            found |= {one.arn: one for one in map(reading.revision, answer["serviceRevisions"])}
        return [found[arn] for arn in arns if arn in found]

    def task_definition(self, name: str) -> TaskDefinition:
        try:
            answer = self._ecs("DescribeTaskDefinition", taskDefinition=name, include=["TAGS"])
        except Refused as error:  # ECS has no code of its own for this one
            if "Unable to describe task definition" in str(error) or "does not exist" in str(error):
                raise Missing(error.operation, error.code, f"there is no task definition {name}") from None
            raise
        return reading.task_definition(answer["taskDefinition"], answer.get("tags", []))

    def register(self, content: Mapping[str, Any], tags: Mapping[str, str]) -> TaskDefinition:
        labels = {"tags": reading.as_tags(tags)} if tags else {}
        answer = self._ecs("RegisterTaskDefinition", **content, **labels)
        return reading.task_definition(answer["taskDefinition"], answer.get("tags", []))

    def update(self, cluster: str, service: str, task_definition: str) -> Service:
        return reading.service(self._ecs("UpdateService", cluster=cluster, service=service, taskDefinition=task_definition)["service"])

    def update_managed(self, service_arn: str, task_definition: str) -> None:
        self._ecs("UpdateExpressGatewayService", serviceArn=service_arn, taskDefinitionArn=task_definition)

    def deregister(self, task_definition: str) -> None:
        self._ecs("DeregisterTaskDefinition", taskDefinition=task_definition)

    def configure(self, cluster: str, service: str, configuration: Mapping[str, Any]) -> Service:
        return reading.service(self._ecs("UpdateService", cluster=cluster, service=service, deploymentConfiguration=dict(configuration))["service"])

    def stop(self, deployment: str) -> None:
        self._ecs("StopServiceDeployment", serviceDeploymentArn=deployment, stopType="ROLLBACK")

    def proceed(self, deployment: str, hook: str, action: str) -> None:
        self._ecs("ContinueServiceDeployment", serviceDeploymentArn=deployment, hookId=hook, action=action)

    def tasks(self, cluster: str, service: str, stopped: bool = False) -> list[Task]:
        asked = {"cluster": cluster, "serviceName": service, "desiredStatus": "STOPPED" if stopped else "RUNNING"}
        arns: list[str] = []
        for page in self._ecs.pages("ListTasks", **asked):
            arns += page["taskArns"]
            if len(arns) >= _MOST_TASKS:
                break
        found: list[Task] = []
        for start in range(0, len(arns), _TASKS_AT_ONCE):
            answer = self._ecs("DescribeTasks", cluster=cluster, tasks=arns[start : start + _TASKS_AT_ONCE])
            found += [reading.task(one) for one in answer["tasks"]]
        return sorted(found, key=lambda one: (-one.created, one.arn))

    def tags(self, arn: str) -> dict[str, str]:
        return reading.tags(self._ecs("ListTagsForResource", resourceArn=arn).get("tags", []))

    def tag(self, arn: str, tags: Mapping[str, str]) -> None:
        self._ecs("TagResource", resourceArn=arn, tags=reading.as_tags(tags))


def _missing(operation: str, what: str, answer: Any) -> NoReturn:
    reason = "".join([f" ({one['reason']})" for one in answer.get("failures", []) if one.get("reason")])
    raise Missing(operation, "", f"there is no {what}{reason}")
