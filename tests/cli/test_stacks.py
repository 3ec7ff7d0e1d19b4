"""`ghsynth stacks`: the text, the JSON and the exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from tests.stacks.projects import CASES

RUN = CliRunner()


def said(name: str, root: Path, *options: str) -> tuple[int, str]:
    next(case for case in CASES if case.name == name).write(root)
    done = RUN.invoke(app, ["stacks", str(root), *options])
    return done.exit_code, done.output


def test_people_are_told_what_was_found_where_and_why(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    code, text = said("services-side-by-side", tmp_path)
    assert 0 == code
    golden("stacks.txt", text)


def test_programs_are_told_the_same(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    code, text = said("npm-workspace-with-scripts-of-its-members", tmp_path, "--format", "json")
    content = json.loads(text)
    assert (0, 1, "stacks", 0) == (code, content["schema"], content["command"], content["exit_code"])
    golden("stacks.json", text)


def test_nothing_of_a_stack_is_an_exit_code_of_its_own(tmp_path: Path) -> None:
    assert (1, "no project of a stack was found\n\nnote  Cargo.toml  Rust has no stack yet\n") == said("rust", tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = RUN.invoke(app, ["stacks", str(tmp_path / "nowhere")])
    assert (2, f"{tmp_path / 'nowhere'}  is no folder: give the repository's\n") == (done.exit_code, done.output)


def test_a_format_that_there_is_not_is_refused(tmp_path: Path) -> None:
    assert 2 == RUN.invoke(app, ["stacks", str(tmp_path), "--format", "xml"]).exit_code


def test_what_files_say_cannot_colour_the_terminal(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"scripts": {"lint": "x"}, "engines": {"node": "\\u001b[31m22"}}', encoding="utf-8")
    assert "\x1b" not in RUN.invoke(app, ["stacks", str(tmp_path)]).output


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_says_what_it_is_for(option: str) -> None:
    assert "Say which projects are here" in RUN.invoke(app, ["stacks", option]).output
