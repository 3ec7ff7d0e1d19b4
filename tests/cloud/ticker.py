"""Moves the simulated world on while nobody asks it anything: processes live in real time. Writes down what ECS did by itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tests.cloud.journal import Journal
from tests.cloud.tasks.launcher import Launcher
from tests.simulator.dispatch import Dispatcher
from tests.simulator.world.task import Task
from tests.simulator.world.world import World

TICK_SECONDS = 0.05


class Ticker:
    """An error in a tick ends it and stays in `error`: the next wait raises it."""

    def __init__(self, dispatcher: Dispatcher, launcher: Launcher, journal: Journal) -> None:
        self._dispatcher, self._launcher, self._journal = dispatcher, launcher, journal
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._states: dict[str, str] = {}
        self._stopped: set[str] = set()
        self.error: BaseException | None = None

    def start(self) -> None:
        self._dispatcher.world.planned.append((self._note, lambda: None))  # looks after each virtual second, whoever moves the time on
        self._thread.start()

    def stop(self) -> None:
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def wait_until(self, condition: Callable[[], bool], seconds: float) -> bool:
        """Whether it came to hold in so many real seconds; it is looked at after each tick."""
        until = time.monotonic() + seconds
        while not self._over.wait(TICK_SECONDS):
            if self.error is not None:
                raise RuntimeError("the cloud stands still") from self.error
            with self._dispatcher.lock:
                if condition():
                    return True
            if time.monotonic() > until:
                return False
        return False

    def _run(self) -> None:
        try:
            while not self._over.wait(TICK_SECONDS):
                with self._dispatcher.lock:
                    world = self._dispatcher.world
                    world.settle()
                    self._take_lines(world)
        except Exception as error:
            self.error = error

    def _note(self) -> bool:
        """Each state that a deployment comes to, and each task that ended otherwise than by the scheduler. False: there is nothing to be done once."""
        world = self._dispatcher.world
        for service in world.services.values():
            for deployment in service.deployments:
                if self._states.get(deployment.arn) != deployment.status:
                    self._states[deployment.arn] = deployment.status
                    definition = deployment.target.revision.definition.rsplit("/", 1)[-1]
                    result = f"{deployment.status}: {deployment.reason}" if deployment.reason else deployment.status
                    self._journal.note("ecs", "ecs:Deployment", f"{service.cluster}/{service.name} {definition}", result)
        for task in world.tasks.values():
            if task.stopped is not None and task.id not in self._stopped:
                self._stopped.add(task.id)
                if task.stop_code != "ServiceSchedulerInitiated" or not (task.reason or "").startswith("Scaling"):
                    code = "" if task.exit_code is None else f" (exit code {task.exit_code})"
                    self._journal.note("ecs", "ecs:TaskStopped", f"{task.cluster}/{task.service}", f"{task.reason}{code}")
        return False

    def _take_lines(self, world: World) -> None:
        for name, process in self._launcher.processes.items():
            task = world.tasks.get(name)
            while process.lines:
                line = process.lines.popleft()
                if task is not None and line:  # CloudWatch takes no empty ones
                    _write(world, task, line)


def _write(world: World, task: Task, line: str) -> None:
    container = world.definitions.find(task.definition)["containerDefinitions"][0]
    options = container.get("logConfiguration", {}).get("options", {})
    if group := options.get("awslogs-group"):
        stream = f"{options.get('awslogs-stream-prefix', 'ecs')}/{container['name']}/{task.id}"
        world.logs.write(group, stream, line, int(world.wall * 1000))
