"""Runners that die, jobs that are cancelled, deployments that race: real processes and signals. Nothing is left half-shifted without somebody who
sees to it: a hook's timeout, the circuit breaker, the next run.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.actions.deploy_ecs.running import SCRIPT, release
from tests.actions.rollback.releases import mark, paused_at, serves
from tests.actions.rollback.running import outputs_of
from tests.simulator import Image, Simulator
from tests.simulator.world.image import crashing, failing, good

PACKAGES = str(Path(boto3.__file__).parents[1])
SCALE = 40.0  # simulated seconds in a real one
BREAKER: dict[str, Any] = {"deploymentCircuitBreaker": {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 3}}}
PAUSED: dict[str, Any] = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, **paused_at("POST_TEST_TRAFFIC_SHIFT")}
PAUSED["lifecycleHooks"][0]["timeoutConfiguration"]["timeoutInMinutes"] = 20


class Job:
    """A job of a runner: the action as a process of its own."""

    def __init__(self, folder: Path, sim: Simulator, run: int, **inputs: str) -> None:
        folder.mkdir()
        self._folder = folder
        environment = {f"INPUT_{name.upper()}": value for name, value in {"service": "web", **inputs}.items()}
        environment |= {"GITHUB_OUTPUT": str(folder / "output"), "GITHUB_STEP_SUMMARY": str(folder / "summary"), "RUNNER_TEMP": str(folder)}
        environment |= {"PATH": "/usr/bin:/bin", "GHSYNTH_RUNTIME": PACKAGES, "GITHUB_SHA": f"{run:040x}", "GITHUB_RUN_ID": str(run)}
        self._process = subprocess.Popen(
            [sys.executable, "-I", SCRIPT],
            cwd=folder,
            env={**environment, **sim.environment()},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def end(self, how: signal.Signals | None = None) -> tuple[int, dict[str, str], str]:
        """Exit code, outputs and log, once it has ended; by that signal, or by itself."""
        if how is not None:
            self._process.send_signal(how)
        log, _ = self._process.communicate(timeout=90)
        return self._process.returncode, outputs_of(self._folder / "output"), log


def until(condition: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < limit
        time.sleep(0.02)


def deploying(tmp_path: Path, sim: Simulator, image: Image, *, test: bool = False, run: int = 1, **configuration: Any) -> Job:
    """A job that deploys to a service that runs v1."""
    sim.service("web", **configuration)
    mark(sim, sim.find("web").deployments[0], "v1")
    sim.load("web", 2)
    return Job(tmp_path / str(run), sim, run, **release(sim, image, test=test))


@pytest.mark.slow
def test_row_30_a_runner_that_dies_before_the_pause_leaves_the_old_release(tmp_path: Path) -> None:
    with Simulator(scale=SCALE) as sim:
        job = deploying(tmp_path, sim, failing("v2"), test=True, **PAUSED)
        until(lambda: len(sim.find("web").deployments) > 1)
        job.end(signal.SIGKILL)
        sim.advance(3600)
        assert ({"v1": 100.0}, 0, []) == (serves(sim), sim.bad("web"), sim.violations)


@pytest.mark.slow
def test_row_30_a_runner_that_dies_is_followed_by_the_circuit_breaker(tmp_path: Path) -> None:
    with Simulator(scale=SCALE) as sim:
        job = deploying(tmp_path, sim, crashing("v2"), **BREAKER)
        until(lambda: len(sim.find("web").deployments) > 1)
        job.end(signal.SIGKILL)
        sim.advance(1200)
        assert ({"v1": 100.0}, []) == (serves(sim), sim.violations)


@pytest.mark.slow
def test_row_30_a_runner_that_dies_over_a_crash_loop_is_followed_by_the_next_run(tmp_path: Path) -> None:
    """Nothing of ECS's ends it, so the next run takes over, and does not wait for its end."""
    with Simulator(scale=SCALE) as sim:
        job = deploying(tmp_path, sim, crashing("v2"))
        until(lambda: len(sim.find("web").deployments) > 1)
        job.end(signal.SIGKILL)
        sim.advance(120)
        code, outputs, log = Job(tmp_path / "2", sim, 2, **release(sim, good("v3"))).end()
        assert (0, "passed", {"v3": 100.0}, []) == (code, outputs.get("outcome"), serves(sim), sim.violations), log


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_row_30_a_cancelled_job_says_who_sees_to_it(tmp_path: Path, how: signal.Signals) -> None:
    with Simulator(scale=SCALE) as sim:
        job = deploying(tmp_path, sim, good("v2"), test=True, **PAUSED)
        until(lambda: len(sim.find("web").deployments) > 1)
        code, outputs, log = job.end(how)
        assert (6, "inconclusive") == (code, outputs.get("outcome")), log
        assert "PAUSE hook at POST_TEST_TRAFFIC_SHIFT, which goes back by itself" in outputs["reason"]


@pytest.mark.slow
def test_row_30_a_cancelled_job_stops_a_crash_loop_that_nobody_else_would(tmp_path: Path) -> None:
    with Simulator(scale=SCALE) as sim:
        job = deploying(tmp_path, sim, crashing("v2", after=20))
        until(lambda: any(one.failed_tasks for one in sim.find("web").rollouts))
        _, outputs, log = job.end(signal.SIGTERM)
        sim.advance(600)
        assert ({"v1": 100.0}, []) == (serves(sim), sim.violations), log
        assert outputs.get("outcome") in ("inconclusive", "rolled-back"), log


@pytest.mark.slow
def test_row_30_two_jobs_that_race(tmp_path: Path) -> None:
    """One of them ends well; the other says that it was superseded, or waited. What serves is what the last deployment brought."""
    with Simulator(scale=SCALE) as sim:
        first = deploying(tmp_path, sim, good("v2"), run=1)
        second = Job(tmp_path / "2", sim, 2, **release(sim, good("v3")))
        ends = [first.end(), second.end()]
        words = sorted(str(outputs.get("outcome")) for _, outputs, _ in ends)
        assert words in (["passed", "passed"], ["passed", "superseded"]), ends
        sim.advance(600)
        last = sim.find("web").deployments[-1]
        assert ({last.target.revision.image.version: 100.0}, "SUCCESSFUL", []) == (serves(sim), last.status, sim.violations), ends
