"""Runs the shipped actions of a generated job, with the job's own inputs and conditions, against the ECS simulator and unmodified boto3."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple
from unittest.mock import patch
from urllib.request import urlopen

from synth import model
from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from tests.actions.rollback.running import outputs_of
from tests.actions.script import script
from tests.simulated_clock import SimulatedClock
from tests.simulator import Image, Simulator
from tests.stages.conftest import inputs_of

SHIPPED = re.compile(r"[$./]*\.github/actions/(?P<name>deploy-ecs|verify-health|verify-metrics|rollback)")
OUTPUT = re.compile(r"\$\{\{ (?:steps\.(?P<step>[\w-]+)\.outputs\.|needs\.[\w-]+\.outputs\.(?P<given>deploy)-)(?P<output>[\w-]+) \}\}")
FAILED = re.compile(r"failure\(\) && steps\.(?P<step>[\w-]+)\.outcome == 'failure'")


class Ran(NamedTuple):
    """How each step that ran ended, by its name, and what the steps with an id put out."""

    ended: dict[str, tuple[int, str]]
    outputs: dict[str, dict[str, str]]

    @property
    def passed(self) -> bool:
        return all(code == 0 for code, _ in self.ended.values())


def perform(sim: Simulator, job: model.Job | model.CallJob, release: Image, before: dict[str, dict[str, str]] | None = None) -> Ran:
    """The job with this release as its image. `before` are outputs of an earlier job's steps, by their ids."""
    assert isinstance(job, model.Job)
    ended: dict[str, tuple[int, str]] = {}
    outputs: dict[str, dict[str, str]] = dict(before or {})
    codes: dict[str, int] = {}
    image = None
    for step in job.steps:
        found = SHIPPED.fullmatch(step.uses.reference) if step.uses else None
        if found is None or not _due(step, codes):
            continue
        inputs = {name: _value(value, outputs, release.version) for name, value in inputs_of(step).items()}
        if "image" in inputs:
            image = image or sim.push(release).by_digest
            inputs["image"] = image
        code, given = _run(sim, found["name"], inputs)
        key = step.id or step.name or ""
        ended[step.name or ""], outputs[key], codes[key] = (code, given.get("outcome", "")), given, code
    return Ran(ended, outputs)


def serving(sim: Simulator, service: str) -> str:
    """The version that answers."""
    with urlopen(f"{sim.endpoint}/app/{service}/health", timeout=5) as answer:
        return str(answer.headers["X-Version"])


def _due(step: model.Step, codes: dict[str, int]) -> bool:
    """As GitHub decides for the conditions that the stages write."""
    if step.if_ is None:
        return not any(codes.values())
    asked = FAILED.fullmatch(str(step.if_))
    assert asked is not None, f"an unknown condition: {step.if_}"
    return bool(codes.get(asked["step"]))


def _value(value: Any, outputs: dict[str, dict[str, str]], version: str) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value).replace("${{ github.sha }}", version)
    return OUTPUT.sub(lambda found: outputs[found["step"] or found["given"]][found["output"]], text)


def _run(sim: Simulator, action: str, inputs: dict[str, str]) -> tuple[int, dict[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        place, clock, main = Path(folder), SimulatedClock(sim), script(action).main
        variables = {f"INPUT_{name.upper().replace('-', '_')}": value for name, value in inputs.items()}
        variables |= {"GITHUB_OUTPUT": str(place / "output"), "GITHUB_STEP_SUMMARY": str(place / "summary"), "RUNNER_TEMP": folder}
        variables |= {"GITHUB_SHA": "a" * 40, "GITHUB_RUN_ID": "100", **sim.environment()}
        log = Log(lambda line: None)
        with patch.dict(os.environ, variables, clear=True), patch("botocore.endpoint.time", SimpleNamespace(sleep=clock.sleep)):
            if action == "verify-metrics":
                code = main(os.environ, clock, log)
            elif action == "rollback":
                code = main(os.environ, Network(RealClock()), clock, log, lambda: 0.5)
            else:
                code = main(os.environ, lambda route: Network(RealClock(), route), clock, log, lambda: 0.5)
        return code, outputs_of(place / "output")
