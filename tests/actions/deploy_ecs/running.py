"""Runs the action's `main` against the simulator, on the simulator's clock."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from types import ModuleType, SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

import botocore.endpoint

from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from synth.runtime.ports import Clock, Http
from tests.actions.reports import report_at
from tests.actions.rollback.running import outputs_of
from tests.simulated_clock import SimulatedClock
from tests.simulator import Image, Simulator

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "actions/deploy-ecs/deploy_ecs.py"


class Ran(NamedTuple):
    code: int
    outputs: dict[str, str]
    report: dict[str, Any]
    log: str
    summary: str

    @property
    def ended(self) -> tuple[int, str]:
        return self.code, self.outputs.get("outcome", "")

    @property
    def reason(self) -> str:
        return self.outputs.get("reason", "")


def deploy(sim: Simulator, **inputs: Any) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Exit code, outputs and report. Inputs by their names with `_` for `-`; the service is `web` unless given."""
    ran = run(sim, **inputs)
    return ran.code, ran.outputs, ran.report


def release(sim: Simulator, image: Image, verified: bool = True, service: str = "web", test: bool = False) -> dict[str, Any]:
    """The inputs that deploy an image, pushed now: by digest, and verified at the front door unless told otherwise."""
    inputs: dict[str, Any] = {"image": sim.push(image, repository=service).by_digest}
    if verified:
        inputs |= {"verify_url": f"{sim.endpoint}/app/{service}/health", "verify_version_path": "header:X-Version"}
        inputs |= {"verify_expect_version": image.version}
    if test:
        inputs |= {"verify_test_url": f"{sim.endpoint}/test/{service}/health"}
    return inputs


def run(
    sim: Simulator,
    clock: Clock | None = None,
    environment: dict[str, str] | None = None,
    http: Http | None = None,
    seed: int | None = None,
    **inputs: Any,
) -> Ran:
    lines: list[str] = []
    random = (lambda: 0.5) if seed is None else Random(seed).random
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        variables = {f"INPUT_{name.upper()}": value for name, value in {"service": "web", **inputs}.items()}
        variables |= {"GITHUB_OUTPUT": str(place / "output"), "GITHUB_STEP_SUMMARY": str(place / "summary"), "RUNNER_TEMP": folder}
        variables |= {"GITHUB_SHA": "a" * 40, "GITHUB_RUN_ID": "100", **sim.environment(), **(environment or {})}
        waits = SimpleNamespace(sleep=sim.advance)  # between boto3's own retries
        with patch.dict(os.environ, variables, clear=True), patch.object(botocore.endpoint, "time", waits):
            code = script().main(
                os.environ, lambda route: http or Network(RealClock(), route), clock or SimulatedClock(sim), Log(lines.append), random
            )
        outputs = outputs_of(place / "output")
        report = report_at(outputs["report"]) if outputs else {}
        summary = (place / "summary").read_text() if (place / "summary").exists() else ""
    return Ran(code, outputs, report, "\n".join(lines), summary)


class Interrupted:
    """A clock on which the job is cancelled at the first sleep for which `when` holds."""

    def __init__(self, sim: Simulator, when: Callable[[], bool]) -> None:
        self._clock, self._when = SimulatedClock(sim), when

    def now(self) -> float:
        return self._clock.now()

    def wall(self) -> float:
        return self._clock.wall()

    def sleep(self, seconds: float) -> None:
        if self._when():
            raise KeyboardInterrupt
        self._clock.sleep(seconds)


@cache
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deploy_ecs_action", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
