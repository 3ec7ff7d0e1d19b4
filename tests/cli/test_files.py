"""Which files a path stands for."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.cli.files import workflow_files
from tests.cli.repository import Repository

OWN = [".github/actions/a/action.yml", ".github/actions/b/c/action.yaml", ".github/workflows/ci.yml", ".github/workflows/more.yaml", "action.yml"]


@pytest.fixture
def filled(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    others = [
        ".github/actions/a/data.yml",
        ".github/actions/node_modules/x/action.yml",
        ".github/dependabot.yml",
        ".github/workflows/README.md",
        ".github/workflows/sub/x.yml",
        "compose.yml",
        "src/action.yml",
    ]
    for path in [*OWN, *others]:
        repository.write(path, "on: push\n")
    (repository.root / ".github/workflows/folder.yml").mkdir()
    monkeypatch.chdir(repository.root)
    return repository


@pytest.mark.parametrize("paths", [[], ["."], [".github"], ["./.github/"], [".", ".github/workflows/ci.yml"]], ids=str)
def test_a_repository_stands_for_its_workflows_and_actions(filled: Repository, paths: list[str]) -> None:
    assert (OWN, []) == workflow_files(paths)


def test_without_a_path_it_is_the_repository_around(filled: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(filled.root / "src")
    assert ([f"../{path}" for path in OWN], []) == workflow_files([])


def test_a_repository_elsewhere(filled: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert ([f"repository/{path}" for path in OWN], []) == workflow_files(["repository"])
    assert ([f"{tmp_path}/repository/{path}" for path in OWN], []) == workflow_files([f"{tmp_path}/repository/.github"])


def test_a_folder_of_workflows_stands_for_all_of_its_yaml(filled: Repository) -> None:
    assert ([".github/workflows/ci.yml", ".github/workflows/more.yaml"], []) == workflow_files([".github/workflows"])
    assert ([".github/actions/a/action.yml", ".github/actions/a/data.yml"], []) == workflow_files([".github/actions/a/"])


def test_a_folder_without_yaml_stands_for_the_actions_below(filled: Repository) -> None:
    assert ([".github/actions/a/action.yml", ".github/actions/b/c/action.yaml"], []) == workflow_files([".github/actions"])


def test_a_file_is_itself_whatever_its_name(filled: Repository) -> None:
    assert ([".github/workflows/README.md"], []) == workflow_files(["./.github/workflows/README.md"])


def test_each_file_comes_once(filled: Repository) -> None:
    assert (["compose.yml"], []) == workflow_files(["compose.yml", "./compose.yml", str(filled.root / "compose.yml")])


def test_what_gives_no_file_is_a_problem(filled: Repository) -> None:
    (filled.root / "empty").mkdir()
    files, problems = workflow_files(["nope.yml", "empty", "compose.yml"])
    assert ["compose.yml"] == files
    assert [
        "nope.yml  does not exist",
        "empty  holds no workflow: give a file, a folder of workflows, or a repository with .github/workflows",
    ] == [str(problem) for problem in problems]


def test_a_repository_without_workflows_is_a_problem(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository.root / ".git").mkdir()
    monkeypatch.chdir(repository.root)
    files, problems = workflow_files([])
    assert ([], [".  holds no workflow: give a file, a folder of workflows, or a repository with .github/workflows"]) == (
        files,
        [str(p) for p in problems],
    )
