"""The repository's files: found, attributed and written so that none is ever half there."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from synth.adapters.disk import carry_out, made_by, present
from synth.cli.generate import generate
from synth.plan import plan

A, B = ".github/workflows/a.yml", ".github/workflows/b.yml"
OLD = {A: "# old a\n", B: "# old b\n"}
NEW = {A: "# new a\n", B: "# new b\n", ".github/actions/x/action.yml": "# x\n"}


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def read(root: Path) -> dict[str, str]:
    return {p.relative_to(root).as_posix(): p.read_text(encoding="utf-8") for p in sorted(root.rglob("*")) if p.is_file()}


def test_present_are_workflows_actions_and_what_is_wanted(tmp_path: Path) -> None:
    files = {
        A: "a\n",
        ".github/workflows/deep/c.yaml": "c\n",
        ".github/actions/x/action.yml": "x\n",
        ".github/actions/x/run.py": "run\n",
        ".github/ghsynth.lock": "lock\n",
    }
    others = {
        ".github/dependabot.yml": "d\n",
        ".github/actions/x/README.md": "r\n",
        ".github/actions/x/__pycache__/run.py": "c\n",
        "src/main.py": "m\n",
    }
    write(tmp_path, files | others)
    assert dict(sorted(files.items())) == present(str(tmp_path), [".github/ghsynth.lock", ".github/absent.yml"])


def test_present_gives_none_for_what_is_no_text(tmp_path: Path) -> None:
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / A).write_bytes(b"\xff")
    (tmp_path / B).symlink_to("nowhere")
    assert {A: None, B: None} == present(str(tmp_path), [])


def test_present_keeps_line_ends(tmp_path: Path) -> None:
    (tmp_path / ".github/workflows").mkdir(parents=True)
    (tmp_path / A).write_bytes(b"a\r\n")
    assert {A: "a\r\n"} == present(str(tmp_path), [])


def test_present_does_not_follow_links_to_folders(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/action.yml": "# Generated\n"})
    (tmp_path / ".github/actions").mkdir(parents=True)
    (tmp_path / ".github/actions/linked").symlink_to(tmp_path / "elsewhere")
    assert {} == present(str(tmp_path), [])


def test_made_by_are_the_files_with_the_marker_and_the_lock() -> None:
    files = {"a": "# Made by x\n", "b": "name: b\n", "c": None, "d": " # Made by\n", "lock": "anything\n"}
    assert ["a", "lock"] == made_by("# Made by ", files, "lock")
    assert ["a"] == made_by("# Made by ", {"a": "# Made by x\n"}, "lock")


def test_carry_out_writes_updates_and_removes(tmp_path: Path) -> None:
    write(tmp_path, OLD | {".github/actions/y/action.yml": "# y\n"})
    carry_out(str(tmp_path), plan(NEW, OLD | {".github/actions/y/action.yml": "# y\n"}, [A, B, ".github/actions/y/action.yml"]))
    assert NEW == read(tmp_path)
    assert ["x"] == os.listdir(tmp_path / ".github/actions")


def test_the_github_folder_itself_is_never_removed(tmp_path: Path) -> None:
    write(tmp_path, {A: "a\n"})
    carry_out(str(tmp_path), plan({}, {A: "a\n"}, [A]))
    assert (True, []) == ((tmp_path / ".github").is_dir(), os.listdir(tmp_path / ".github"))


def test_texts_end_in_line_feeds_on_every_system(tmp_path: Path) -> None:
    carry_out(str(tmp_path), plan({A: "é\n"}, {}, []))
    assert b"\xc3\xa9\n" == (tmp_path / A).read_bytes()


def broken(monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    """Makes the replacement of the file number `at` fail, as a full disk or a killed process would."""
    real, count = os.replace, 0

    def replace(source: Any, target: Any) -> None:
        nonlocal count
        count += 1
        if count == at:
            raise OSError(28, "No space left on device", target)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_interrupted_run_leaves_whole_files_and_the_next_one_repairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    write(tmp_path, OLD)
    made = plan(NEW, OLD, [A, B])
    with monkeypatch.context() as patched:
        broken(patched, at)
        with pytest.raises(OSError, match="No space left on device"):
            carry_out(str(tmp_path), made)
    written = [c.path for c in made.of("create", "update")][: at - 1]
    assert OLD | {path: NEW[path] for path in written} == read(tmp_path)
    carry_out(str(tmp_path), plan(NEW, present(str(tmp_path), NEW), [A, B]))
    assert NEW == read(tmp_path)


def test_nothing_changes_when_a_text_cannot_be_written(tmp_path: Path) -> None:
    write(tmp_path, OLD | {".github/actions": "a file in the way\n"})
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        carry_out(str(tmp_path), plan(NEW, OLD, [A, B]))
    assert OLD | {".github/actions": "a file in the way\n"} == read(tmp_path)


def test_an_interrupted_command_is_told_and_repaired(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    job = 'jobs=[Job("Hello", [run("make")])]'
    write(
        tmp_path,
        {".github/ghsynth.py": f'from synth import *\n\na = Workflow("A", on=[push()], {job})\nb = Workflow("B", on=[push()], {job})\n'},
    )
    with monkeypatch.context() as patched:
        broken(patched, 2)
        assert 2 == generate(str(tmp_path))
    said = capsys.readouterr()
    assert ("", "No space left on device") == (said.out, said.err.split("  ")[1].split(":")[0])
    assert [".github/ghsynth.py", A] == list(read(tmp_path))
    assert 0 == generate(str(tmp_path))
    assert f"keep    {A}\ncreate  {B}\n1 created, 1 unchanged\n" == capsys.readouterr().out
