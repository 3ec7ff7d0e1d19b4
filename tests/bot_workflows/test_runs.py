"""The scripts of the workflow, run as the runner would in the clone that the checkout makes of a pull request."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from synth import Bot, model
from synth.bindings.lock import builtin
from synth.link import link
from tests.cli.repository import COMMAND, HELLO, ghsynth
from tests.sources.repository import CI, ENVIRONMENT, Repository

pytestmark = pytest.mark.slow


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    """A pull request merged into the main branch, two commits deep, that edits a generated file by hand."""
    origin = Repository.made(tmp_path / "origin")
    origin.write(".github/ghsynth.py", HELLO)
    assert 0 == ghsynth("generate", cwd=origin.root).code
    origin.commit()
    origin.git("switch", "--quiet", "--create", "pull")
    origin.write(CI, (origin.root / CI).read_text().replace("echo hello", "echo hello || true"))
    origin.commit()
    origin.git("switch", "--quiet", "main")
    origin.commit(**{"README.md": "meanwhile\n"})
    origin.git("merge", "--quiet", "--no-ff", "--message", "A merge", "pull")
    subprocess.run(["git", "clone", "--quiet", "--depth=2", f"file://{origin.root}", str(tmp_path / "clone")], check=True, env=_environment(tmp_path))
    return Repository(tmp_path / "clone")


def _environment(folder: Path) -> dict[str, str]:
    """With a pipx that starts the ghsynth of these tests, and the summary in the folder."""
    tools = folder / "tools"
    tools.mkdir(exist_ok=True)
    (tools / "pipx").write_text(f'#!/bin/sh\n[ "$1 $2" = "run ghsynth==1.0.0" ] || exit 9\nshift 2\nexec {COMMAND} "$@"\n')
    (tools / "pipx").chmod(0o755)
    return {**os.environ, **ENVIRONMENT, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(folder / "summary.md")}


def run(clone: Repository, job: str, fail_on: str = "nothing") -> tuple[int, str, str]:
    """The exit code of the job's script, what it printed, and the summary."""
    bot = Bot(version="1.0.0", fail_on="danger") if fail_on == "danger" else Bot(version="1.0.0")
    (workflow,) = bot.workflows()
    made = link(workflow, builtin().pin).jobs[job]
    assert isinstance(made, model.Job)
    (script,) = [step.run for step in made.steps if step.run]
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", str(script)]
    done = subprocess.run(command, cwd=clone.root, env=_environment(clone.root.parent), capture_output=True, text=True, check=False)
    summary = clone.root.parent / "summary.md"
    return done.returncode, done.stdout, summary.read_text() if summary.exists() else ""


def test_the_summary_and_the_annotations(clone: Repository) -> None:
    code, said, summary = run(clone, "summary")
    assert (0, True, True) == (code, said.startswith(f"::error file={CI},line="), "1 danger" in summary)
    assert "README" not in summary
    assert 1 == run(clone, "summary", "danger")[0]


def test_drift_fails_with_the_command(clone: Repository) -> None:
    code, said, _ = run(clone, "drift")
    assert (1, True) == (code, said.startswith(f"::warning file={CI}"))
    assert "ghsynth generate" in said
    assert 0 == ghsynth("generate", cwd=clone.root).code
    clone.commit()
    assert (0, "") == run(clone, "drift")[:2]
