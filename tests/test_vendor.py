"""The actions as files for a repository that uses them: what they import, and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from synth.adapters.disk import carry_out, made_by, present
from synth.plan import plan
from synth.project import LOCK, MARKER, load, render
from synth.vendor import RUNTIME, files_of, imported, reached
from tests.packaging.sources import ROOT, SCRIPTS, imports
from tests.packaging.sources import RUNTIME as SOURCES

DEFINITION = """
from synth import Job, Workflow, push, run
from synth.build.actions import vendored
_step = {step}
workflow = Workflow("W", on=[push()], jobs=[Job("Verify", [_step])])
"""
VERIFY = 'vendored("verify-health", {"url": "https://x.example.com"})'


def modules(*actions: str) -> set[str]:
    folder = f"{RUNTIME}/synth/"
    return {path.removeprefix(folder) for path in files_of(*actions) if path.startswith(folder)}


@pytest.mark.parametrize("path", [*SCRIPTS, *SOURCES], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_are_those_that_python_sees(path: Path) -> None:
    text = path.read_text("utf-8")
    names = {".".join(name.split(".")[:end]) for name in imports(ast.parse(text)) if name.split(".")[0] == "synth" for end in range(1, 9)}
    assert names == set(imported(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import os\nfrom synthetic import x\n", set()),
        ("import synth.runtime.clock\n", {"synth", "synth.runtime", "synth.runtime.clock"}),
        (
            "from synth.runtime import (\n    clock,  # why\n    ports as p,\n)\n",
            {"synth", "synth.runtime", "synth.runtime.clock", "synth.runtime.ports"},
        ),
        ("def f():\n    from synth.x import y  # noqa: F401\n", {"synth", "synth.x", "synth.x.y"}),
        ("if TYPE_CHECKING:\n    import os\n\n    from synth.x import y\nz = 1\n", set()),
        ("def f():\n    if TYPE_CHECKING:\n        from synth.x import y\n    from synth.a import b\n", {"synth", "synth.a", "synth.a.b"}),
    ],
)
def test_what_is_an_import_of_synth(text: str, expected: set[str]) -> None:
    assert expected == set(imported(text))


def test_a_module_brings_what_it_imports_and_its_packages() -> None:
    found = reached(["from synth.runtime.outputs import append\n"])
    assert {
        "synth": "synth/__init__.py",
        "synth.runtime": "synth/runtime/__init__.py",
        "synth.runtime.outputs": "synth/runtime/outputs.py",
    } == {name: path for name, (path, _) in found.items()}
    assert '"""The part of ghsynth that the actions need."""\n' == found["synth"][1]


def test_actions_share_one_runtime() -> None:
    both = files_of("notify", "verify-health")
    assert modules("notify") | modules("verify-health") == modules("notify", "verify-health")
    assert [".github/actions/ghsynth-runtime", ".github/actions/notify", ".github/actions/verify-health"] == sorted(
        {"/".join(path.split("/")[:3]) for path in both}
    )


def test_an_action_brings_no_other_action_s_modules() -> None:
    assert not [
        name for name in modules("notify") if name.startswith(("adapters", "runtime/ecs", "runtime/layers", "runtime/record", "runtime/watch"))
    ]
    assert not [name for name in modules("verify-health") if name.startswith(("runtime/notify", "runtime/record"))]


def test_the_lock_of_boto3_comes_where_aws_is_asked() -> None:
    lock = f"{RUNTIME}/vendor.lock"
    assert {"notify": False, "verify-health": True, "deploy-ecs": True, "rollback": True} == {
        action: lock in files_of(action) for action in ("notify", "verify-health", "deploy-ecs", "rollback")
    }
    assert (ROOT / "packaging/vendor.lock").read_text("utf-8") == files_of("rollback")[lock]


def test_no_actions_are_no_files() -> None:
    assert {} == files_of()


def test_an_unknown_action_is_said_to_be_one() -> None:
    with pytest.raises(FileNotFoundError, match="ghsynth ships no action 'verify'"):
        files_of("notify", "verify")


def generate(root: Path, step: str) -> dict[str, str]:
    """What happened to each file."""
    (root / ".github").mkdir(exist_ok=True)
    (root / ".github/ghsynth.py").write_text(DEFINITION.format(step=step))
    wanted = render(load(str(root)))
    found = present(str(root), wanted)
    made = plan(wanted, found, made_by(MARKER, found, LOCK))
    carry_out(str(root), made)
    return {change.path: change.kind for change in made.changes}


def test_files_that_no_action_needs_any_more_are_removed(tmp_path: Path) -> None:
    generate(tmp_path, VERIFY)
    old = tmp_path / ".github/actions/verify-health/synth/runtime/watch.py"  # where versions before kept the runtime
    own = tmp_path / ".github/actions/verify-health/notes.py"
    old.parent.mkdir(parents=True)
    old.write_text(f"{MARKER}.github/ghsynth.py. Do not edit.\n")
    own.write_text("# mine\n")
    changes = generate(tmp_path, VERIFY)
    assert {old.relative_to(tmp_path).as_posix()} == {path for path, kind in changes.items() if kind != "keep"}
    assert not old.parent.parent.exists()
    changes = generate(tmp_path, 'run("true")')
    assert "remove" == changes[f"{RUNTIME}/vendor.lock"] == changes[f"{RUNTIME}/synth/__init__.py"]
    assert ["verify-health"] == [path.name for path in (tmp_path / ".github/actions").iterdir()]
    assert own.exists()


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    assert {"create"} == set(generate(tmp_path, VERIFY).values())
    assert {"keep"} == set(generate(tmp_path, VERIFY).values())
