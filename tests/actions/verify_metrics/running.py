"""Runs the action's `main` against the simulator, on the simulator's clock."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch

from synth.runtime.commands import Log
from tests.actions.reports import report_at
from tests.actions.script import script
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator

GREEN, BLUE = "targetgroup/web-green/0123456789abcdef", "targetgroup/web-blue/0123456789abcdef"
ELB = "AWS/ApplicationELB"


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
    def observed(self) -> dict[str, tuple[str, str]]:
        """By name, the result of each check of the last look, and what it saw."""
        return {one["name"]: (one["result"], one["observed"]) for one in json.loads(self.outputs["rules-json"])}

    @property
    def commands(self) -> list[str]:
        return [line for line in self.log.splitlines() if line.lstrip().startswith("::") or "##[" in line]


class Clock(SimulatedClock):
    """Calls what a test planned before each sleep."""

    def __init__(self, simulator: Simulator, otherwise: Callable[[], object] | None = None) -> None:
        super().__init__(simulator)
        self._otherwise = otherwise

    def sleep(self, seconds: float) -> None:
        if self._otherwise is not None:
            self._otherwise()
        super().sleep(seconds)


def run(sim: Simulator, rules: str, otherwise: Callable[[], object] | None = None, /, **inputs: str) -> Ran:
    """Inputs by their names with `_` for `-`; ten minutes, a canary in the green target group beside the blue one, unless given."""
    lines: list[str] = []
    given = {"window": "600", "canary_dimensions": f"TargetGroup={GREEN}", "baseline_dimensions": f"TargetGroup={BLUE}", **inputs}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        variables = {f"INPUT_{name.upper()}": value for name, value in {"rules": rules, **given}.items()}
        variables |= {"GITHUB_OUTPUT": str(place / "output"), "GITHUB_STEP_SUMMARY": str(place / "summary"), "RUNNER_TEMP": folder}
        variables |= sim.environment()
        clock = Clock(sim, otherwise)
        retries = SimpleNamespace(sleep=clock.sleep)  # boto3 waits between its own tries
        with patch.dict(os.environ, variables, clear=True), patch("botocore.endpoint.time", retries):
            code = script("verify-metrics").main(os.environ, clock, Log(lines.append))
        outputs = _outputs(place / "output")
        report = report_at(outputs["report"]) if outputs else {}
        summary = (place / "summary").read_text() if (place / "summary").exists() else ""
    return Ran(code, outputs, report, "\n".join(lines), summary)


def serve(sim: Simulator, group: str, requests: int, errors: Callable[[float], int] | int = 0, seconds: float = 0.2) -> None:
    """Lets the target group's metrics say so for each minute; a load balancer has no error metric for minutes without errors."""
    dimensions = {"TargetGroup": group}
    sim.metric(ELB, "RequestCount", dimensions, [1.0] * requests)
    sim.metric(ELB, "HTTPCode_Target_5XX_Count", dimensions, lambda at: [1.0] * (errors(at) if callable(errors) else errors))
    sim.metric(ELB, "TargetResponseTime", dimensions, lambda at: [seconds * (1 + at / 60 % 7 / 50)] * 5)


def _outputs(path: Path) -> dict[str, str]:
    """What a runner reads from $GITHUB_OUTPUT."""
    found, lines = {}, path.read_text().split("\n") if path.exists() else []
    while len(lines) > 1:
        name, end = lines.pop(0).split("<<")
        at = lines.index(end)
        found[name], lines = "\n".join(lines[:at]), lines[at + 1 :]
    return found
