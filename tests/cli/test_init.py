"""`ghsynth init`: what it writes into which repository, what it says, and what it leaves alone."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from typer.testing import CliRunner

from synth.cli import init as command
from synth.cli.app import app
from synth.cli.options import STACK
from synth.stacks.auto import STACK_NAMES
from tests.stacks.conftest import STACKS
from tests.stacks.projects import CASES

RUN = CliRunner()
ORDERS = Path(__file__).parents[2] / "examples/orders-api"
DEFINITION = ".github/ghsynth.py"
NODE = "npm-express-jest-typescript"


def said(root: Path, *options: str) -> tuple[int, str]:
    done = RUN.invoke(app, ["init", str(root), *options])
    return done.exit_code, done.output


def told(root: Path, *options: str) -> dict[str, object]:
    """The answer as a program gets it."""
    answer: dict[str, object] = json.loads(said(root, "--format", "json", *options)[1])
    return answer


def project(root: Path, name: str = NODE) -> Path:
    root.mkdir()
    return next(case for case in CASES if case.name == name).write(root)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file() and ".git/" not in str(path)}


def repository(root: Path, remote: str = "git@github.com:octo/Orders_API.git", branch: str = "trunk") -> None:
    for words in (["init", "-q", "-b", branch], ["remote", "add", "origin", remote]):
        subprocess.run(["git", "-C", str(root), *words], check=True, timeout=20)


def test_a_copy_of_the_example(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    root = tmp_path / "orders"
    copytree(ORDERS, root, ignore=ignore_patterns(".github", "node_modules", "coverage"))
    repository(root)
    code, text = said(root, "--template", "course", "--account", "111122223333", "--region", "eu-west-1", "--set", "STAGING_ACCOUNT=444455556666")
    assert 0 == code, text
    golden("init.txt", text)
    golden("init.py.txt", (root / DEFINITION).read_text(encoding="utf-8"))
    done = RUN.invoke(app, ["generate", str(root), "--check"])
    assert 0 == done.exit_code, done.output


def test_programs_are_told_the_same(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    root = project(tmp_path / "orders")
    golden("init.json", said(root, "--format", "json")[1])


@pytest.mark.parametrize("stack", STACKS)
def test_every_stack(stack: str, tmp_path: Path) -> None:
    root = project(tmp_path / "orders", STACKS[stack][0])
    code, text = said(root)
    assert 0 == code, text
    assert (root / ".github/workflows/orders.yml").is_file()
    assert 0 == RUN.invoke(app, ["generate", str(root), "--check"]).exit_code


def test_nothing_is_guessed_of_an_empty_folder(tmp_path: Path) -> None:
    named = "docker|go|gradle|maven|npm|pip|pnpm|poetry|uv|yarn"
    expected = (
        f"{tmp_path}  no project of a stack is here. Begin with one, or name what it will be: --stack {named}\n1 problem; nothing was written.\n"
    )
    assert (2, expected) == said(tmp_path)
    assert {} == files(tmp_path)


@pytest.mark.parametrize("template", ["minimal", "course", "expenseflow"])
@pytest.mark.parametrize("stack", STACK_NAMES)
def test_a_stack_that_is_yet_to_come_can_be_named(stack: str, template: str, tmp_path: Path) -> None:
    root = tmp_path / "orders"
    root.mkdir()
    answer = told(root, "--stack", stack, "--template", template)
    assert (0, ["Dockerfile", ".git"]) == (answer["exit_code"], answer.get("missing")), answer
    assert f"from synth.stacks import {STACK_NAMES[stack]}\n" in (root / DEFINITION).read_text(encoding="utf-8")


def test_the_stacks_of_the_option_are_those_that_there_are() -> None:
    assert ("auto", *STACK_NAMES) == STACK.values


def test_workflows_of_others_are_kept(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    theirs = root / ".github/workflows/orders.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("name: theirs\non: push\n", encoding="utf-8")
    (theirs.parent / "lint.yml").write_text("name: lint\n", encoding="utf-8")
    answer = told(root)
    assert (0, [".github/workflows/lint.yml", ".github/workflows/orders.yml"]) == (answer["exit_code"], answer["kept"])
    assert "name: theirs\non: push\n" == theirs.read_text(encoding="utf-8")
    made = sorted(path.name for path in theirs.parent.iterdir())
    assert ["lint.yml", "orders-delivery.yml", "orders.yml", "revert-orders-delivery.yml", "roll-back-orders-delivery.yml"] == made


def test_a_foreign_action_of_the_same_name_is_in_the_way(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    theirs = root / ".github/actions/rollback/action.yml"
    theirs.parent.mkdir(parents=True)
    theirs.write_text("name: theirs\n", encoding="utf-8")
    before = files(root)
    code, text = said(root)
    assert (2, ".github/actions/rollback/action.yml  is in the way") == (code, text.partition(" and")[0])
    assert before == files(root)


def test_twice_changes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    assert 0 == said(root)[0]
    before = files(root)
    there = f"{DEFINITION}  is there already, and stays as it is: change it, and run 'ghsynth generate'\n"
    assert (0, there) == said(root, "--template", "velocity")
    assert before == files(root)


def test_a_definition_in_yaml_is_one_too(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    (root / ".github").mkdir()
    (root / ".github/ghsynth.yml").write_text("workflows: []\n", encoding="utf-8")
    assert (0, ".github/ghsynth.yml") == (said(root)[0], said(root)[1].partition("  ")[0])
    assert not (root / DEFINITION).exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    before = files(root)
    code, text = said(root, "--dry-run")
    assert (0, True) == (code, " to write; this is a dry run\n" in text)
    assert before == files(root)


@pytest.mark.parametrize("name", ["a-broken-package-json", "a-broken-pyproject", "rust"])
def test_what_cannot_be_read_or_is_not_known_is_said(name: str, tmp_path: Path) -> None:
    root = project(tmp_path / "orders", name)
    before = files(root)
    code, text = said(root)
    begins = f"{root}  no project of a stack is here; {next(case for case in CASES if case.name == name).notes[0]}: "
    assert (2, begins) == (code, text[: len(begins)])
    assert before == files(root)


def test_a_project_without_a_lock_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    root = tmp_path / "orders"
    root.mkdir()
    (root / "package.json").write_text('{"scripts": {"lint": "eslint .", "test": "jest"}}', encoding="utf-8")
    code, text = said(root)
    assert (2, True) == (code, text.endswith("nothing was written.\n")), text
    assert ["package.json"] == list(files(root))


def test_a_project_without_unit_tests_gets_the_rest(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    package = json.loads((root / "package.json").read_text(encoding="utf-8"))
    del package["scripts"]["test"], package["devDependencies"]["jest"], package["devDependencies"]["ts-jest"]
    (root / "package.json").write_text(json.dumps(package), encoding="utf-8")
    (root / "jest.config.js").unlink()
    answer = told(root)
    assert 0 == answer["exit_code"], answer
    assert "        # UnitTest(STACK),  # left out: " in (root / DEFINITION).read_text(encoding="utf-8")
    assert "UnitTest" not in (root / DEFINITION).read_text(encoding="utf-8").partition("STACK =")[0]


def test_a_folder_that_is_a_file_leaves_nothing_half_written(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    (root / ".github").write_text("", encoding="utf-8")
    before = files(root)
    code, text = said(root)
    assert (2, "1 problem; nothing was written.") == (code, text.splitlines()[-1])
    assert before == files(root)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write into every folder")
def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    before = files(root)
    root.chmod(0o555)
    try:
        code, text = said(root)
    finally:
        root.chmod(0o755)
    assert (2, True) == (code, "Permission denied" in text)
    assert before == files(root)


def test_a_disk_that_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the one above, where the tests are run by root."""

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", str(root / ".github"))

    root = project(tmp_path / "orders")
    before = files(root)
    monkeypatch.setattr(command, "carry_out", refused)
    message = f"{root / '.github'}  Permission denied: mend that and run it again\n1 problem; nothing was written.\n"
    assert (2, message) == said(root)
    assert before == files(root)


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    nowhere = tmp_path / "nowhere"
    assert (2, f"{nowhere}  is no folder: give the repository's\n1 problem; nothing was written.\n") == said(nowhere)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--account", "1234"], "ACCOUNT  '1234' is not the 12 digits of an AWS account"),
        (["--region", "Ireland"], "REGION  'Ireland' is not a region of AWS, such as eu-west-1"),
        (["--url", "orders.example.com"], "URL  'orders.example.com' is not an address that begins with https:// or http://"),
        (
            ["--service", 'a"; import os'],
            "SERVICE  'a\"; import os' is not lower-case letters and digits, with single '-', '_' or '.' between them",
        ),
        (["--set", "CLUSTR=main"], "CLUSTR  is no blank of this template; did you mean 'CLUSTER'?: it has STACK, NAME, MAIN, SERVICE"),
        (["--set", "CLUSTER=a\nb"], "CLUSTER  is empty, or has characters that cannot be printed"),
        (["--set", "STACK=Npm()"], "STACK  is code, and no value of an option: change it in the definition"),
        (["--template", "minmal"], "--template  there is no template 'minmal'; did you mean 'minimal'?: there are minimal, course, "),
    ],
)
def test_what_cannot_be_is_refused(options: list[str], message: str, tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    before = files(root)
    code, text = said(root, *options)
    assert (2, message) == (code, text[: len(message)])
    assert before == files(root)


def test_a_value_is_text_and_never_code(tmp_path: Path) -> None:
    root = project(tmp_path / "orders")
    wild = "\"); __import__('os').abort(); ('\\"
    answer = told(root, "--set", f"CLUSTER={wild}")
    assert (0, json.dumps(wild)) == (answer["exit_code"], answer["known"]["CLUSTER"]["value"])  # type: ignore[index]  # checked by its failure


class Terminal:
    """Answers as a person gives them."""

    def __init__(self, *answers: str) -> None:
        self.answers, self.questions = list(answers), []  # type: list[str], list[str]

    def __call__(self, question: str) -> str:
        self.questions.append(question)
        return self.answers.pop(0) if self.answers else ""


def on_a_terminal(monkeypatch: pytest.MonkeyPatch, terminal: Terminal) -> None:
    monkeypatch.setattr("builtins.input", terminal)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)


def test_a_person_is_asked_for_what_is_not_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    root = project(tmp_path / "orders")
    terminal = Terminal("", "", "", "12", "111122223333", "eu-central-1")
    on_a_terminal(monkeypatch, terminal)
    assert 0 == command.init(command.Asked(), directory=str(root))
    assert "ACCOUNT  '12' is not the 12 digits of an AWS account" in capsys.readouterr().out
    assert [
        "the branch that is delivered (MAIN) ['main']: ",
        "the container in the task definition (CONTAINER) ['app']: ",
        "the folder of the Dockerfile (CONTEXT) ['.']: ",
        "the AWS account (ACCOUNT) ['111122223333']: ",
        "the AWS account (ACCOUNT) ['111122223333']: ",
        "the AWS region (REGION) ['eu-west-1']: ",
        "the ECS cluster (CLUSTER) ['orders']: ",
        "where people reach the service (URL) ['https://orders.example.com']: ",
        "the path that answers 200 when the service is well (HEALTH) ['/health']: ",
    ] == terminal.questions
    lines = (root / DEFINITION).read_text(encoding="utf-8").splitlines()
    assert 'ACCOUNT = "111122223333"  # the AWS account' in lines
    assert 'CLUSTER = "orders"  # TO FILL IN: the ECS cluster' in lines


def test_nobody_is_asked_with_yes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, terminal = project(tmp_path / "orders"), Terminal()
    on_a_terminal(monkeypatch, terminal)
    assert (0, []) == (command.init(command.Asked(yes=True), directory=str(root)), terminal.questions)


def test_answers_that_end_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(question: str) -> str:
        raise EOFError

    root = project(tmp_path / "orders")
    before = files(root)
    on_a_terminal(monkeypatch, Terminal())
    monkeypatch.setattr("builtins.input", ended)
    assert 2 == command.init(command.Asked(), directory=str(root))
    assert before == files(root)
