"""AWS as the deployment logic sees it. `synth.adapters.aws` has the real one; each way of failing is an exception that a caller decides about."""

from __future__ import annotations

from typing import Any, Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.runtime.ecs.values import Revision, Service, ServiceDeployment, StoredImage, Target, Task, TaskDefinition


class AwsError(Exception):
    """A call that gave nothing. `operation` is such as `ecs:UpdateService`; `code` is AWS's; the message is fit to show."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        self.operation, self.code = operation, code
        super().__init__(f"{operation}: {code}: {message}" if code else f"{operation}: {message}")


class Unavailable(AwsError):  # noqa: N818  # an outcome of a call, not a fault of the program
    """Throttled, a server error, a time-out or no connection, after the client's own retries: asking again later may help."""


class Expired(AwsError):  # noqa: N818  # as above
    """The credentials are no longer valid, or there are none. Nothing that this process does will help."""


class Denied(AwsError):  # noqa: N818  # as above
    """The role may not do this."""


class Missing(AwsError):  # noqa: N818  # as above
    """There is no such cluster, service, deployment, task definition, repository or image, or not yet."""


class Conflict(AwsError):  # noqa: N818  # as above
    """The state has changed so that the call no longer applies, as when a deployment to be stopped has ended."""


class Refused(AwsError):  # noqa: N818  # as above
    """AWS says that the call itself is wrong."""


class Ecs(Protocol):
    """ECS. Every method raises AwsError's kinds; `cluster` and `service` are names or ARNs."""

    def service(self, cluster: str, service: str) -> Service: ...

    def deployment(self, arn: str) -> ServiceDeployment:
        """Raises Missing also while ECS does not show a new one yet."""
        ...

    def deployments(
        self, cluster: str, service: str, statuses: Sequence[str] = (), since: float | None = None, most: int = 100
    ) -> list[ServiceDeployment]:
        """The newest first, in the short form. ECS remembers 90 days."""
        ...

    def revisions(self, arns: Sequence[str]) -> list[Revision]:
        """Those that exist, in the order asked for."""
        ...

    def task_definition(self, name: str) -> TaskDefinition:
        """By family (the latest ACTIVE one), `family:revision` or ARN; INACTIVE ones by the latter two."""
        ...

    def register(self, content: Mapping[str, Any], tags: Mapping[str, str]) -> TaskDefinition: ...

    def update(self, cluster: str, service: str, task_definition: str) -> Service:
        """Starts a deployment of that task definition; nothing else about the service changes, its desired count least of all."""
        ...

    def update_managed(self, service_arn: str, task_definition: str) -> None:
        """The same for an Express Gateway service, whose other settings stay ECS's own affair."""
        ...

    def deregister(self, task_definition: str) -> None:
        """Makes it INACTIVE: it can be described, and not deployed."""
        ...

    def configure(self, cluster: str, service: str, configuration: Mapping[str, Any]) -> Service:
        """Replaces deploymentConfiguration, which starts no deployment."""
        ...

    def stop(self, deployment: str) -> None:
        """StopServiceDeployment with ROLLBACK. Raises Conflict when it is over."""
        ...

    def proceed(self, deployment: str, hook: str, action: str) -> None:
        """ContinueServiceDeployment of a PAUSE hook that awaits an action: CONTINUE or ROLLBACK, always stated."""
        ...

    def tasks(self, cluster: str, service: str, stopped: bool = False) -> list[Task]:
        """Those that run, or those that stopped within the last hour, the newest first."""
        ...

    def tags(self, arn: str) -> dict[str, str]: ...

    def tag(self, arn: str, tags: Mapping[str, str]) -> None: ...


class Targets(Protocol):
    """Load balancers' target groups."""

    def health(self, target_group: str) -> list[Target]: ...


class Registry(Protocol):
    """ECR."""

    def image(self, repository: str, digest: str) -> StoredImage:
        """`repository` is `<account>.dkr.ecr.<region>.amazonaws.com/<name>`. Raises Missing."""
        ...

    def restore(self, repository: str, digest: str) -> None:
        """Asks for an archived image back, which takes minutes."""
        ...
