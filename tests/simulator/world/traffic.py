"""Requests to a service: which task answers, with what, and how many answers were bad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from tests.simulator.world.rollout import Rollout
from tests.simulator.world.service import Service
from tests.simulator.world.task import Task

if TYPE_CHECKING:
    from tests.simulator.world.world import World

NOBODY = ""  # counts answers that no task gave


class Reply(NamedTuple):
    """`version` and `task` are empty where no task could answer: 503, as a load balancer does."""

    status: int
    version: str
    task: str
    milliseconds: float


@dataclass(slots=True)
class Count:
    good: int = 0
    bad: int = 0


class Picked(NamedTuple):
    """Who gets a request: `task` is None where nobody serves. `turn` counts those of the rollout."""

    rollout: Rollout | None
    task: Task | None
    turn: int


class Traffic:
    """Weighted round robin without chance: after any number of requests, each rollout is within one of its share."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._credit: dict[tuple[str, bool, str], float] = {}
        self._turns: dict[str, int] = {}
        self._due: dict[str, float] = {}
        self.counts: dict[tuple[str, bool], dict[str, Count]] = {}  # (service, test listener?) -> by revision ARN
        self.loads: dict[str, float] = {}

    def pick(self, service: Service, test: bool = False) -> Picked:
        rollout = self._choose(service, test)
        tasks = rollout.serving if rollout else []
        if rollout is None or not tasks:
            return Picked(rollout, None, 0)
        turn = self._turns[rollout.id] = self._turns.get(rollout.id, -1) + 1
        return Picked(rollout, tasks[turn % len(tasks)], turn)

    def serve(self, service: Service, test: bool = False) -> Reply:
        picked = self.pick(service, test)
        rollout, task, turn = picked
        if rollout is None or task is None:
            reply = Reply(503, "", "", 1.0)
        elif task.process is not None:
            status = task.process.visit("/").status
            reply = Reply(status, rollout.revision.image.version, task.id, 1.0)
        else:
            image = rollout.revision.image
            milliseconds = round(image.latency_ms * (8 + turn * 7 % 5) / 10, 3)  # from 80 to 120 per cent of it
            reply = Reply(image.status(turn, self._world.now), image.says or image.version, task.id, milliseconds)
        self.count(service, test, picked, reply.status, reply.milliseconds)
        return reply

    def count(self, service: Service, test: bool, picked: Picked, status: int, milliseconds: float) -> None:
        if picked.task and picked.task.target_group:
            self._world.metrics.saw(picked.task.target_group.split(":", 5)[5], self._world.wall, status, milliseconds)
        answered = picked.rollout.revision.arn if picked.rollout and picked.task else NOBODY
        count = self.counts.setdefault((service.arn, test), {}).setdefault(answered, Count())
        if status < 500:
            count.good += 1
        else:
            count.bad += 1

    def tick(self) -> None:
        """Sends each service its load of this second."""
        for arn, per_second in self.loads.items():
            self._due[arn] = self._due.get(arn, 0.0) + per_second
            while self._due[arn] >= 1:
                self._due[arn] -= 1
                self.serve(self._world.services[arn])

    def _choose(self, service: Service, test: bool) -> Rollout | None:
        shares = {one: share for one, share in service.shares(test).items() if share > 0}
        total = sum(shares.values())
        credits = {one: self._credit.get((service.arn, test, one.id), 0.0) + share / total for one, share in shares.items()}
        if not credits:
            return None
        chosen = max(credits, key=lambda one: credits[one])
        credits[chosen] -= 1
        for one, credit in credits.items():
            self._credit[service.arn, test, one.id] = credit
        return chosen
