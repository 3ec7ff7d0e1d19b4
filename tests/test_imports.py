"""What importing costs: nothing is loaded before it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def loaded(statement: str) -> set[str]:
    """What Python alone, without site-packages, has loaded after the statement."""
    program = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {statement}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-S", "-E", "-c", program], capture_output=True, text=True, check=True).stdout.split())


def ours(statement: str) -> list[str]:
    return sorted(name for name in loaded(statement) if name.split(".")[0] == "synth")


@pytest.mark.parametrize("package", ["synth", "synth.stages", "synth.stacks", "synth.bindings"])
def test_a_package_loads_nothing_of_its_own(package: str) -> None:
    assert sorted({"synth", package}) == ours(f"import {package}")


def test_synth_loads_one_module_of_python() -> None:
    assert {"__future__", "synth"} == loaded("import synth") - loaded("pass")


def test_a_name_loads_its_module_and_what_that_needs() -> None:
    expected = [
        "synth",
        "synth.expr",
        "synth.expr.contexts",
        "synth.expr.functions",
        "synth.expr.literal",
        "synth.expr.tree",
        "synth.lazy",
        "synth.nearest",
        "synth.typed",
    ]
    assert expected == ours("from synth import github")


def test_the_command_loads_no_typer_before_it_is_needed() -> None:
    assert ["synth", "synth.cli"] == ours("import synth.cli")


IMPORT_EACH = """
import sys, traceback
for module in sys.argv[1:]:
    for name in [name for name in sys.modules if name.split(".")[0] == "synth"]:
        del sys.modules[name]
    try:
        __import__(module)
    except Exception:
        print(module, traceback.format_exc())
"""


def test_every_module_can_be_imported_first() -> None:
    files = sorted((ROOT / "synth").rglob("*.py"))
    modules = [file.relative_to(ROOT).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__") for file in files]
    done = subprocess.run([sys.executable, "-c", IMPORT_EACH, *modules], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
