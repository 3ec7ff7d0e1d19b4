"""ghsynth as an installed wheel starts from the same templates as its checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.templates.conftest import TEMPLATES

ROOT = Path(__file__).parents[2]
ASK = (
    "import json, sys; sys.path.insert(0, sys.argv[1]); from synth.templates import templates; print(json.dumps({t.id: t.text for t in templates()}))"
)


def test_a_wheel_ships_every_template(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path], cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    command = [sys.executable, "-I", "-S", "-c", ASK, str(tmp_path / "installed")]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert {one.id: one.text for one in TEMPLATES} == json.loads(done.stdout)
