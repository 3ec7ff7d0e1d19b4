"""One task: PENDING, RUNNING, healthy or not, DEACTIVATING while it drains, STOPPED with a reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.simulator.profile import Profile
from tests.simulator.world.image import Fate, Image
from tests.simulator.world.process import CannotStart, Launcher, Process

Happened = Literal["running", "healthy", "failed"]


@dataclass(eq=False, slots=True)
class Task:
    """Times are seconds since the start of the simulation. `cannot_pull` is the reason where the image is not to be had."""

    id: str
    arn: str
    started_by: str
    service: str
    cluster: str
    definition: str
    containers: list[tuple[str, str, str | None]]  # name, image as written, digest
    image: Image
    fate: Fate
    created: int
    address: str
    target_group: str | None
    profile: Profile
    cannot_pull: str | None = None
    status: Literal["PENDING", "RUNNING", "DEACTIVATING", "STOPPED"] = "PENDING"
    health: Literal["UNKNOWN", "HEALTHY", "UNHEALTHY"] = "UNKNOWN"
    started: int | None = None
    stopping: int | None = None
    stopped: int | None = None
    stop_code: str | None = None
    reason: str | None = None
    exit_code: int | None = None
    container_reason: str | None = None
    tags: dict[str, str] = field(default_factory=dict)
    launcher: Launcher | None = None  # with one, what the task does is what its process does
    process: Process | None = None
    bad_since: int | None = None

    @property
    def alive(self) -> bool:
        """Counts for the scheduler: not stopped and not on its way there."""
        return self.stopping is None and self.stopped is None

    @property
    def serves(self) -> bool:
        return self.alive and self.status == "RUNNING" and self.health == "HEALTHY"

    def step(self, now: int) -> Happened | None:
        """What happened to it in this second."""
        if self.stopped is not None:
            return None
        if self.stopping is not None:
            if now >= self.stopping + self.profile.drain:
                self._stop(now)
            return None
        return self._start(now) if self.started is None else self._run(now, now - self.started)

    def drain(self, now: int, reason: str) -> None:
        """The scheduler no longer wants it. One that serves is deregistered first; another stops at once."""
        if not self.alive:
            return
        self.stop_code, self.reason = "ServiceSchedulerInitiated", reason
        if self.serves:
            self.status, self.stopping = "DEACTIVATING", now
        else:
            self._stop(now)

    def _start(self, now: int) -> Happened | None:
        if self.fate == "pull-fail" or self.cannot_pull:
            if now < self.created + self.profile.pull_failure:
                return None
            why = self.cannot_pull or f"pull image manifest has been retried 1 time(s): failed to resolve ref {self.containers[0][1]}"
            self.stop_code, self.reason = "TaskFailedToStart", f"CannotPullContainerError: {why}"
            self.container_reason = self.reason
            self._stop(now)
            return "failed"
        if now < self.created + (self.profile.start if self.image.start is None else self.image.start):
            return None
        if self.launcher is not None:
            try:
                self.process = self.launcher(self)
            except CannotStart as cannot:
                self.cannot_pull = str(cannot)
                return None
        self.status, self.started = "RUNNING", now
        return "running"

    def _run(self, now: int, since: int) -> Happened | None:
        if self.process is not None:
            return self._watch(self.process, now)
        if self.fate == "crash" and since >= self.image.crash_after:
            self.stop_code, self.reason, self.exit_code = "EssentialContainerExited", "Essential container in task exited", self.image.exit_code
            self._stop(now)
            return "failed"
        due = self.profile.healthy if self.image.healthy is None else self.image.healthy
        if self.health == "UNKNOWN" and since >= due:
            self.health = "UNHEALTHY" if self.fate == "unhealthy" else "HEALTHY"
            return "healthy" if self.health == "HEALTHY" else None
        if self.health == "UNHEALTHY" and since >= due + self.profile.unhealthy:
            return self._unhealthy(now)
        return None

    def _watch(self, process: Process, now: int) -> Happened | None:
        """A process has as long to become healthy as the profile gives it, and as long to be unhealthy before it is replaced."""
        assert self.started is not None
        if (code := process.exit_code()) is not None:
            self.stop_code, self.reason, self.exit_code = "EssentialContainerExited", "Essential container in task exited", code
            self._stop(now)
            return "failed"
        if process.healthy():
            before, self.health, self.bad_since = self.health, "HEALTHY", None
            return "healthy" if before != "HEALTHY" else None
        if self.bad_since is None:
            self.bad_since = now if self.health == "HEALTHY" else self.started + self.profile.healthy
        return self._unhealthy(now) if now >= self.bad_since + self.profile.unhealthy else None

    def _unhealthy(self, now: int) -> Happened:
        where = f"ELB health checks in (target-group {self.target_group})" if self.target_group else "container health checks"
        self.health = "UNHEALTHY"
        self.stop_code, self.reason = "ServiceSchedulerInitiated", f"Task failed {where}"
        self._stop(now)
        return "failed"

    def _stop(self, now: int) -> None:
        if self.process is not None:
            self.process.stop()
        self.status, self.stopped = "STOPPED", now
        self.stopping = now if self.stopping is None else self.stopping
        if self.started is not None and self.exit_code is None:
            self.exit_code = 0 if self.health == "HEALTHY" else 137
