"""What an organisation's `.github` repository gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from synth.cli.app import app
from synth.stacks.auto import STACK_NAMES
from synth.templates.export import exported
from tests.judges import JUDGES, Judge, subjects
from tests.templates.conftest import TEMPLATES

RUN = CliRunner()
KINDS = (".properties.json", ".svg", ".yml")


def said(*arguments: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["templates", *arguments])
    return done.exit_code, done.output


@pytest.mark.parametrize("stack", STACK_NAMES)
def test_each_template_has_a_workflow_its_properties_and_an_icon(stack: str) -> None:
    files = exported(stack)
    expected = sorted(f"workflow-templates/{one.id}{kind}" for one in TEMPLATES for kind in KINDS)
    assert expected == sorted(path for path in files if path.startswith("workflow-templates/"))


def test_they_are_for_the_default_branch_and_say_that_they_are_a_beginning() -> None:
    text = exported("npm")["workflow-templates/minimal.yml"]
    assert (
        "# A beginning, from the template 'minimal' of ghsynth. It is not complete: it calls actions of the repository in .github/actions,\n"
        "# and accounts, roles and addresses are samples. All of it, fitted to the repository, with the workflows beside it, is made by\n"
        "#   ghsynth init --template minimal\n"
        "# run in a clone instead of using this file. Without ghsynth, copy ghsynth-actions/.github/actions from the organisation's .github repository.\n"
        "name: orders\n"
        "on:\n"
        "  push:\n"
        "    branches:\n"
        "      - $default-branch\n"
        "  pull_request:\n"
        "    branches:\n"
        "      - $default-branch\n"
    ) == text.partition("  workflow_dispatch:")[0]
    assert "    if: github.ref == format('refs/heads/{0}', github.event.repository.default_branch)\n" in text
    assert [] == [path for path, content in exported("npm").items() if "ghsynth-default-branch" in content]


def test_every_action_that_they_call_is_beside_them() -> None:
    files = exported("npm")
    called = {
        line.partition("uses: $/")[2].partition(" ")[0]
        for path, text in files.items()
        if path.endswith(".yml")
        for line in text.splitlines()
        if "uses: $/" in line
    }
    assert called
    assert set() == {path for path in called if f"ghsynth-actions/{path}/action.yml" not in files}


def test_nothing_is_overwritten_without_force(tmp_path: Path) -> None:
    code, text = said("export", str(tmp_path))
    assert (0, "create  workflow-templates/course.properties.json") == (code, text.splitlines()[0])
    assert (0, "keep    workflow-templates/course.properties.json") == (
        said("export", str(tmp_path))[0],
        said("export", str(tmp_path))[1].splitlines()[0],
    )
    theirs = tmp_path / "workflow-templates/minimal.yml"
    theirs.write_text("theirs\n", encoding="utf-8")
    refused = "workflow-templates/minimal.yml  is there already and differs: move it, or give --force\n1 problem; nothing was written.\n"
    assert (2, refused) == said("export", str(tmp_path))
    assert "theirs\n" == theirs.read_text(encoding="utf-8")
    assert 0 == said("export", str(tmp_path), "--force")[0]
    assert exported("npm")["workflow-templates/minimal.yml"] == theirs.read_text(encoding="utf-8")


def test_programs_are_told_the_same(tmp_path: Path) -> None:
    answer = json.loads(said("export", str(tmp_path), "--format", "json")[1])
    assert (1, "templates export", 0) == (answer["schema"], answer["command"], answer["exit_code"])
    assert {"create"} == {change["change"] for change in answer["changes"]}
    listed = json.loads(said("--format", "json")[1])
    assert [one.id for one in TEMPLATES] == [one["id"] for one in listed["templates"]]


def test_people_see_a_line_for_each() -> None:
    assert (0, [f"{one.id:12}  {one.description}" for one in TEMPLATES]) == (said()[0], said()[1].splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(one: Judge, tmp_path: Path) -> None:
    for path, text in exported("npm").items():
        where = tmp_path / path.replace("workflow-templates/", ".github/workflows/").removeprefix("ghsynth-actions/")
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(text, encoding="utf-8")
    assert [] == [str(finding) for finding in one.judge(subjects(tmp_path))]
