"""Deployments on the simulator's fixed profile, by actions/deploy-ecs and by what AWS's own action does: `python benchmarks/deployments/compare.py`.

Each figure is over seeds, which move the moments at which either looks. Seconds are the simulator's; nothing is slept.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from official import deploy as official

from tests.actions.deploy_ecs import running
from tests.actions.rollback.releases import mark, paused_at
from tests.simulated_clock import SimulatedClock
from tests.simulator import Image, Simulator
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import crashing, failing, good

LOAD = 4  # requests per second
BREAKER: dict[str, Any] = {"deploymentCircuitBreaker": {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 3}}}
BAKE: dict[str, Any] = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5}
PAUSE: dict[str, Any] = {**BAKE, **paused_at("POST_TEST_TRAFFIC_SHIFT")}


class Seen(NamedTuple):
    """One deployment. Times are the simulator's seconds: when the action began and ended, and when ECS was through with the deployment."""

    code: int
    began: float
    ended: float
    over: float | None
    bad: int
    bad_seconds: float
    first_failure: float | None
    restored: float | None
    calls: int


Act = Callable[[Simulator, Image, Random, bool], int]


def ours(sim: Simulator, image: Image, random: Random, test: bool) -> int:
    inputs: dict[str, Any] = running.release(sim, image, test=test)
    return running.run(sim, seed=random.randrange(1 << 30), **inputs).code


def theirs(sim: Simulator, image: Image, random: Random, test: bool) -> int:
    clock = SimulatedClock(sim)
    definition = sim.define("web", sim.push(image, repository="web").by_digest)
    return official(sim.client("ecs"), "web", definition, clock.now, clock.sleep, random).code


def seen(act: Act, image: Image, seed: int, test: bool = False, faults: bool = False, **configuration: Any) -> Seen:
    with Simulator(seed=seed) as sim:
        sim.service("web", **configuration)
        mark(sim, sim.find("web").deployments[0], "v1")
        sim.advance(60)
        sim.load("web", LOAD)
        watch = _Watch(sim)
        random = Random(seed)
        if faults:
            _trouble(sim, random)
        began, calls = sim.now, len(sim.calls())
        code = act(sim, image, random, test)
        made = sim.find("web").deployments
        first = made[1] if len(made) > 1 else None
        return Seen(
            code, began, sim.now, _over(first), sim.bad("web"), watch.bad_seconds, watch.first_failure, watch.restored, len(sim.calls()) - calls
        )


class _Watch:
    """Looks at the world in each second."""

    def __init__(self, sim: Simulator) -> None:
        self._sim, self.bad_seconds = sim, 0
        self.first_failure: float | None = None
        self.restored: float | None = None
        self._bad = 0
        self._look()

    def _look(self) -> None:
        sim = self._sim
        service = sim.find("web")
        bad = sim.bad("web")
        self.bad_seconds += bad > self._bad
        self._bad = bad
        if self.first_failure is None and any(one.failed_tasks for one in service.rollouts):
            self.first_failure = sim.now
        if self.first_failure is not None and self.restored is None and service.primary.revision.image.version == "v1":
            self.restored = sim.now
        now = sim.now
        sim.when(lambda: sim.now > now, self._look)


def _over(deployment: Deployment | None) -> float | None:
    return None if deployment is None else deployment.finished


def _trouble(sim: Simulator, random: Random) -> None:
    """One call in a hundred is throttled or fails, one look in a hundred is stale."""
    for number in range(400):
        if random.random() < 0.01:
            sim.fault(random.choice(["throttle", "error-500"]), "*", times=1, skip=number)
        if random.random() < 0.01:
            sim.fault("stale", "Describe*", times=1, skip=number, seconds=5)


def main() -> None:
    asked = _arguments()
    seeds = range(1, asked.seeds + 1)
    print(f"{asked.seeds} seeds, {asked.good} good deployments with faults; wanted is the goal\n")
    print(f"{'what':62} {'ours':>22} {'the official action':>22} {'wanted':>10}")
    for what, wanted, measure in ROWS:
        both = [measure(act, seeds) for act in (ours, theirs)]
        print(f"{what:62} {both[0]:>22} {both[1]:>22} {wanted:>10}", flush=True)
    bad = 0
    most = 0
    for seed in range(1, asked.good + 1):
        done = seen(ours, good("v2"), seed, faults=True)
        bad += done.code != 0
        most = max(most, done.calls)
    print(f"{f'good deployments of {asked.good} that did not end well':62} {bad:>22} {'':>22} {'0':>10}")


def _spread(values: Iterable[float | None]) -> str:
    """Median and 95th percentile."""
    found = sorted(one for one in values if one is not None)
    if not found:
        return "never"
    return f"{statistics.median(found):.0f} s, p95 {found[max(0, -(-len(found) * 95 // 100) - 1)]:.0f} s"


def _overshoot(act: Act, seeds: Iterable[int]) -> str:
    return _spread(one.ended - one.over for seed in seeds if (one := seen(act, good("v2"), seed)).over is not None)


def _told(act: Act, seeds: Iterable[int]) -> str:
    return _spread(one.ended - one.over for seed in seeds if (one := seen(act, crashing("v2"), seed, **BREAKER)).over is not None)


def _restored(act: Act, seeds: Iterable[int]) -> str:
    found = [seen(act, crashing("v2"), seed) for seed in seeds]
    return _spread(one.restored - one.first_failure if one.restored and one.first_failure else None for one in found)


def _bad_seconds(act: Act, seeds: Iterable[int]) -> str:
    found = [seen(act, failing("v2"), seed) for seed in seeds]
    return f"{_spread(float(one.bad_seconds) for one in found)}{_greens(found)}"


def _bad_paused(act: Act, seeds: Iterable[int]) -> str:
    found = [seen(act, failing("v2"), seed, test=True, **PAUSE) for seed in seeds]
    return f"{max(one.bad for one in found)} requests{_greens(found)}"


def _bad_baking(act: Act, seeds: Iterable[int]) -> str:
    found = [seen(act, failing("v2"), seed, **BAKE) for seed in seeds]
    return f"{_spread(float(one.bad_seconds) for one in found)}{_greens(found)}"


def _calls(act: Act, seeds: Iterable[int]) -> str:
    found = [seen(act, good("v2"), seed, **{**BAKE, "bakeTimeInMinutes": 8}) for seed in list(seeds)[:3]]
    return f"{max(600 * one.calls / (one.ended - one.began) for one in found):.0f}"


def _greens(found: list[Seen]) -> str:
    green = sum(one.code == 0 for one in found)
    return f", {green} green" if green else ""


ROWS: tuple[tuple[str, str, Callable[[Act, Iterable[int]], str]], ...] = (
    ("good, rolling: end of the deployment to end of the action", "p95 <= 6 s", _overshoot),
    ("crash, breaker on: rolled back by ECS to red", "<= 6 s", _told),
    ("crash, breaker off: first failure to v1 is PRIMARY again", "<= 15 s", _restored),
    ("healthy but 500, rolling: seconds with bad answers", "", _bad_seconds),
    ("healthy but 500, blue/green with PAUSE: bad answers", "0", _bad_paused),
    ("healthy but 500, blue/green with bake: seconds with bad answers", "<= 5 s", _bad_baking),
    ("calls to AWS in ten minutes", "<= 150", _calls),
)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--good", type=int, default=1000, help="good deployments with faults (default: %(default)s)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
