"""The copy in a user's repository starts with any Python of the runners, without anything else of ghsynth, of the repository or installed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from synth.vendor import RUNTIME, files_of
from tests.packaging.sources import SCRIPTS
from tests.simulator import Simulator

ACTIONS = [path.parent.name for path in SCRIPTS]

IMPORT_ALL = """
import importlib, runpy, sys
script, *modules = sys.argv[1:]
runpy.run_path(script)
for module in modules:
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != "yaml" or "comment-diff" not in script:  # which fetches it by its hashes, and not before its inputs are right
            raise
print(*{name.partition(".")[0] for name in sys.modules} - {*sys.stdlib_module_names, "__main__"})
"""


def copied(folder: Path, *actions: str) -> Path:
    for name, text in files_of(*actions).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def script(folder: Path, action: str) -> str:
    return str(folder / f".github/actions/{action}/{action.replace('-', '_')}.py")


def test_every_action_finds_the_runtime_in_the_same_way() -> None:
    starts = {path.read_text("utf-8").partition("from __future__")[2].partition("from synth.")[0] for path in SCRIPTS}
    assert 1 == len(starts)


@pytest.mark.parametrize("action", ACTIONS)
def test_every_module_finds_what_it_imports_in_the_copy(action: str, python: str, tmp_path: Path) -> None:
    copy = copied(tmp_path, action)
    runtime = copy / RUNTIME
    modules = [path.relative_to(runtime).with_suffix("").as_posix().replace("/", ".") for path in sorted(runtime.rglob("*.py"))]
    names = [name.removesuffix(".__init__") for name in modules]
    command = [python, "-I", "-S", "-B", "-W", "error", "-c", IMPORT_ALL, script(copy, action), *names]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (0, "synth\n", "") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.slow
def test_the_copy_asks_aws_with_the_built_tree(built: Path, python: str, tmp_path: Path) -> None:
    copy = copied(tmp_path / "repository", "verify-health")
    with Simulator() as sim:
        sim.service("web")
        environment = {**sim.environment(), "GHSYNTH_RUNTIME": str(built), "RUNNER_TEMP": str(tmp_path), "GITHUB_OUTPUT": str(tmp_path / "output")}
        environment |= {"INPUT_SERVICE": "web", "INPUT_CHECKS": "ecs, targets", "INPUT_CONSECUTIVE": "1", "INPUT_INTERVAL": "0.1"}
        command = [python, "-I", "-B", script(copy, "verify-health")]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert (0, "") == (done.returncode, done.stderr), done.stdout
        assert "passed: 1 good looks in a row; ecs, targets good" in done.stdout
        assert [] == sim.violations


@pytest.mark.parametrize(("action", "title"), [("verify-health", "cannot start"), ("rollback", "bad input")])
def test_boto3_that_cannot_be_had_is_one_sentence(action: str, title: str, tmp_path: Path) -> None:
    copy = copied(tmp_path / "repository", action)
    environment = {"INPUT_SERVICE": "web", "GHSYNTH_RUNTIME": str(tmp_path), "RUNNER_TEMP": str(tmp_path)}
    done = subprocess.run([sys.executable, "-I", "-S", "-B", script(copy, action)], env=environment, capture_output=True, text=True, check=False)
    told = f"GHSYNTH_RUNTIME names {tmp_path}, which has no boto3: build it with packaging/build_runtime.py, or unset it"
    assert (2, f"::error title={action}%3A {title}::{told}", "") == (done.returncode, done.stdout.splitlines()[-1], done.stderr)


def test_the_script_of_a_copy_does_not_take_the_repository_for_ghsynth(tmp_path: Path) -> None:
    copy = copied(tmp_path, "notify")
    (tmp_path / "synth").mkdir()
    (tmp_path / "synth/__init__.py").write_text("raise SystemExit('the repository that is being deployed')")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-B", script(copy, "notify")],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (2, "") == (done.returncode, done.stderr)
