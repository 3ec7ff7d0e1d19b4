"""No text breaks the validator. `python -m tests.conformance.fuzz` runs more, and says how long the slowest took."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
def test_random_and_mutated_files_give_findings_and_never_a_traceback() -> None:
    done = subprocess.run([sys.executable, "-m", "tests.conformance.fuzz", "500", "7"], capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr), done.stdout
