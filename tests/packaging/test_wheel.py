"""ghsynth as an installed wheel ships the same actions as its checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from synth.vendor import files_of
from tests.packaging.sources import ROOT, SCRIPTS

ASK = "import json, sys; sys.path.insert(0, sys.argv[1]); from synth.vendor import files_of; print(json.dumps(files_of(*sys.argv[2:])))"


@pytest.mark.slow
def test_a_wheel_ships_every_action_and_the_lock(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    actions = [path.parent.name for path in SCRIPTS]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ASK, str(tmp_path / "installed"), *actions], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert files_of(*actions) == json.loads(done.stdout)
