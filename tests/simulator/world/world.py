"""All that there is on the other side of the API, and the tick that moves it on by one second."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Any

from tests.simulator.clock import START, VirtualClock
from tests.simulator.errors import ApiError
from tests.simulator.names import Ids, arn, last_part
from tests.simulator.profile import Profile
from tests.simulator.world.alarms import Alarm
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.hooks import Answer
from tests.simulator.world.image import pull_failing
from tests.simulator.world.logs import Logs
from tests.simulator.world.metrics import Metrics
from tests.simulator.world.process import Launcher
from tests.simulator.world.registry import Registry
from tests.simulator.world.rolling import rolling
from tests.simulator.world.rollout import Revision, Rollout
from tests.simulator.world.scheduler import schedule
from tests.simulator.world.service import DEFAULTS, EVENTS_KEPT, Service
from tests.simulator.world.shifting import shifting
from tests.simulator.world.task import Task
from tests.simulator.world.task_definitions import TaskDefinitions
from tests.simulator.world.traffic import Traffic


class World:
    """`now` is the number of seconds ticked so far. `horizon` and `page_limit` are set by faults while one call is answered."""

    def __init__(self, clock: VirtualClock, profile: Profile, seed: int = 1) -> None:
        self.clock, self.profile, self.ids = clock, profile, Ids(seed)
        self.now = 0
        self.clusters = {"default"}
        self.services: dict[str, Service] = {}
        self.tasks: dict[str, Task] = {}
        self.definitions = TaskDefinitions()
        self.registry = Registry()
        self.alarms: dict[str, Alarm] = {}
        self.logs = Logs()
        self.metrics = Metrics()
        self.traffic = Traffic(self)
        self.lambda_answers: dict[str, Answer] = {}
        self.target_groups: dict[str, str] = {}  # ARN -> name
        self.tags: dict[str, dict[str, str]] = {}
        self.planned: list[tuple[Callable[[], bool], Callable[[], object]]] = []
        self.horizon: int | None = None
        self.page_limit: int | None = None
        self.launcher: Launcher | None = None

    @property
    def wall(self) -> float:
        return START + self.now

    def settle(self) -> None:
        """Ticks until the world is as late as the clock."""
        until = int(self.clock.read())
        while self.now < until:
            self.now += 1
            self._tick()
            for plan in [one for one in self.planned if one[0]()]:
                self.planned.remove(plan)
                plan[1]()

    def _tick(self) -> None:
        for service in self.services.values():
            self._step_tasks(service)
            for deployment in service.deployments[-3:]:
                deployment.tick()
            schedule(service, self)
            self._notice_steady(service)
        self.traffic.tick()
        if self.now % 60 == 0:
            kept = self.now - self.profile.stopped_tasks_kept
            self.tasks = {name: task for name, task in self.tasks.items() if task.stopped is None or task.stopped > kept}
            for service in self.services.values():
                for rollout in service.rollouts:
                    rollout.tasks = [task for task in rollout.tasks if task.id in self.tasks]

    def _step_tasks(self, service: Service) -> None:
        for rollout in service.rollouts:
            for task in rollout.tasks:
                happened = task.step(self.now)
                if happened is None:
                    continue
                if happened == "running":
                    self._write_lines(task)
                if happened == "healthy":
                    rollout.failures = 0
                if happened == "failed":
                    rollout.failed(self.now, self.profile)
                    if rollout.failures == self.profile.back_off_from:
                        self.event(service, f"(service {service.name}) is unable to consistently start tasks successfully.")
                if service.deploying:
                    service.deploying.note(rollout, happened)

    def _notice_steady(self, service: Service) -> None:
        steady = service.deploying is None and service.running == service.desired and len(service.primary.serving) == service.desired
        if steady and not service.steady:
            self.event(service, f"(service {service.name}) has reached a steady state.")
        service.steady = steady

    def _write_lines(self, task: Task) -> None:
        definition = self.definitions.find(task.definition)
        options = definition["containerDefinitions"][0].get("logConfiguration", {}).get("options", {})
        if group := options.get("awslogs-group"):
            name = definition["containerDefinitions"][0]["name"]
            stream = f"{options.get('awslogs-stream-prefix', 'ecs')}/{name}/{task.id}"
            for number, line in enumerate(task.image.lines):
                self.logs.write(group, stream, line, int(self.wall * 1000) + number)

    def event(self, service: Service, message: str) -> None:
        service.events.insert(0, (self.ids.hexadecimal(), self.now, message))
        del service.events[EVENTS_KEPT:]

    def launch(self, service: Service, rollout: Rollout) -> Task:
        name, revision = self.ids.hexadecimal(), rollout.revision
        task = Task(
            id=name,
            arn=arn("ecs", f"task/{service.cluster}/{name}"),
            started_by=rollout.id,
            service=service.name,
            cluster=service.cluster,
            definition=revision.definition,
            containers=revision.containers,
            image=revision.image,
            fate=revision.image.fate(rollout.launched),
            created=self.now,
            address=f"10.0.{len(self.tasks) // 250 % 250}.{len(self.tasks) % 250 + 4}",
            target_group=rollout.target_group,
            profile=self.profile,
            cannot_pull=self._cannot_pull(revision),
            launcher=self.launcher,
        )
        rollout.launched += 1
        rollout.tasks.append(task)
        self.tasks[name] = task
        return task

    def _cannot_pull(self, revision: Revision) -> str | None:
        for _, reference, digest in revision.containers:
            repository = self.registry.path(reference).split("@")[0].split(":")[0]
            stored = self.registry.find(repository, digest=digest) if digest else None
            if stored is None:
                return f"pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: {reference}: not found"
            if (status := stored.status(self.now)) != "ACTIVE":
                return f"pull image manifest has been retried 1 time(s): failed to resolve ref {reference}: the image is {status}"
        return None

    def revision(self, cluster: str, service: str, definition: Mapping[str, Any], settings: dict[str, Any]) -> Revision:
        """A new revision, its tags resolved to digests now."""
        containers, image = [], None
        for one in definition["containerDefinitions"]:
            stored = self.registry.resolve(one.get("image", ""))
            containers.append((one["name"], one.get("image", ""), stored.digest if stored else None))
            image = image or (stored.image if stored else pull_failing("missing"))
        assert image is not None
        name = arn("ecs", f"service-revision/{cluster}/{service}/{self.ids.digits()}")
        return Revision(name, definition["taskDefinitionArn"], containers, image, self.now, settings)

    def add_service(
        self, cluster: str, name: str, definition: Mapping[str, Any], desired: int, configuration: Mapping[str, Any], settings: dict[str, Any]
    ) -> Service:
        """A service with its first deployment under way."""
        groups = _target_groups(settings)
        for group in groups:
            self.target_groups.setdefault(group, group.split("/")[1])
        rollout = self._rollout(self.revision(cluster, name, definition, settings), groups[0] if groups else None)
        full = deepcopy({**DEFAULTS, **configuration})
        service = Service(arn("ecs", f"service/{cluster}/{name}"), name, cluster, self.now, desired, full, rollout, settings, groups)
        self.services[service.arn] = service
        self.deploy(service, rollout)
        return service

    def redeploy(self, service: Service, definition: Mapping[str, Any]) -> Deployment:
        """A new revision of a service on its way; what is under way is superseded."""
        revision = self.revision(service.cluster, service.name, definition, service.settings)
        groups = service.target_groups
        last = service.last_completed()
        other = next((group for group in groups if last and group != last.target_group), None) if service.shifts else None
        if service.deploying:
            service.deploying.supersede()
        rollout = self._rollout(revision, other or (last.target_group if last else None) or (groups[0] if groups else None))
        return self.deploy(service, rollout)

    def deploy(self, service: Service, target: Rollout) -> Deployment:
        sources = [one for one in service.rollouts if not one.gone]
        service.rollouts.insert(0, target)
        service.primary, service.steady = target, False
        name = arn("ecs", f"service-deployment/{service.cluster}/{service.name}/{self.ids.word(21)}")
        deployment = Deployment(name, service, target, sources, self)
        deployment.begin(shifting if service.shifts else rolling)
        service.deployments.append(deployment)
        return deployment

    def _rollout(self, revision: Revision, target_group: str | None) -> Rollout:
        name = f"ecs-svc/{self.ids.digits()}"
        return Rollout(name, revision, self.now, target_group, reason=f"ECS deployment {name} in progress.", updated=self.now)

    def cluster(self, given: str | None) -> str:
        """The name of a cluster. Raises ApiError where there is none of that name."""
        name = last_part(given or "default")
        if name not in self.clusters:
            raise ApiError("ClusterNotFoundException", "Cluster not found.")
        return name

    def service(self, cluster: str | None, name: str) -> Service:
        """Raises ApiError where there is none of that name or ARN in the cluster."""
        found = self.services.get(name if name.startswith("arn:") else arn("ecs", f"service/{self.cluster(cluster)}/{name}"))
        if found is None:
            raise ApiError("ServiceNotFoundException", "Service not found.")
        return found

    def deployment(self, name: str) -> Deployment:
        """Raises ApiError where there is none of that ARN."""
        for service in self.services.values():
            for one in service.deployments:
                if one.arn == name:
                    return one
        raise ApiError("ServiceDeploymentNotFoundException", "Service deployment not found.")


def _target_groups(settings: Mapping[str, Any]) -> tuple[str, ...]:
    groups: list[str] = []
    for one in settings.get("loadBalancers", []):
        groups += [group for group in (one.get("targetGroupArn"), one.get("advancedConfiguration", {}).get("alternateTargetGroupArn")) if group]
    return tuple(groups)
