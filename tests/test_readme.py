"""The README's examples run, and what it shows of their output is what they print."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text()
GHSYNTH = Path(sys.executable).with_name("ghsynth")
EXAMPLES = [block.split("```")[0] for block in README.split("```python\n")[1:]]
SHOWN = [block.split("```")[0] for block in README.split("```text\n")[1:]]


def generated(definition: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / ".github").mkdir()
    (folder / ".github/ghsynth.py").write_text(definition)
    return subprocess.run([GHSYNTH, "generate", folder], capture_output=True, text=True, check=False)


@pytest.mark.row("I10", "the README's pipeline of some thirty lines generates")
@pytest.mark.parametrize("definition", EXAMPLES, ids=["pipeline", "deployments", "workflow"])
def test_an_example_generates(definition: str, tmp_path: Path) -> None:
    done = generated(definition, tmp_path)
    assert (0, "") == (done.returncode, done.stderr)


def test_the_output_shown_is_that_of_the_pipeline(tmp_path: Path) -> None:
    """But for numbers of files: a new module of the runtime need not be told there."""
    told = f"$ ghsynth generate\n{generated(EXAMPLES[0], tmp_path).stdout}"
    assert re.sub(r"\d+", "N", told) == re.sub(r"\d+", "N", SHOWN[0])


def test_the_difference_shown_is_that_of_the_folder_named() -> None:
    folder = Path(__file__).parent / re.findall(r"\(tests/(compare/cases/[^)]+)\)", README)[0]
    done = subprocess.run([GHSYNTH, "diff", "before.yml", "after.yml"], cwd=folder, capture_output=True, text=True, check=False)
    assert (0, "", SHOWN[1]) == (done.returncode, done.stderr, done.stdout)
