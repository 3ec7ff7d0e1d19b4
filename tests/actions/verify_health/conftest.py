"""Runs the action as a runner does: a process of its own, inputs in the environment, files for what it leaves behind."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.actions.reports import report_at

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = ROOT / "actions/verify-health/verify_health.py"
FAST = {"interval": "0.03", "timeout": "1", "deadline": "10"}


class Ran(NamedTuple):
    code: int
    log: str
    outputs: dict[str, str]
    summary: str

    @property
    def ended(self) -> tuple[int, str]:
        return self.code, self.outputs["outcome"]

    @property
    def report(self) -> dict[str, Any]:
        found: dict[str, Any] = report_at(self.outputs["report"])
        return found

    @property
    def commands(self) -> list[str]:
        """The lines that a runner takes as commands: those that begin with `::`, and those that hold the old form `##[`."""
        return [line for line in self.log.splitlines() if line.lstrip().startswith("::") or "##[" in line]

    @property
    def all(self) -> str:
        return self.log + self.summary + json.dumps(self.outputs) + (json.dumps(self.report) if "report" in self.outputs else "")


Verify = Callable[..., Ran]


@pytest.fixture
def started(tmp_path: Path) -> Callable[..., subprocess.Popen[str]]:
    def start(
        cwd: Path | None = None, python: tuple[str, ...] = ("-I",), more: dict[str, str] | None = None, script: Path = SCRIPT, **inputs: str
    ) -> subprocess.Popen[str]:
        environment = {f"INPUT_{name.upper()}": value for name, value in {**FAST, **inputs}.items()}
        environment |= {
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
            "RUNNER_TEMP": str(tmp_path),
        }
        environment |= {"PYTHONPATH": str(cwd or ""), "PATH": "/usr/bin:/bin", "GITHUB_SHA": "a" * 40, **(more or {})}
        for name in ("output", "summary"):
            (tmp_path / name).unlink(missing_ok=True)
        return subprocess.Popen(
            [sys.executable, *python, script],
            cwd=cwd or tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return start


@pytest.fixture
def ended(tmp_path: Path) -> Callable[[subprocess.Popen[str]], Ran]:
    def end(process: subprocess.Popen[str]) -> Ran:
        log, _ = process.communicate(timeout=20)
        summary = tmp_path / "summary"
        return Ran(process.returncode, log, _outputs(tmp_path / "output"), summary.read_text() if summary.exists() else "")

    return end


@pytest.fixture
def verify(started: Callable[..., subprocess.Popen[str]], ended: Callable[[subprocess.Popen[str]], Ran]) -> Verify:
    return lambda **given: ended(started(**given))


@pytest.fixture
def soon(verify: Verify) -> Verify:
    """`verify` with a deadline that a test can wait for."""
    return lambda **given: verify(**{"deadline": "0.4", **given})


def _outputs(path: Path) -> dict[str, str]:
    """What a runner reads from $GITHUB_OUTPUT."""
    found, lines = {}, path.read_text().split("\n") if path.exists() else []
    while len(lines) > 1:
        name, end = lines.pop(0).split("<<")
        at = lines.index(end)
        found[name], lines = "\n".join(lines[:at]), lines[at + 1 :]
    return found
