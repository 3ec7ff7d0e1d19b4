"""The path filters that detection proposes for several projects: their folders, what they depend on in the repository, and shared locks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from synth.detect.paths import filters
from synth.detect.repository import detect
from synth.detect.tree import Tree

LOCK = json.dumps({"lockfileVersion": 3, "packages": {}})


def package(name: str, **more: object) -> str:
    return json.dumps({"name": name, "scripts": {"test": "x"}, **more})


def found(root: Path, files: dict[str, str]) -> dict[str, list[str]]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return filters(Tree(str(root)), detect(str(root)).projects)


@pytest.mark.row("I10", "the path filters of several services are found in their own files")
def test_folders_that_a_project_depends_on_directly_or_not_are_among_its_paths(tmp_path: Path) -> None:
    files = {
        "services/orders/package.json": package("orders", dependencies={"money": "file:../../libs/money", "left-pad": "1.0.0"}),
        "services/orders/package-lock.json": LOCK,
        "libs/money/package.json": package("money", dependencies={"base": "link:../base"}),
        "libs/money/package-lock.json": LOCK,
        "libs/base/package.json": '{"name": "base"}',
        "services/mail/pyproject.toml": '[project]\nname = "mail"\n[tool.uv.sources]\ntext = {path = "../../libs/text"}\n',
        "services/mail/uv.lock": "version = 1\n",
        "libs/text/text.py": "",
        "gate/go.mod": "module example.com/gate\n\ngo 1.26\n\nreplace example.com/base => ../libs/base\n",
        "gate/main.go": "package main\n",
    }
    expected = {
        "gate": ["gate/**", "libs/base/**"],
        "libs/money": ["libs/money/**", "libs/base/**"],
        "services/mail": ["services/mail/**", "libs/text/**"],
        "services/orders": ["services/orders/**", "libs/base/**", "libs/money/**"],
    }
    assert expected == found(tmp_path, files)


def test_members_of_a_workspace_have_its_lock_and_what_they_name(tmp_path: Path) -> None:
    files = {
        "package.json": json.dumps({"name": "root", "private": True, "workspaces": ["packages/*"]}),
        "package-lock.json": LOCK,
        "packages/api/package.json": package("@shop/api", dependencies={"@shop/money": "^1.0.0"}),
        "packages/money/package.json": package("@shop/money"),
    }
    expected = {
        "packages/api": ["packages/api/**", "packages/money/**", "package.json", "package-lock.json"],
        "packages/money": ["packages/money/**", "package.json", "package-lock.json"],
    }
    assert expected == found(tmp_path, files)


def test_a_project_at_the_root_has_what_no_other_has(tmp_path: Path) -> None:
    files = {
        "package.json": package("site"),
        "package-lock.json": LOCK,
        "api/go.mod": "module example.com/api\n\ngo 1.26\n",
        "api/main.go": "package main\n",
    }
    assert {".": ["**", "!api/**"], "api": ["api/**"]} == found(tmp_path, files)


def test_what_lies_outside_the_repository_or_is_not_there_is_no_path(tmp_path: Path) -> None:
    files = {
        "a/package.json": package("a", dependencies={"x": "file:../../../elsewhere", "y": "file:../gone", "z": "file:."}),
        "a/package-lock.json": LOCK,
        "b/package.json": package("b"),
        "b/package-lock.json": LOCK,
    }
    assert {"a": ["a/**"], "b": ["b/**"]} == found(tmp_path, files)


def test_one_project_needs_no_filter(tmp_path: Path) -> None:
    assert {} == found(tmp_path, {"package.json": package("a"), "package-lock.json": LOCK})
