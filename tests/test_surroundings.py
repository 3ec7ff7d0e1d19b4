"""What lies around a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.surroundings import Files, Repository, repository_of

CALLED = "on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{run: make}]\n"
ACTION = "name: A\ndescription: a\nruns: {using: node24, main: a.js}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    files = {
        "repo/.github/workflows/a.yml": CALLED,
        "repo/actions/x/action.yaml": ACTION,
        "repo/action.yml": ACTION,
        "called/o/r/.github/workflows/a.yml@v2": CALLED.replace("make", "make two"),
        "called/o/r/.github/workflows/a.yml": CALLED,
        "called/o/r/sub/action.yml": ACTION,
        "called/o/r@v2/sub/action.yml": ACTION.replace("name: A", "name: Two"),
        "outside.yml": CALLED,
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


@pytest.mark.parametrize("file", [".github/workflows/a.yml", "actions/x/action.yaml", "action.yml", ".github/actions/new/action.yml"])
def test_the_repository_is_the_folder_above_that_holds_github(root: Path, file: str) -> None:
    assert str(root / "repo") == repository_of(str(root / "repo" / file)).root


def test_a_file_in_no_repository_has_no_surroundings(root: Path) -> None:
    around = Repository(None)
    assert (None, None, None) == (around.workflow("./.github/workflows/a.yml"), around.action("./actions/x"), around.holds("./action.yml"))


def test_own_workflows_and_actions_are_found_from_the_root(root: Path) -> None:
    around = Repository(root / "repo")
    for reference in ("./.github/workflows/a.yml", "$/.github/workflows/a.yml", "$//.github/workflows/a.yml"):
        assert around.workflow(reference) is around.workflow("./.github/workflows/a.yml") is not None
    assert [True, True, False] == [around.action(reference) is not None for reference in ("./actions/x", "./", "./actions")]


@pytest.mark.parametrize(("path", "there"), [("./action.yml", True), ("$/actions", True), ("actions/y", False), ("../outside.yml", None)])
def test_a_repository_knows_what_it_holds_and_nothing_outside(root: Path, path: str, there: bool | None) -> None:
    assert there is Repository(root / "repo").holds(path)


def test_nothing_outside_is_read(root: Path) -> None:
    around = Repository(root / "repo", root / "called")
    assert [None, None] == [around.workflow("./../outside.yml"), around.workflow("o/../../outside.yml@v1")]


def test_files_of_other_repositories_may_have_a_version(root: Path) -> None:
    around = Repository(root / "repo", root / "called")
    assert around.workflow("o/r/.github/workflows/a.yml@v1") != around.workflow("o/r/.github/workflows/a.yml@v2")
    names = [action.name for ref in ("v1", "v2") if (action := around.action(f"o/r/sub@{ref}")) is not None]
    assert ["A", "Two"] == names
    assert around.workflow("o/r/.github/workflows/b.yml@v1") is None


def test_a_file_is_read_once(root: Path) -> None:
    around = Repository(root / "repo")
    first = around.workflow("./.github/workflows/a.yml")
    (root / "repo/.github/workflows/a.yml").unlink()
    assert first is around.workflow("./.github/workflows/a.yml") is not None


def test_files_need_no_disk() -> None:
    around = Files({".github/workflows/a.yml": CALLED, "o/r/action.yml": ACTION, "action.yml": ACTION})
    assert around.workflow("$/.github/workflows/a.yml") is not None
    assert [True, True, False] == [around.action(reference) is not None for reference in ("o/r@v1", "./", "o/r/sub@v1")]
    assert [True, True, False, None] == [around.holds(path) for path in ("./.github/workflows/a.yml", "./.github", "./x", "./../x")]
