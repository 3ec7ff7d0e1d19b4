"""The simulator as a test uses it: a scenario, a clock to move, an endpoint, and plain boto3 clients for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Self

import boto3
from botocore.config import Config

from tests.simulator.api.operations import OPERATIONS, Handler
from tests.simulator.clock import VirtualClock
from tests.simulator.dispatch import Dispatcher
from tests.simulator.journal import Call
from tests.simulator.names import REGION
from tests.simulator.profile import P, Profile
from tests.simulator.scenario import Scenario
from tests.simulator.server import Server
from tests.simulator.world.world import World

CREDENTIALS = {"AWS_ACCESS_KEY_ID": "AKIASIMULATOR", "AWS_SECRET_ACCESS_KEY": "not-a-secret", "AWS_SESSION_TOKEN": "not-a-token"}


class Simulator(Scenario):
    """A context manager. Time stands still but for `advance`, unless `scale` makes it run; nothing here sleeps."""

    def __init__(
        self, *, scale: float = 0.0, seed: int = 1, profile: Profile = P, port: int = 0, handlers: Mapping[str, Handler] = OPERATIONS
    ) -> None:
        self.clock = VirtualClock(scale)
        world = World(self.clock, profile, seed)
        super().__init__(world, Dispatcher(world, handlers))
        self._server = Server(self, self.dispatcher, self.clock, port)
        self._clients: list[Any] = []

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients:
            client.close()
        self._server.stop()

    def wait(self) -> None:
        """Until the process is interrupted."""
        self._server.closing.wait()

    @property
    def endpoint(self) -> str:
        return self._server.endpoint

    @property
    def now(self) -> int:
        """Virtual seconds since the start."""
        return self.world.now

    @property
    def wall(self) -> float:
        """The same since 1970, as answers give it."""
        return self.world.wall

    def advance(self, seconds: float) -> None:
        with self.dispatcher.lock:
            self.clock.advance(seconds)
            self.world.settle()

    def run_until(self, condition: Callable[[], bool], at_most: int = 3600) -> int:
        """Advances second by second until the condition holds; the virtual time at which it did. Raises TimeoutError."""
        for _ in range(at_most):
            if condition():
                return self.now
            self.advance(1)
        raise TimeoutError(f"after {at_most} virtual seconds the condition does not hold")

    def environment(self) -> dict[str, str]:
        """What to set for an unmodified SDK or the AWS CLI."""
        return {"AWS_ENDPOINT_URL": self.endpoint, "AWS_REGION": REGION, "AWS_DEFAULT_REGION": REGION, **CREDENTIALS}

    def client(self, service: str, **config: Any) -> Any:
        """Plain boto3, one try for each call unless `config` (botocore's Config) says otherwise. Closed with the simulator."""
        settings = {"retries": {"total_max_attempts": 1}, "connect_timeout": 3, "read_timeout": 10, "proxies": {}, **config}
        client = _session().client(service, endpoint_url=self.endpoint, config=Config(**settings))
        self._clients.append(client)
        return client

    def calls(self, *operations: str) -> list[Call]:
        return self.dispatcher.journal.of(*operations)

    @property
    def violations(self) -> list[str]:
        """What did not have the shape of botocore's models. A test ends by finding this empty."""
        return self.dispatcher.violations


@cache
def _session() -> Any:
    """One for all: it keeps the parsed models."""
    key, secret, token = CREDENTIALS.values()
    return boto3.Session(aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token, region_name=REGION)
