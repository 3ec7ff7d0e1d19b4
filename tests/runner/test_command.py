"""The command itself, with act: what it prints, its exit codes, and that nothing is left."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from synth.cli.run import Asked, run_workflows
from synth.runs.acting import found
from synth.runs.values import RunnerError
from tests.act.runner import repository

WORKFLOW = """\
on:
  push:
  workflow_dispatch: {inputs: {word: {default: none}}}
permissions: {}
jobs:
  one:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    outputs: {said: "${{ steps.say.outputs.said }}"}
    steps:
      - uses: actions/checkout@v7
      - name: Say it
        id: say
        run: |
          test -f here.txt
          echo "said=$WORD" >> "$GITHUB_OUTPUT"
        env: {WORD: "${{ vars.WORD }}${{ inputs.word }}"}
  own:
    needs: one
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    environment: production
    steps:
      - name: Own action
        uses: $/.github/actions/own
        with: {said: "${{ needs.one.outputs.said }} ${{ vars.WORD }}"}
  never:
    if: github.ref == 'refs/heads/other'
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps: [{run: exit 1}]
"""
ACTION = """\
name: Own
inputs: {said: {required: true}}
runs:
  using: composite
  steps:
    - uses: $/.github/actions/inner
      with: {said: "${{ inputs.said }}"}
"""
INNER = """\
name: Inner
inputs: {said: {required: true}}
runs:
  using: composite
  steps:
    - shell: bash
      run: test "$SAID" = "${WANTED:-hello there}"
      env: {SAID: "${{ inputs.said }}"}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        ".github/workflows/one.yml": WORKFLOW,
        ".github/actions/own/action.yml": ACTION,
        ".github/actions/inner/action.yml": INNER,
        "here.txt": "",
    }
    return repository(tmp_path / "app", files)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where runs keep what they need; empty before and after."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def seconds(line: str) -> str:
    return line.partition(" (")[0]


@pytest.mark.slow
def test_a_run(root: Path, scratch: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = run_workflows(Asked(variables=["WORD=hello", "production:WORD=there"]), directory=str(root))
    said = capsys.readouterr()
    expected = [
        "  ✓ one · actions/checkout@v7",
        "  ✓ one · Say it",
        "✓ one: success",
        "  ✓ own · Approval of production",
        "  ✓ own · Own action",
        "✓ own: success",
        "- never: skipped",
    ]
    assert (0, expected) == (code, [seconds(line) for line in said.out.splitlines()]), said.err
    assert [
        "note: act runs the steps on this machine, in copies of the repository: no image of GitHub's runners, and nothing is isolated",
        "note: GITHUB_TOKEN is a text that GitHub does not know",
        "note: .github/workflows/one.yml  job 'own': environment production: its approval is imitated; its branches, wait timer and deployment record are not",
    ] == said.err.splitlines()
    assert [] == list(scratch.iterdir())


@pytest.mark.slow
def test_a_job_that_fails(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked(event="workflow_dispatch", inputs=["word=bye"], secrets=["KEY=long-and-secret"])
    assert 1 == run_workflows(asked, directory=str(root), format="json")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    ended = {"one": "success", "own": "failure", "never": "skipped"}
    outputs = {"one.say": {"said": "bye"}}
    assert {"workflow": ".github/workflows/one.yml", "kind": "ended", "code": 1, "jobs": ended, "outputs": outputs, "problems": []} == lines[-1]


@pytest.mark.slow
def test_an_output_that_github_would_drop_is_a_failure_and_is_not_printed(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asked = Asked(job="one", secrets=["WORD=hello-hidden"], variables=["WORD=hello-hidden"])
    assert 1 == run_workflows(asked, directory=str(root), format="json")
    out = capsys.readouterr().out
    ended = json.loads(out.splitlines()[-1])
    problem = "job 'one': its output 'said' holds a masked value, which GitHub drops: later jobs get nothing"
    assert (0, [problem], {"one.say": {"said": "***"}}) == (ended["code"], ended["problems"], ended["outputs"])
    assert "hello-hidden" not in out


@pytest.mark.slow
def test_control_c_ends_everything(tmp_path: Path, scratch: Path) -> None:
    root = repository(
        tmp_path / "app", {".github/workflows/one.yml": "on: push\njobs:\n  one:\n    runs-on: x\n    steps: [{run: echo began; sleep 61.25}]\n"}
    )
    command = [str(Path(sys.executable).parent / "ghsynth"), "run"]
    process = subprocess.Popen([*command, "--format", "json"], cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    while "began" not in process.stdout.readline():
        pass
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert (130, "stopped: what was started is ended, and the copy is removed") == (process.returncode, error.splitlines()[-1])
    until = time.monotonic() + 5
    while sleeping() and time.monotonic() < until:
        time.sleep(0.05)
    assert ([], []) == (sleeping(), list(scratch.iterdir()))


def sleeping() -> list[str]:
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            found += [str(file)] if file.read_bytes() == b"sleep\x0061.25\x00" else []
    return found


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (Asked(act="/nowhere/act"), "--act /nowhere/act  is no program"),
        (Asked(inputs=["word"]), "--input word  has no value: write NAME=VALUE"),
        (Asked(repositories=["octo-org/x@v1"]), "--local-repository octo-org/x@v1  has no value: write owner/name@ref=DIR"),
        (Asked(event="workflow_dispatch", inputs=["words=x"]), "--input words  is no input of .github/workflows/one.yml; did you mean 'word'?"),
        (Asked(workflow="two.yml"), "--workflow two.yml  is no file of ROOT"),
    ],
)
def test_what_cannot_run(root: Path, capsys: pytest.CaptureFixture[str], asked: Asked, error: str) -> None:
    assert 2 == run_workflows(asked, directory=str(root))
    assert ("", error.replace("ROOT", str(root)) + "\n") == capsys.readouterr()


def test_act_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RunnerError, match=r"act  is not installed, and runs the workflows: pip install 'ghsynth\[run\]', or name it with --act PATH"):
        found()
