"""Tasks that are processes: what a launcher gives decides, and not what the image is said to do. The processes here are only told to be so."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass, field

import pytest

from tests.simulator import Simulator
from tests.simulator.wire.message import Answer
from tests.simulator.world.image import good
from tests.simulator.world.process import CannotStart
from tests.simulator.world.task import Task
from tests.test_simulator.story import status, story


@dataclass(eq=False)
class Told:
    version: str
    code: int | None = None
    well: bool = True
    visits: list[str] = field(default_factory=list)
    stopped: bool = False

    def exit_code(self) -> int | None:
        return self.code

    def healthy(self) -> bool:
        return self.well

    def visit(self, path: str) -> Answer:
        self.visits.append(path)
        return Answer(200 if self.well else 500, {"X-Version": self.version}, path.encode())

    def stop(self) -> None:
        self.stopped = True


class Launched:
    """Remembers each process; those of a version in `code` have ended at once, those in `ill` are never healthy, those in `absent` cannot start."""

    def __init__(self) -> None:
        self.all: list[Told] = []
        self.code: dict[str, int] = {}
        self.ill: set[str] = set()
        self.absent: set[str] = set()

    def __call__(self, task: Task) -> Told:
        version = task.image.version
        if version in self.absent:
            raise CannotStart("no such layer")
        self.all.append(Told(version, self.code.get(version), version not in self.ill))
        return self.all[-1]

    def of(self, version: str) -> list[Told]:
        return [one for one in self.all if one.version == version]


@pytest.fixture
def launched(sim: Simulator) -> Launched:
    sim.world.launcher = made = Launched()
    sim.service("web", settled=False, deploymentCircuitBreaker={"enable": True, "rollback": True})
    sim.advance(120)
    return made


def test_a_healthy_process_takes_over_as_soon_as_it_is_healthy(sim: Simulator, launched: Launched) -> None:
    deployment = sim.deploy("web", good("v2"))
    assert [(0, "PENDING"), (1, "IN_PROGRESS"), (107, "SUCCESSFUL")] == story(sim, deployment, status)
    assert [(4, True), (4, False)] == [(len(launched.of(one)), all(each.stopped for each in launched.of(one))) for one in ("v1", "v2")]


def test_a_process_that_ends_is_a_task_that_failed(sim: Simulator, launched: Launched) -> None:
    launched.code["v2"] = 3
    deployment = sim.deploy("web", good("v2"))
    assert "ROLLBACK_SUCCESSFUL" == story(sim, deployment, status)[-1][1]
    task = next(one for one in sim.world.tasks.values() if one.image.version == "v2")
    assert ("EssentialContainerExited", "Essential container in task exited", 3) == (task.stop_code, task.reason, task.exit_code)
    assert [False] * 4 == [one.stopped for one in launched.of("v1")]


def test_a_process_that_does_not_become_healthy_is_stopped(sim: Simulator, launched: Launched) -> None:
    launched.ill.add("v2")
    deployment = sim.deploy("web", good("v2"))
    assert "ROLLBACK_SUCCESSFUL" == story(sim, deployment, status)[-1][1]
    assert {True} == {one.stopped for one in launched.of("v2")}


def test_one_that_is_ill_for_too_long_is_replaced(sim: Simulator, launched: Launched) -> None:
    first = launched.of("v1")[0]
    first.well = False
    sim.advance(20)
    first.well = True
    sim.advance(20)
    assert not first.stopped
    first.well = False
    sim.advance(31)
    assert first.stopped
    sim.advance(60)
    assert [False] * 4 == [one.stopped for one in launched.of("v1")[1:]]


def test_what_cannot_start_cannot_be_pulled(sim: Simulator, launched: Launched) -> None:
    launched.absent.add("v2")
    deployment = sim.deploy("web", good("v2"))
    assert "ROLLBACK_SUCCESSFUL" == story(sim, deployment, status)[-1][1]
    assert {"CannotPullContainerError: no such layer"} == {one.reason for one in sim.world.tasks.values() if one.image.version == "v2"}


def test_the_front_door_passes_the_path_on_and_counts(sim: Simulator, launched: Launched) -> None:
    with urllib.request.urlopen(f"{sim.endpoint}/app/default:web/orders/1?full=1", timeout=5) as answer:
        assert ("v1", b"/orders/1?full=1") == (answer.headers["X-Version"], answer.read())
    sim.load("web", 2)
    sim.advance(2)
    assert 5 == sum(len(one.visits) for one in launched.all)
    assert [5] == [count.good for count in sim.counts("web").values() if count.good > 1]
