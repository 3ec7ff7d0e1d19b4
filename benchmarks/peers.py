"""The systems side by side: what of each is run, where it is installed, and how it gets there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SYSTEMS = HERE / "systems"
DEPS = HERE / ".deps"
OURS = Path(sys.executable).absolute().parent  # not resolved: the link into the environment is the environment
THEIRS = DEPS / "python/bin"


@dataclass(frozen=True)
class Entry:
    """A process to run. `needs` is what has to be installed for it."""

    name: str
    command: Sequence[str | Path]
    needs: Path = OURS
    project: Path | None = None  # copied; the command runs in the copy
    writes: str | None = None  # the file to compare with the reference; of a program, below the folder that it is given


def starts() -> list[Entry]:
    """What a person waits for before anything is done. The first is compared with each of the others."""
    python = OURS / "python"
    return [
        Entry("ghsynth --help", [OURS / "ghsynth", "--help"]),
        Entry("python -c pass", [python, "-c", "pass"]),
        Entry("import synth", [python, "-c", "import synth"]),
        Entry("import typer", [python, "-c", "import typer"]),
        Entry("import pydantic", [python, "-c", "from pydantic import BaseModel"]),
        Entry("yamloom --help", [THEIRS / "yamloom", "--help"], needs=THEIRS / "yamloom"),
    ]


def commands() -> list[Entry]:
    """The whole command in a project with one workflow, which the first run writes and the counted ones find unchanged."""
    workflow = ".github/workflows/orders-0.yml"
    return [
        Entry("ghsynth generate", [OURS / "ghsynth", "generate"], project=SYSTEMS / "ghsynth_project", writes=workflow),
        Entry("import typer", [OURS / "python", "-c", "import typer"]),
        Entry("yamloom sync", [THEIRS / "yamloom", "sync"], THEIRS / "yamloom", SYSTEMS / "yamloom_project", workflow),
        Entry("ghagen synth", [THEIRS / "ghagen", "synth"], THEIRS / "ghagen", SYSTEMS / "ghagen_project", workflow),
    ]


def programs() -> list[Entry]:
    """Programs that write N workflows into a folder: `command N FOLDER`."""
    node, scripts, modules = shutil.which("node") or "node", DEPS / "js", DEPS / "node_modules"
    return [
        Entry("ghsynth", [OURS / "python", SYSTEMS / "ghsynth_program.py"], writes="0.yml"),
        Entry("yamloom", [THEIRS / "python", SYSTEMS / "yamloom_program.py"], THEIRS / "yamloom", writes="0.yml"),
        Entry("gha-ts", [node, scripts / "gha_ts.mjs"], modules / "@jlarky/gha-ts", writes="0.yml"),
        Entry("github-actions-workflow-ts", [node, scripts / "workflow_ts.mjs"], modules / "@github-actions-workflow-ts/lib", writes="0.yml"),
        Entry("ghagen", [THEIRS / "python", SYSTEMS / "ghagen_program.py"], THEIRS / "ghagen", writes="0.yml"),
    ]


def install() -> None:
    """Makes .deps/: an environment for the peers in Python, and node_modules for those in JavaScript where npm is there."""
    subprocess.run([sys.executable, "-m", "venv", DEPS / "python"], check=True)
    pip: list[str | Path] = [THEIRS / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "-r", SYSTEMS / "requirements.txt"], check=True)
    if npm := shutil.which("npm"):
        shutil.copy(SYSTEMS / "package.json", DEPS)
        subprocess.run([npm, "install", "--prefix", DEPS, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], check=True)


def place_scripts() -> None:
    """Copies the JavaScript programs to where node finds the modules beside them."""
    if (DEPS / "node_modules").exists():
        (DEPS / "js").mkdir(exist_ok=True)
        for script in SYSTEMS.glob("*.mjs"):
            shutil.copy(script, DEPS / "js")
