"""What the cloud is made of, put together, started and stopped in the right order."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Self

from tests.actions.notify.conftest import Services
from tests.cloud import sinks
from tests.cloud.ecr import Ecr
from tests.cloud.gate import Authorise, Gate, anything
from tests.cloud.images import Built
from tests.cloud.issuer import Issuer
from tests.cloud.journal import Journal
from tests.cloud.registry.client import Client
from tests.cloud.registry.distribution import Distribution
from tests.cloud.registry.shelf import Manifest, Shelf
from tests.cloud.roles import Role, Vault
from tests.cloud.sts import Sts, fetched
from tests.cloud.tasks.launcher import Launcher
from tests.cloud.tasks.unpacking import configuration, environment
from tests.cloud.ticker import Ticker
from tests.github.server import GitHub
from tests.github.specification import FILE
from tests.simulator.api.operations import OPERATIONS
from tests.simulator.profile import Profile
from tests.simulator.simulator import Simulator
from tests.simulator.world.image import Image

PROFILE = Profile(desired=2, start=1, healthy=20, drain=2, pull_failure=1, unhealthy=10, shift=1, alarm_bake=10)
SCALE = 5.0  # virtual seconds in a real one
OPERATOR = Role("operator", master=True)  # who sets the scene; jobs never are
_YEAR = 365 * 24 * 3600


class Parts:
    """Made, it has its ports and addresses; entered, it answers; left, all of it ends, in the opposite order."""

    def __init__(
        self,
        authorise: Authorise = anything,
        *,
        profile: Profile = PROFILE,
        scale: float = SCALE,
        health_path: str = "/health",
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.stack = ExitStack()
        self._folder = Path(self.stack.enter_context(tempfile.TemporaryDirectory(prefix="cloud-", ignore_cleanup_errors=True)))
        for name in ("blobs", "images"):
            (self._folder / name).mkdir()
        self.journal, self.vault = Journal(), Vault(clock)
        self.gate = Gate(self.vault, self.journal, authorise)
        self.shelf = Shelf(self._folder / "blobs", self._came)
        self.registry = Distribution(self.shelf, self.gate)
        self.issuer = Issuer(self.journal, clock)
        self.sts = Sts(self.vault, self.journal, self.gate, fetched(f"{self.issuer.server.url}/.well-known/openid-configuration"))
        ecr = Ecr(self.shelf, self.gate, lambda: self.registry.server.host)
        handlers = {
            **OPERATIONS,
            "ecr:BatchGetImage": ecr.batch_get_image,
            "ecr:DescribeRepositories": ecr.describe_repositories,
            "ecr:GetAuthorizationToken": ecr.authorization_token,
            "ecr:PutImage": ecr.put_image,
            "sts:AssumeRoleWithWebIdentity": self.sts.assume,
            "sts:GetCallerIdentity": self.sts.identity,
        }
        self.simulator = Simulator(scale=scale, profile=profile, handlers=handlers)
        self.simulator.dispatcher.gate = self.gate
        self.world, self.lock = self.simulator.world, self.simulator.dispatcher.lock
        self.world.registry.hosts.append(self.registry.server.host)
        self.operator = self.vault.issue(OPERATOR, "person", _YEAR)
        self._pulling = self.vault.issue(Role("ecs-execution", master=True), "tasks", _YEAR)
        client = Client(self.registry.server.url, self.vault.password(self._pulling))
        self.launcher = Launcher(self.world, self._folder / "images", client, health_path)
        self.world.launcher = self.launcher
        self.ticker = Ticker(self.simulator.dispatcher, self.launcher, self.journal)
        self._github: GitHub | None = None
        self._services: Services | None = None

    def __enter__(self) -> Self:
        try:
            for server in (self.registry.server, self.issuer.server):
                self.stack.callback(server.stop)
                server.start()
            self.stack.enter_context(self.simulator)
            self.stack.callback(self.launcher.end)
            self.stack.callback(self.ticker.stop)
            self.ticker.start()
            if FILE.is_file():
                self._github = self.stack.enter_context(sinks.github(self.journal))
            self._services = sinks.services(self.journal)
            self.stack.callback(self._services.stop)
        except BaseException:
            self.stack.close()
            raise
        return self

    def __exit__(self, *error: Any) -> None:
        self.stack.__exit__(*error)

    def _came(self, made: Manifest, tag: str | None, size: int) -> None:
        """A pushed image is one that ECS knows. Its version is what its own label or environment says."""
        read = made.read()
        version, blob = "", self.shelf.blob(made.repository, read["config"]["digest"]) if "config" in read else None
        if blob:
            config = configuration(Built(made.content, {read["config"]["digest"]: blob}))
            version = (config.get("Labels") or {}).get("org.opencontainers.image.version") or environment(config).get("APP_VERSION", "")
        with self.lock:
            stored = self.world.registry.store(made.repository, made.digest, tag, Image(version or tag or "", lines=()), self.world.now)
            stored.size, stored.media_type = size, made.media_type
