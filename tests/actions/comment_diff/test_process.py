"""The action as the runner starts it: a process with `python3 -I`, in a checkout and as a copy in a user's repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from synth.bot.packages import LOCK, PackageError, have_yaml
from synth.vendor import RUNTIME, files_of, reached
from tests.actions.comment_diff.conftest import Runner
from tests.bot.bench import NAME

ROOT = Path(__file__).resolve().parents[3]


def started(runner: Runner, script: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The script with the environment of a runner, in a folder that would replace the standard library if it could."""
    (folder / "event.json").write_text(json.dumps(runner.event()))
    for name in ("json", "yaml", "synth"):
        (folder / f"{name}.py").write_text("raise SystemExit('the pull request ran')\n")
    variables = {"INPUT_TOKEN": runner.token, "RUNNER_TEMP": str(folder), "GITHUB_REPOSITORY": NAME, "GITHUB_API_URL": runner.github.url}
    variables |= {"GITHUB_EVENT_PATH": str(folder / "event.json"), "GITHUB_RUN_ID": "7", "GITHUB_RUN_ATTEMPT": "1", "PYTHONPATH": str(folder)}
    given = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run([sys.executable, "-I", str(script)], cwd=folder, env=given, capture_output=True, text=True, timeout=60, check=False)


def test_it_runs_in_a_checkout(runner: Runner, tmp_path: Path) -> None:
    done = started(runner, ROOT / "actions/comment-diff/comment_diff.py", tmp_path)
    assert (0, f"pull request {runner.number}: comment created, danger\n", "") == (done.returncode, done.stdout, done.stderr)


def test_it_runs_as_a_copy(runner: Runner, tmp_path: Path) -> None:
    for name, text in files_of("comment-diff").items():
        path = tmp_path / "copy" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    assert (tmp_path / "copy" / RUNTIME / "synth/compare/comparing.py").is_file()
    done = started(runner, tmp_path / "copy/.github/actions/comment-diff/comment_diff.py", tmp_path)
    assert (0, f"pull request {runner.number}: comment created, danger\n", "") == (done.returncode, done.stdout, done.stderr)


def test_it_needs_no_package_but_one() -> None:
    script = (ROOT / "actions/comment-diff/comment_diff.py").read_text()
    imported = {
        name
        for _, text in reached([script]).values()
        for name in re.findall(
            r"^ *(?:from|import) (\w+)", re.sub(r"^( *)if TYPE_CHECKING:\n(?:\1 +[^\n]*\n|[ ]*\n)*", "", text, flags=re.MULTILINE), re.MULTILINE
        )
    }
    assert {"synth", "yaml"} == imported - sys.stdlib_module_names


def test_the_lock_has_the_version_and_hashes_that_are_tested() -> None:
    ours, tested = LOCK.split(), (ROOT / "requirements.lock").read_text().split()
    hashes = [word for word in ours if word.startswith("--hash")]
    assert (ours[0], 10) == (tested[tested.index(ours[0])], len(hashes))
    start = tested.index(ours[0])
    assert set(hashes) <= {word for word in tested[start : start + 400] if word.startswith("--hash")}


def test_yaml_that_is_there_is_taken() -> None:
    assert "" == have_yaml({}, install=lambda lock, folder: pytest.fail("nothing is to be installed"))


def test_yaml_that_is_not_there_is_installed_by_its_hashes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = iter([False, True])
    monkeypatch.setattr("synth.bot.packages._is_there", lambda: next(there))
    monkeypatch.setattr(sys, "path", list(sys.path))
    seen: list[str] = []
    folder = have_yaml({"RUNNER_TEMP": str(tmp_path)}, install=lambda lock, folder: seen.append(Path(lock).read_text()))
    assert ([LOCK], folder, str(tmp_path)) == (seen, sys.path[0], str(Path(folder).parent))


def test_yaml_that_cannot_be_had_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.bot.packages._is_there", lambda: False)
    monkeypatch.setattr(sys, "path", list(sys.path))
    with pytest.raises(PackageError, match="has no libyaml for this machine"):
        have_yaml({"RUNNER_TEMP": str(tmp_path)}, install=lambda lock, folder: None)


def test_pip_that_fails_is_said(runner: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise PackageError("PyYAML could not be installed, pip ended with 1: no network")

    monkeypatch.setattr("synth.bot.packages._is_there", lambda: False)
    monkeypatch.setattr("synth.bot.packages._pip", fails)
    ran = runner.run(fail_on="danger")
    assert (6, "inconclusive", "PyYAML could not be installed, pip ended with 1: no network") == (
        ran.code,
        ran.outputs["outcome"],
        ran.outputs["reason"],
    )
