"""The action as a runner starts it: `python3 -I`, in the folder of the repository that is deployed, against time that runs."""

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
from tests.actions.rollback.running import outputs_of
from tests.simulator import Simulator
from tests.simulator.world.image import crashing, good

Started = Callable[..., subprocess.Popen[str]]
SCALE = 60.0
PACKAGES = str(Path(boto3.__file__).parents[1])


@pytest.fixture
def started(tmp_path: Path) -> Started:
    def start(sim: Simulator, **inputs: Any) -> subprocess.Popen[str]:
        (tmp_path / "synth").mkdir()
        (tmp_path / "synth/__init__.py").write_text("raise SystemExit('imported from the repository that is deployed')")
        environment = {f"INPUT_{name.upper()}": value for name, value in {"service": "web", **inputs}.items()}
        environment |= {"GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"), "RUNNER_TEMP": str(tmp_path)}
        environment |= {"PATH": "/usr/bin:/bin", "GHSYNTH_RUNTIME": PACKAGES, "GITHUB_SHA": "a" * 40, "GITHUB_RUN_ID": "1", **sim.environment()}
        return subprocess.Popen(
            [sys.executable, "-I", SCRIPT], cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )

    return start


@pytest.mark.slow
@pytest.mark.parametrize(("image", "code", "outcome"), [(good("v2"), 0, "passed"), (crashing("v2"), 3, "rolled-back")], ids=["good", "crashing"])
def test_a_whole_run(started: Started, tmp_path: Path, image: Any, code: int, outcome: str) -> None:
    with Simulator(scale=SCALE) as sim:
        sim.service("web")
        process = started(sim, **release(sim, image))
        log, _ = process.communicate(timeout=60)
        assert (code, outcome) == (process.returncode, outputs_of(tmp_path / "output").get("outcome")), log
        assert [] == sim.violations


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_job_that_is_cancelled_leaves_its_outputs(started: Started, tmp_path: Path, how: signal.Signals) -> None:
    with Simulator() as sim:
        service = sim.service("web")
        process = started(sim, **release(sim, good("v2")))
        until = time.monotonic() + 30
        while len(service.deployments) < 2 and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(how)
        log, _ = process.communicate(timeout=30)
        found = outputs_of(tmp_path / "output")
        assert (6, "inconclusive") == (process.returncode, found.get("outcome")), log
        assert found["reason"].startswith("cancelled")
        assert [] == sim.violations


def test_boto3_is_imported_only_once_the_inputs_are_good(started: Started) -> None:
    with Simulator() as sim:
        process = started(sim, service="", PYTHONVERBOSE="")
        log, _ = process.communicate(timeout=30)
        assert (2, ["::error title=deploy-ecs%3A bad input::service: is empty; give the service's name"], []) == (
            process.returncode,
            log.splitlines(),
            sim.calls(),
        )
