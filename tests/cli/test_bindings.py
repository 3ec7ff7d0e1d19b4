"""`ghsynth bindings`: typed functions for actions of the repository itself, of a file, and of GitHub."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.repository import Answer, Repository, ghsynth
from tests.github import GitHub
from tests.github.specification import ABSENT, FILE

ACTION = """\
name: Greet
description: Says hello
inputs:
  who:
    description: Whom
    required: true
  loudVoice:
    default: false
  tone:
    required: true
    default: warm
  old:
    deprecationMessage: not any more
outputs:
  the-time:
    value: ${{ steps.a.outputs.b }}
runs:
  using: composite
  steps:
    - id: a
      run: echo
      shell: bash
"""
LOCAL = ".github/actions/greet/action.yml"
DEFINITION = """\
from bindings import greet
from synth import Job, Workflow, push, run

said = greet(who="you", loud_voice=True)
w = Workflow("CI", on=[push()], jobs=[Job("A", [said, run("echo {t}", t=said.outputs.the_time)])])
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.write(LOCAL, ACTION)
    return made


@pytest.fixture
def github() -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield github


def bindings(repository: Repository, *words: str, env: dict[str, str] | None = None) -> Answer:
    return ghsynth("bindings", *words, cwd=repository.root, env=env)


def test_an_action_of_the_repository_is_bound_and_used(repository: Repository) -> None:
    assert Answer(0, "bound    $/.github/actions/greet: from bindings import greet\n", "") == bindings(repository, "add", "./.github/actions/greet")
    repository.define(DEFINITION)
    assert 0 == repository.generate().code
    step = repository.files()[".github/workflows/ci.yml"].split("    steps:\n")[1]
    assert (
        "      - id: greet\n        uses: $/.github/actions/greet\n        with:\n          who: you\n          loudVoice: true\n"
        '      - run: echo "$T"\n        env:\n          T: ${{ steps.greet.outputs.the-time }}\n'
    ) == step


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ('greet(who="you", tome="x")', "unexpected keyword argument 'tome'"),
        ("greet()", "missing 1 required keyword-only argument: 'who'"),
        ('greet(who="you", old="x")', "unexpected keyword argument 'old'"),
        ('greet(who="you").outputs.the_tim', "declares no output 'the_tim'"),
    ],
)
def test_a_mistake_is_told_at_its_line(repository: Repository, call: str, said: str) -> None:
    bindings(repository, "add", "./.github/actions/greet")
    repository.define(f"from bindings import greet\n\nx = {call}\n")
    answer = repository.generate()
    assert (2, True) == (answer.code, ".github/ghsynth.py:3" in answer.err and said in answer.err), answer


def test_what_is_generated_type_checks_strictly(repository: Repository) -> None:
    bindings(repository, "add", "./.github/actions/greet")
    bindings(repository, "add", "octo/shout@v2", "--from", LOCAL)
    command = [sys.executable, "-m", "mypy", "--strict", "--no-incremental", "bindings"]
    done = subprocess.run(command, cwd=repository.root / ".github", capture_output=True, text=True, check=False)
    assert (0, "") == (done.returncode, done.stderr), done.stdout


def test_a_release_on_github_is_bound(repository: Repository, github: GitHub) -> None:
    octo = github.repository("octo/tools")
    octo.tag("v2.1.0", octo.commit({"shout/action.yml": ACTION}))
    env = {"GITHUB_API_URL": github.url, "GH_TOKEN": github.token()}
    answer = bindings(repository, "add", "octo/tools/shout@v2.1.0", env=env)
    assert Answer(0, "bound    octo/tools/shout: from bindings import shout\nnext     ghsynth lock octo/tools/shout@v2.1.0\n", "") == answer
    assert '"octo/tools/shout@v2.1.0"' in repository.files()[".github/bindings/octo_tools_shout.py"]
    assert 2 == bindings(repository, "add", "octo/tools/absent@v2.1.0", env=env).code


def test_check_finds_what_was_edited_and_the_command_mends_it(repository: Repository) -> None:
    bindings(repository, "add", "./.github/actions/greet")
    assert Answer(0, "", "") == bindings(repository, "--check")
    module = ".github/bindings/github_actions_greet.py"
    text = repository.files()[module]
    repository.write(module, (text + "# more\n").encode())
    assert Answer(1, f"differs  {module}\n", "") == bindings(repository, "--check")
    assert Answer(0, "1 bound in .github/bindings\n", "") == bindings(repository)
    assert text == repository.files()[module]


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("nonsense", "nonsense  is no action: write owner/repo@ref, owner/repo/path@ref or $/path"),
        ("./absent", "holds no action.yml: mend the path"),
    ],
)
def test_what_cannot_be_bound_is_a_clear_error(repository: Repository, reference: str, said: str) -> None:
    answer = bindings(repository, "add", reference)
    assert (2, True) == (answer.code, said in answer.err), answer
    assert [LOCAL] == list(repository.files())


def test_a_file_with_errors_is_told_with_their_lines(repository: Repository) -> None:
    repository.write(LOCAL, ACTION.replace("using: composite", "using: composit"))
    answer = bindings(repository, "add", "./.github/actions/greet")
    assert (2, True) == (answer.code, "action.yml:18" in answer.err), answer


def test_a_module_in_the_way_is_not_overwritten(repository: Repository) -> None:
    repository.write(".github/bindings/__init__.py", "# mine\n")
    answer = bindings(repository, "add", "./.github/actions/greet")
    assert (2, True) == (answer.code, "is in the way and was not made by ghsynth" in answer.err)
    assert "# mine\n" == repository.files()[".github/bindings/__init__.py"]
