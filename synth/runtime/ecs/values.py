"""What ECS says about a service, as values. Times are seconds since 1970; a text that ECS leaves out is empty."""

from __future__ import annotations

from typing import Any, NamedTuple


class Rollback(NamedTuple):
    """That ECS goes back by itself or was told to: why, since when, and to which service revision."""

    reason: str
    started: float
    revision: str


class Breaker(NamedTuple):
    """The deployment circuit breaker of a rolling deployment: it trips when `failures` reach `threshold`."""

    status: str
    failures: int
    threshold: int


class DeploymentAlarms(NamedTuple):
    """The alarms that ECS itself watches during a deployment."""

    status: str
    names: tuple[str, ...] = ()
    triggered: tuple[str, ...] = ()


class Hook(NamedTuple):
    """A lifecycle hook. `kind` is PAUSE or AWS_LAMBDA; `on_timeout`, ROLLBACK or CONTINUE, is what happens when it expires."""

    id: str
    kind: str
    status: str
    expires: float
    on_timeout: str


class Counts(NamedTuple):
    """A service revision's part in a deployment. Weights are percentages of the traffic, None where the strategy has none."""

    revision: str
    requested: int = 0
    running: int = 0
    pending: int = 0
    production_weight: float | None = None
    test_weight: float | None = None


class ServiceDeployment(NamedTuple):
    """A service deployment, whole or, from a list, only its first seven fields."""

    arn: str
    service: str
    cluster: str
    status: str
    created: float
    target_revision: str
    reason: str = ""
    started: float | None = None
    finished: float | None = None
    stage: str = ""
    strategy: str = "ROLLING"
    bake_minutes: int = 0
    target: Counts = Counts("")
    sources: tuple[Counts, ...] = ()
    rollback: Rollback | None = None
    breaker: Breaker | None = None
    alarms: DeploymentAlarms | None = None
    hooks: tuple[Hook, ...] = ()


class Rollout(NamedTuple):
    """An entry of a service's `deployments`: PRIMARY is what it is to run, ACTIVE what it still runs."""

    id: str
    status: str
    task_definition: str
    desired: int
    running: int
    pending: int
    failed: int
    state: str
    reason: str
    created: float


class Event(NamedTuple):
    id: str
    at: float
    message: str


class Service(NamedTuple):
    """An ECS service. `controller` is ECS, CODE_DEPLOY or EXTERNAL; `current_deployment` the ARN of its latest service deployment.

    `managed` says that ECS manages the resources (an Express Gateway service), whose task definition the service does not name.
    `configuration` is deploymentConfiguration as the API gives it.
    """

    arn: str
    name: str
    cluster: str
    status: str
    desired: int
    running: int
    pending: int
    task_definition: str = ""
    controller: str = "ECS"
    current_deployment: str = ""
    current_revisions: tuple[Counts, ...] = ()
    rollouts: tuple[Rollout, ...] = ()
    events: tuple[Event, ...] = ()
    target_groups: tuple[str, ...] = ()
    configuration: dict[str, Any] = {}
    tags: dict[str, str] = {}
    managed: bool = False

    @property
    def primary(self) -> Rollout | None:
        return next((one for one in self.rollouts if one.status == "PRIMARY"), None)


class ContainerImage(NamedTuple):
    """An image as a task definition or a revision names it; `digest` is `sha256:…`, or empty where ECS has not resolved it."""

    container: str
    image: str
    digest: str = ""


class Revision(NamedTuple):
    """A service revision: exactly what a deployment brought."""

    arn: str
    service: str
    task_definition: str
    created: float
    images: tuple[ContainerImage, ...] = ()
    target_groups: tuple[str, ...] = ()


class TaskDefinition(NamedTuple):
    """A task definition. `content` are the fields that RegisterTaskDefinition takes, read-only ones left out."""

    arn: str
    family: str
    revision: int
    status: str
    images: tuple[ContainerImage, ...]
    content: dict[str, Any]
    tags: dict[str, str] = {}


class Container(NamedTuple):
    name: str
    status: str
    health: str
    exit_code: int | None = None
    reason: str = ""
    image: str = ""
    digest: str = ""


class Task(NamedTuple):
    """A task, running or stopped. `stop_code` is such as EssentialContainerExited, `started_by` the rollout's id.

    `address` is its private IP address, which is its target's id; empty without a network interface of its own.
    """

    arn: str
    task_definition: str
    status: str
    health: str
    started_by: str
    created: float
    started: float | None = None
    stopped: float | None = None
    stop_code: str = ""
    stopped_reason: str = ""
    containers: tuple[Container, ...] = ()
    address: str = ""

    @property
    def id(self) -> str:
        return self.arn.rsplit("/", 1)[-1]


class Target(NamedTuple):
    """A target of a load balancer's target group: `healthy`, `initial`, `unhealthy`, `draining`, `unused` or `unavailable`."""

    id: str
    port: int
    state: str
    reason: str = ""
    description: str = ""


class StoredImage(NamedTuple):
    """An image in a registry. `status` is ACTIVE, ARCHIVED or ACTIVATING."""

    repository: str
    digest: str
    status: str
    pushed: float
    tags: tuple[str, ...] = ()
