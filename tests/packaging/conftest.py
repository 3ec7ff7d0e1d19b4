"""The tree, built once, and Pythons to try it with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.packaging.interpreters import MINORS, interpreter

ROOT = Path(__file__).resolve().parents[2]
_WHEELS = ROOT / "build/wheels"  # kept between runs, ignored by git


def build(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Runs the script as `make runtime` does, with another place for the tree."""
    command = [sys.executable, str(ROOT / "packaging/build_runtime.py"), "--out", str(out), "--wheels", str(_WHEELS), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of the lock. Skips where its wheels are neither kept nor to be had."""
    out = tmp_path_factory.mktemp("built") / "runtime"
    done = build(out)
    if done.returncode and "could not download" in done.stderr:
        pytest.skip(f"no wheels: {done.stderr.splitlines()[-1]}")
    assert 0 == done.returncode, done.stderr
    return out


@pytest.fixture(params=MINORS, ids=lambda minor: f"3.{minor}")
def python(request: pytest.FixtureRequest) -> str:
    """Each Python that the runners of GitHub have, as far as this machine has it."""
    found = interpreter(request.param)
    if found is None:
        pytest.skip(f"this machine has no Python 3.{request.param}")
    return found
