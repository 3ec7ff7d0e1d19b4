"""The action against the simulator and the fake GitHub at once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from tests.actions.reports import report_at
from tests.actions.rollback.running import outputs_of
from tests.actions.script import script
from tests.github import GitHub
from tests.github.specification import ABSENT, FILE
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator

NAME = "octo-org/shop"


class Ran(NamedTuple):
    code: int
    outputs: dict[str, str]
    report: dict[str, Any]
    log: str
    summary: str

    @property
    def ended(self) -> tuple[int, str, str]:
        """Exit code, outcome, and where it is recorded."""
        return self.code, self.outputs.get("outcome", ""), self.outputs.get("recorded", "")


class Bench:
    """A service `web` in the simulator, a repository with one commit, and the action."""

    def __init__(self, sim: Simulator, github: GitHub, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.sim, self.github, self._folder, self._patch = sim, github, folder, patch
        self.repository = github.repository(NAME)
        self.sha = self.repository.commit({"app": "1"})
        self.token = github.token(permissions={"deployments": "write"})
        self.service = sim.service("web")

    def run(self, **inputs: str) -> Ran:
        """Inputs by their names with `_` for `-`; an empty one is left out."""
        for name in ("output", "summary"):
            (self._folder / name).unlink(missing_ok=True)
        given = {"environment": "staging", "service": "web", "token": self.token, "sha": self.sha, "run_id": "100", **inputs}
        variables = {f"INPUT_{name.upper()}": value for name, value in given.items()}
        variables |= {"GITHUB_OUTPUT": str(self._folder / "output"), "GITHUB_STEP_SUMMARY": str(self._folder / "summary")}
        variables |= {"RUNNER_TEMP": str(self._folder), "GITHUB_REPOSITORY": NAME, "GITHUB_API_URL": self.github.url}
        variables |= {"GITHUB_SERVER_URL": "https://github.com", **self.sim.environment()}
        for name in list(os.environ):
            self._patch.delenv(name)
        for name, value in variables.items():
            self._patch.setenv(name, value)
        lines: list[str] = []
        code = script("record-deployment").main(os.environ, Network(RealClock()), SimulatedClock(self.sim), Log(lines.append), lambda: 0.0)
        outputs = outputs_of(self._folder / "output")
        report = report_at(outputs["report"]) if outputs else {}
        summary = self._folder / "summary"
        return Ran(code, outputs, report, "\n".join(lines), summary.read_text() if summary.exists() else "")

    @property
    def revision(self) -> str:
        return self.service.primary.revision.arn

    @property
    def definition(self) -> str:
        return self.service.primary.revision.definition

    @property
    def digest(self) -> str:
        return self.service.primary.revision.containers[0][2] or ""

    def payload(self, run: str = "100") -> dict[str, Any]:
        """What is recorded of the release that runs."""
        release = {"serviceRevisionArn": self.revision, "taskDefinition": self.definition, "digests": [self.digest]}
        return {**release, "sha": self.sha, "runId": run}

    def deployments(self) -> list[tuple[dict[str, Any], list[str]]]:
        """Payload and states of each deployment in GitHub, the oldest first."""
        states = self.repository.deployment_statuses
        return [(one["payload"], [each["state"] for each in states.get(number, [])]) for number, one in self.repository.deployments.items()]


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with Simulator() as sim, GitHub() as github:
        yield Bench(sim, github, tmp_path, monkeypatch)
        assert [] == sim.violations
