"""Runs the action's `main` against the simulator, on the simulator's clock."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from synth.runtime.ports import Clock
from tests.actions.reports import report_at
from tests.actions.script import ACTIONS, script
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator

SCRIPT = ACTIONS / "rollback/rollback.py"


class Ran(NamedTuple):
    code: int
    outputs: dict[str, str]
    report: dict[str, Any]
    log: str
    summary: str

    @property
    def ended(self) -> tuple[int, str]:
        return self.code, self.outputs.get("outcome", "")


def rollback(sim: Simulator, **inputs: str) -> tuple[int, dict[str, str], dict[str, Any]]:
    """Exit code, outputs and report. Inputs by their names with `_` for `-`; the service is `web` unless given."""
    ran = run(sim, **inputs)
    return ran.code, ran.outputs, ran.report


def run(sim: Simulator, clock: Clock | None = None, /, **inputs: str) -> Ran:
    lines: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        variables = {f"INPUT_{name.upper()}": value for name, value in {"service": "web", **inputs}.items()}
        variables |= {"GITHUB_OUTPUT": str(place / "output"), "GITHUB_STEP_SUMMARY": str(place / "summary"), "RUNNER_TEMP": folder}
        variables |= sim.environment()
        moving = clock or SimulatedClock(sim)
        retries = SimpleNamespace(sleep=moving.sleep)  # boto3 waits between its own tries
        with patch.dict(os.environ, variables, clear=True), patch("botocore.endpoint.time", retries):
            code = script("rollback").main(os.environ, Network(RealClock()), moving, Log(lines.append), lambda: 0.5)
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


def outputs_of(path: Path) -> dict[str, str]:
    """What a runner reads from $GITHUB_OUTPUT."""
    found, lines = {}, path.read_text().split("\n") if path.exists() else []
    while len(lines) > 1:
        name, end = lines.pop(0).split("<<")
        at = lines.index(end)
        found[name], lines = "\n".join(lines[:at]), lines[at + 1 :]
    return found
