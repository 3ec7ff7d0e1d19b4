"""A service in the simulator, and everything that looks at it: the real adapters, the real HTTP, the simulator's clock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest

from synth.adapters.aws.client import Clients
from synth.adapters.aws.ecs import EcsAdapter
from synth.adapters.aws.targets import TargetsAdapter
from synth.runtime.address import address
from synth.runtime.commands import Log
from synth.runtime.layers.ports import AlarmState, LogLine, Ports
from synth.runtime.layers.verification import Judged, Verification
from synth.runtime.layers.verifying import verify
from synth.runtime.network import Network
from synth.runtime.probe import Target
from synth.runtime.screen import Screen
from synth.runtime.version import version_path
from synth.runtime.watch import Plan
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator
from tests.simulator.clock import START


class SimulatedAlarms:
    def __init__(self, clients: Clients) -> None:
        self.clients = clients

    def states(self, names: Sequence[str]) -> list[AlarmState]:
        found = self.clients("cloudwatch")("DescribeAlarms", AlarmNames=list(names))["MetricAlarms"]
        return [AlarmState(one["AlarmName"], one["StateValue"], one["StateReason"]) for one in found]


class SimulatedLogs:
    def __init__(self, clients: Clients) -> None:
        self.clients = clients

    def lines(self, group: str, streams: Sequence[str], since: float) -> list[LogLine]:
        pages = self.clients("logs").pages("FilterLogEvents", logGroupName=group, logStreamNames=list(streams), startTime=int(since * 1000))
        return [LogLine(one["eventId"], one["logStreamName"], one["timestamp"] / 1000, one["message"]) for page in pages for one in page["events"]]


class Stage(NamedTuple):
    """`said` is the log, line by line, annotations included."""

    sim: Simulator
    clock: SimulatedClock
    ports: Ports
    said: list[str]

    def target(self, version: str | None = None, listener: str = "app") -> Target:
        told = (version_path("header:X-Version"), version) if version else None
        return Target(address(f"{self.sim.endpoint}/{listener}/web/health"), version=told)

    def verify(self, *targets: Target, plan: dict[str, Any] | None = None, random: float = 0.5, **fields: Any) -> Judged:
        """A verification of the service web with a fixed back-off. `baseline` and `otherwise` are passed on."""
        others = {name: fields.pop(name) for name in ("baseline", "otherwise") if name in fields}
        settings = {"deadline": 300.0, **(plan or {})}
        wanted = Verification(Plan(targets, **settings), **{"cluster": "default", "service": "web", **fields})
        return verify(wanted, self.ports, self.clock, Screen(), Log(self.said.append), random=lambda: random, **others)

    @property
    def warnings(self) -> list[str]:
        return [line.partition("title=health::")[2] for line in self.said if line.startswith("::")]


@contextmanager
def staged(monkeypatch: pytest.MonkeyPatch, attempts: int = 1) -> Iterator[Stage]:
    """Each AWS call is tried once unless told otherwise: botocore's own retries sleep in real time."""
    with Simulator() as sim:
        for name, value in sim.environment().items():
            monkeypatch.setenv(name, value)
        clock, clients = SimulatedClock(sim), Clients(attempts=attempts)
        ports = Ports(Network(clock), EcsAdapter(clients), TargetsAdapter(clients), SimulatedAlarms(clients), SimulatedLogs(clients))
        yield Stage(sim, clock, ports, [])
        clients.close()
        assert [] == sim.violations


def wall(seconds: float) -> float:
    """Virtual seconds since 1970."""
    return START + seconds
