"""A service deployment: its state, what can end it, and the process that moves it on by one second at a time.

The processes are generators, one for each strategy and one for the way back: a `yield` is a second.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.simulator.world import hooks
from tests.simulator.world.alarms import Watch
from tests.simulator.world.breaker import Breaker
from tests.simulator.world.rollout import Rollout
from tests.simulator.world.service import Service

if TYPE_CHECKING:
    from tests.simulator.world.world import World

Process = Generator[None, None, None]
ENDED = ("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED")


class Failed(Exception):  # noqa: N818  # a way for a process to end
    """The deployment has failed. `back` says whether ECS is to go back to the last completed one."""

    def __init__(self, reason: str, back: bool) -> None:
        self.reason, self.back = reason, back
        super().__init__(reason)


@dataclass(slots=True)
class Rollback:
    reason: str
    started: int
    revision: str


class Deployment:
    def __init__(self, arn: str, service: Service, target: Rollout, sources: list[Rollout], world: World) -> None:
        self.arn, self.service, self.target, self.sources, self._world = arn, service, target, sources, world
        self.created = self.updated = world.now
        self.status, self.reason, self.stage = "PENDING", "", ""
        self.started: int | None = None
        self.finished: int | None = None
        self.stopped: int | None = None
        self.configuration = deepcopy(service.configuration)
        self.hooks: list[hooks.Hook] = []
        self.rollback: Rollback | None = None
        rolling = self.configuration["strategy"] == "ROLLING"
        settings = self.configuration["deploymentCircuitBreaker"]
        self.breaker = Breaker(settings, enabled=rolling and settings["enable"])
        self.back_breaker: Breaker | None = None
        self.alarms = Watch(self.configuration.get("alarms"), world.alarms)
        self._process: Iterator[None] = iter(())

    @property
    def over(self) -> bool:
        return self.status in ENDED

    def note(self, rollout: Rollout, happened: str) -> None:
        """A task became healthy or failed. On the way back, the tasks of the rollout of old count."""
        if self.status == "IN_PROGRESS" and rollout is self.target:
            counting: Breaker | None = self.breaker
        else:
            counting = self.back_breaker if rollout is not self.target else None
        if counting is not None:
            if happened == "failed":
                counting.failed()
            elif happened == "healthy":
                counting.healthy()

    def begin(self, process: Callable[[Deployment, World], Process]) -> None:
        self._process = process(self, self._world)

    def tick(self) -> None:
        if self.over:
            return
        if self.status == "STOP_REQUESTED":
            return self.end("STOPPED")
        try:
            if self.status == "PENDING":
                self.status, self.started = "IN_PROGRESS", self._world.now
            self._look()
            if not self.over:
                next(self._process, None)
        except Failed as failed:
            self.fail(failed.reason, failed.back)

    def _look(self) -> None:
        if self.status != "IN_PROGRESS":
            if self.back_breaker is not None and self.back_breaker.trips(self.service.desired):
                self.end("ROLLBACK_FAILED", "tasks of the revision to roll back to failed to start.")
            return
        if self.breaker.trips(self.service.desired):
            raise Failed("ECS deployment circuit breaker: tasks failed to start.", self.breaker.rollback)
        if self.alarms.trips(self._world.alarms):
            raise Failed(f"alarm(s) detected: {', '.join(self.alarms.triggered)}.", self.alarms.rollback)

    def fail(self, reason: str, back: bool) -> None:
        """Goes back where that is wanted and there is something to go back to; otherwise stays as it is, without further launches."""
        from tests.simulator.world.rolling_back import rolling_back

        world, service = self._world, self.service
        self.breaker.close()
        self.alarms.close()
        self.target.launching = False
        self.target.change("FAILED", reason, world.now)
        world.event(service, f"(service {service.name}) (deployment {self.target.id}) deployment failed: {reason}")
        to = service.last_completed(other_than=self.target)
        if not back or to is None:
            self.stopped = world.now
            missing = " There is no completed deployment to roll back to." if back else ""
            return self.end("STOPPED", f"{reason}{missing}")
        self.status, self.reason, self.updated = "ROLLBACK_REQUESTED", reason, world.now
        self.rollback = Rollback(reason, world.now, to.revision.arn)
        self.back_breaker = Breaker({"enable": True, "resetOnHealthyTask": False})
        self._process = rolling_back(self, world, to)

    def supersede(self) -> None:
        self.status, self.reason, self.updated = "STOP_REQUESTED", "A newer service deployment was started.", self._world.now
        self.breaker.close()
        self.alarms.close()

    def end(self, status: str, reason: str | None = None) -> None:
        self.status, self.finished, self.updated = status, self._world.now, self._world.now
        self.reason = self.reason if reason is None else reason
        if status == "STOPPED":
            self.stopped = self._world.now
        self.breaker.close()
        self.alarms.close()

    def at(self, stage: str) -> Process:
        """Enters a stage and stays for its hooks, one second at least. Raises Failed where a hook says so."""
        if stage != "PRE_PRODUCTION_TRAFFIC_SHIFT":  # a stage for hooks that answers do not name: the one before stays
            self.stage = stage
        self.updated = self._world.now
        mine = hooks.opened(self.configuration, stage, self._world)
        self.hooks += mine
        yield
        while True:
            for hook in mine:
                hook.step(self._world)
            if no := next((hook for hook in mine if hook.answer == "ROLLBACK"), None):
                raise Failed(f"lifecycle hook {no.id} at {stage}: {'timed out' if no.status == 'TIMED_OUT' else 'rollback'}.", back=True)
            if all(hook.answer for hook in mine):
                return
            yield

    def wait(self, seconds: float) -> Process:
        until = self._world.now + seconds
        while self._world.now < until:
            yield

    def succeed(self) -> None:
        world, service = self._world, self.service
        self.target.change("COMPLETED", f"ECS deployment {self.target.id} completed.", world.now)
        service.complete(self.target)
        service.grow, service.keep = self.target, ()
        world.event(service, f"(service {service.name}) (deployment {self.target.id}) deployment completed.")
        self.end("SUCCESSFUL", "")
