"""How a repository's files are read: nothing outside, nothing that was installed, and nothing that makes detection fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synth.detect import tree as trees
from synth.detect.repository import detect
from synth.detect.tree import Tree
from tests.stacks.projects import CASES

TRASH = ["", "null", "[]", "5", '"text"', "{", "\x00\x01", "[[", "a: [", "x = {", "\ufeff{}", "{" * 3000]
NAMES = sorted({path.rpartition("/")[2] for case in CASES for path in case.files})


def test_what_was_installed_or_built_is_not_looked_at(tmp_path: Path) -> None:
    for folder in ("node_modules/a", ".venv/b", "vendor/c", "dist", "src"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "go.mod").write_text("module a\n", encoding="utf-8")
    assert [".", "src"] == list(Tree(str(tmp_path)).folders)


def test_no_link_is_followed(tmp_path: Path) -> None:
    outside, inside = tmp_path / "outside", tmp_path / "inside"
    outside.mkdir()
    inside.mkdir()
    (outside / "package.json").write_text('{"scripts": {"lint": "x"}}', encoding="utf-8")
    os.symlink(outside, inside / "folder")
    os.symlink(outside / "package.json", inside / "package.json")
    assert {".": ()} == Tree(str(inside)).folders


def test_a_file_that_no_person_wrote_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(" " * (trees.MAX_BYTES + 1), encoding="utf-8")
    assert None is Tree(str(tmp_path)).text("package.json")


def test_a_folder_of_very_many_folders_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "MAX_FOLDERS", 3)
    for name in "abcdef":
        (tmp_path / name).mkdir()
    assert Tree(str(tmp_path)).truncated
    assert ["more than 20,000 folders: the deepest were not looked at"] == [note.why for note in detect(str(tmp_path)).notes]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_in_a_file_detection_ends(name: str, tmp_path: Path) -> None:
    for trash in TRASH:
        (tmp_path / name).write_text(trash, encoding="utf-8")
        detect(str(tmp_path))


SHAPES = {
    "package.json": [
        '{"scripts": [], "dependencies": 5, "devDependencies": {"a": 1}, "workspaces": 7, "engines": "node 5", "packageManager": 3, "volta": []}',
        '{"scripts": {"test": null, "lint": {}}, "workspaces": {"packages": {}}, "engines": {"node": 22}, "packageManager": "@"}',
        '{"scripts": {"te st; rm": "x"}, "workspaces": ["**", "[", 5], "name": {}, "engines": {"node": "banana"}}',
    ],
    "pyproject.toml": [
        'project = 5\ntool = "x"\ndependency-groups = []\n',
        '[project]\ndependencies = "a"\noptional-dependencies = ["dev"]\nrequires-python = 3\n[tool]\nuv = 1\npoetry = []\nruff = 1\nmypy = 2\n',
        '[project]\nname = "a"\n[project.optional-dependencies]\ndev = "x"\n[dependency-groups]\ndev = [{include-group = "dev"}, 5, {}]\ntest = 7\n'
        "[tool.uv]\nworkspace = []\ndefault-groups = 5\nrequired-version = 1\ndev-dependencies = {}\n[tool.poetry]\ngroup = {dev = 5, test = {dependencies = []}}\n",
    ],
    "pnpm-workspace.yaml": ["packages: {a: b}\n", "packages: [1, null, [a]]\n", "- a\n"],
    "compose.test.yml": ["services: [a]\n", "services: {tests: null, db: {image: 5}}\n"],
    "go.work": ["use ../outside\nuse .\n", "use (\n)\n"],
    "pom.xml": ["<module>../outside</module><module>.</module><module></module>", "<project>"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, all_of in SHAPES.items() for text in all_of])
def test_whatever_shape_settings_have_detection_ends(name: str, text: str, tmp_path: Path) -> None:
    beside = {"package.json": '{"scripts": {"test": "jest"}}', "package-lock.json": "{}", "Dockerfile": "FROM a\n", "go.mod": "module a\n"}
    for path, content in {**beside, name: text}.items():
        (tmp_path / path).write_text(content, encoding="utf-8")
    (tmp_path / "member").mkdir()
    (tmp_path / "member" / "package.json").write_text(beside["package.json"], encoding="utf-8")
    detect(str(tmp_path))
