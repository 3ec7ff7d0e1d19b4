"""Starts tasks: the image that the digest names, pulled from the registry, with the task definition's command and environment."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path
from typing import Any

from tests.cloud.registry.client import Client, RegistryError
from tests.cloud.tasks.process import TaskProcess, free_port
from tests.cloud.tasks.unpacking import configuration, environment, in_place, unpack
from tests.simulator.world.process import CannotStart
from tests.simulator.world.task import Task
from tests.simulator.world.world import World

_FROM_HERE = ("PATH", "HOME", "LANG", "TMPDIR")


class Launcher:
    """Each digest is unpacked once; tasks share the folder, as they share an image. `HOST` and `PORT` say where the task has to listen."""

    def __init__(self, world: World, folder: Path, client: Client, health_path: str = "/health") -> None:
        self._world, self._folder, self._client, self._health_path = world, folder, client, health_path
        self._configurations: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        self.processes: dict[str, TaskProcess] = {}  # by task id

    def __call__(self, task: Task) -> TaskProcess:
        """The first container of the task. Raises CannotStart."""
        _, reference, digest = task.containers[0]
        assert digest is not None, "the simulator refuses an image that it cannot resolve"
        container = self._world.definitions.find(task.definition)["containerDefinitions"][0]
        config = self._config(self._world.registry.path(reference).split("@")[0].split(":")[0], digest)
        root = self._root(digest)
        words = [*(container.get("entryPoint") or config.get("Entrypoint") or []), *(container.get("command") or config.get("Cmd") or [])]
        if not words:
            raise CannotStart(f"{reference}: the image has no command")
        port = free_port()
        folder = root / (config.get("WorkingDir") or "/").lstrip("/")
        folder.mkdir(parents=True, exist_ok=True)
        made = TaskProcess(in_place(root, words), folder, self._environment(config, container, port), port, self._health_path)
        self.processes[task.id] = made
        return made

    def end(self) -> None:
        """Stops all at once, then waits for each."""
        for process in self.processes.values():
            process.stop()
        for process in self.processes.values():
            process.end()

    def _config(self, repository: str, digest: str) -> dict[str, Any]:
        with self._lock:
            if digest not in self._configurations:
                try:
                    built = self._client.pull(repository, digest)
                    unpack(built, self._root(digest))
                    self._configurations[digest] = configuration(built)
                except (RegistryError, ValueError, LookupError, OSError) as error:  # not to be had, or no image
                    shutil.rmtree(self._root(digest), ignore_errors=True)
                    raise CannotStart(f"{repository}@{digest}: {error}") from None
            return self._configurations[digest]

    def _root(self, digest: str) -> Path:
        return self._folder / digest.removeprefix("sha256:")[:16]

    def _environment(self, config: dict[str, Any], container: dict[str, Any], port: int) -> dict[str, str]:
        """What the image and the task definition say, and from this machine only where programs are found."""
        here = {name: os.environ[name] for name in _FROM_HERE if name in os.environ}
        given = {pair["name"]: pair["value"] for pair in container.get("environment", [])}
        own = {name: value for name, value in environment(config).items() if name not in _FROM_HERE}
        return {**here, **own, **given, "HOST": "127.0.0.1", "PORT": str(port), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}
