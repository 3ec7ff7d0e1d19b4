"""The service as all layers see it: read once for a look, and no oftener than what moves in it makes worth while."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.layers.asking import Answered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Rollout, Service, ServiceDeployment, Task, TaskDefinition
    from synth.runtime.expectation import Check
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.verification import Verification

TASKS_SECONDS = 60.0  # the tasks are listed again after that, or when a count has changed


class Scene(NamedTuple):
    """`running` and `stopped` are the release's own tasks, None where they may not be read; `stopped` since it began, the newest first."""

    at: float
    service: Service | None = None
    primary: Rollout | None = None
    deployment: ServiceDeployment | None = None
    running: tuple[Task, ...] | None = None
    stopped: tuple[Task, ...] | None = None
    troubles: tuple[Check, ...] = ()
    end: str = ""
    since: float = 0.0


class _Listed(NamedTuple):
    """The tasks as they were listed. `signature` is what DescribeServices said of them at the time."""

    at: float
    signature: tuple[object, ...]
    running: tuple[Task, ...] | None
    stopped: tuple[Task, ...] | None

    @property
    def lasts(self) -> float:
        """Seconds; tasks that are still starting change without a change in the counts."""
        settled = all([one.status == "RUNNING" and one.health != "UNKNOWN" for one in self.running or ()])
        return TASKS_SECONDS if settled else TASKS_SECONDS / 4


class Scenery:
    """Reads scenes. AWS may be asked 15 times a minute by everything together; a scene takes one call or two, and four more when tasks change."""

    def __init__(self, verification: Verification, ecs: Ecs, asking: Asking) -> None:
        self._wanted, self._ecs, self._asking = verification, ecs, asking
        self._last: Scene | None = None
        self._since = verification.since
        self._listed: _Listed | None = None
        self._over: ServiceDeployment | None = None
        self._definitions: dict[str, TaskDefinition] = {}

    def scene(self, now: float, at_most_old: float = 0.0) -> Scene:
        """`now` is in seconds since 1970. The last scene serves while it is no older than that."""
        if self._last is None or now - self._last.at > at_most_old:
            self._last = self._read(now)
        return self._last

    def definition(self, name: str) -> TaskDefinition | None:
        """None where it cannot be read now."""
        if name not in self._definitions:
            answered = self._asking.ask("task definition", lambda: self._ecs.task_definition(name))
            if answered.value is None:
                return None
            self._definitions[name] = answered.value
        return self._definitions[name]

    def _read(self, now: float) -> Scene:
        wanted = self._wanted
        answered = self._asking.ask("service", lambda: self._ecs.service(wanted.cluster, wanted.service), needed=True)
        if answered.value is None:
            return Scene(now, troubles=_checks(answered), end=answered.end, since=self._since)
        service: Service = answered.value
        primary = service.primary
        self._since = self._since or _begin(service) or now
        deployment = self._deployment(service)
        listed, troubles = self._tasks(service, primary, now)
        found = [deployment, *troubles]
        return Scene(
            now,
            service,
            primary,
            deployment.value,
            listed.running,
            listed.stopped,
            tuple([check for one in found for check in _checks(one)]),
            next((one.end for one in found if one.end), ""),
            self._since,
        )

    def _deployment(self, service: Service) -> Answered:
        """The one asked for, or the service's own. One that has succeeded stays so, and is not read again."""
        arn = self._wanted.deployment or service.current_deployment
        if self._over is not None and self._over.arn == arn:
            return Answered(self._over)
        if not arn:
            return Answered()
        answered = self._asking.ask("deployment", lambda: self._ecs.deployment(arn))
        if answered.value is not None and answered.value.status == "SUCCESSFUL":
            self._over = answered.value
        return answered

    def _tasks(self, service: Service, primary: Rollout | None, now: float) -> tuple[_Listed, list[Answered]]:
        signature = (primary.id, primary.running, primary.pending, primary.failed) if primary else (service.running, service.pending)
        if self._listed is not None and self._listed.signature == signature and now - self._listed.at < self._listed.lasts:
            return self._listed, []
        cluster, name = self._wanted.cluster, self._wanted.service
        alive = self._asking.ask("tasks", lambda: self._ecs.tasks(cluster, name))
        dead = self._asking.ask("stopped tasks", lambda: self._ecs.tasks(cluster, name, stopped=True))
        running = None if alive.value is None else tuple([one for one in alive.value if self._is_ours(one, primary)])
        stopped = None if dead.value is None else tuple([one for one in dead.value if self._is_ours(one, primary) and self._is_new(one)])
        listed = _Listed(now, signature, running, stopped)
        if alive.check is None and dead.check is None:
            self._listed = listed
        return listed, [alive, dead]

    def _is_ours(self, task: Task, primary: Rollout | None) -> bool:
        if primary is not None:
            return task.started_by == primary.id or task.task_definition == primary.task_definition
        return not self._wanted.task_definition or short(task.task_definition) == short(self._wanted.task_definition)

    def _is_new(self, task: Task) -> bool:
        return (task.stopped or task.created) >= self._since


def short(task_definition: str) -> str:
    """`family:revision`."""
    return task_definition.rsplit("/", 1)[-1]


def is_open(service: Service) -> bool:
    """Whether a deployment is under way."""
    return len(service.rollouts) > 1 or any([one.state == "IN_PROGRESS" for one in service.rollouts])


def _begin(service: Service) -> float:
    return service.primary.created if service.primary is not None and is_open(service) else 0.0


def _checks(answered: Answered) -> tuple[Check, ...]:
    return (answered.check,) if answered.check is not None else ()
