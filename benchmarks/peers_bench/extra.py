"""ghsynth's entries for a harness that times workflow synthesizers side by side and reads more systems from `--extra FILE`.

The harness imports this file and calls `programs`, `commands` and `starts` with its place. `GHSYNTH_PYTHON` names the interpreter of an
environment that has ghsynth; without it the project's own `.venv` is taken.
"""

from __future__ import annotations

import compileall
import os
from importlib import import_module
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
PYTHON = Path(os.environ.get("GHSYNTH_PYTHON", HERE.parents[1] / ".venv/bin/python")).absolute()
GHSYNTH = PYTHON.with_name("ghsynth")

systems: Any = import_module("systems")  # the harness's own module; it exists only there


def programs(place: Any) -> dict[str, Any]:
    """`ghsynth` makes each workflow from nothing, as the peers' programs do; `ghsynth, shared` keeps as values what no variant changes."""
    found = {}
    for name, definition in (("ghsynth", "reference_workflow"), ("ghsynth, shared", "shared_workflow")):
        compileall.compile_file(HERE / f"project/.github/{definition}.py", quiet=1)  # the peers' definitions have bytecode, too
        environment = {"BENCH": str(place.here), "DEFINITION": definition}
        found[name] = systems.Program([PYTHON, HERE / "ghsynth_bench.py"], env=environment)
    return found


def commands(place: Any) -> dict[str, Any]:
    return {"ghsynth generate": systems.Command(HERE / "project", [GHSYNTH, "generate"])}


def starts(place: Any) -> dict[str, Any]:
    return {"import synth": [PYTHON, "-c", "import synth"], "ghsynth --help": [GHSYNTH, "--help"]}
