"""The example application itself: what its pipeline runs without services passes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/orders-api"


@pytest.mark.row("I10", "the scripts that the pipeline runs are the repository's own, and run")
@pytest.mark.slow
@pytest.mark.parametrize("script", ["lint", "format:check", "test"])
def test_a_script_that_the_pipeline_runs(script: str) -> None:
    npm = shutil.which("npm")
    if npm is None or not (EXAMPLE / "node_modules").is_dir():
        pytest.skip("the example's packages are not installed: 'make test' does that")
    done = subprocess.run([npm, "run", script], cwd=EXAMPLE, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]
