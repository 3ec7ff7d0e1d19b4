"""`ghsynth infra check`, and what `ghsynth validate` says of templates, as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.repository import Answer, ghsynth
from tests.infra.orders import DEFINITION, repository

pytestmark = pytest.mark.slow
NUMBERS = ("--repository-id", "7654321", "--owner-id", "1234567")
NAME = ("--repository", "octo-org/orders")
NOWHERE = {"GITHUB_REPOSITORY": "", "GH_TOKEN": "", "GITHUB_TOKEN": "", "GITHUB_API_URL": "", "NO_COLOR": "1"}


@pytest.fixture(params=["cloudformation", "terraform", "policies"])
def written(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    root = repository(tmp_path / "orders")
    assert 0 == ghsynth("infra", "write", str(root), *NAME, *NUMBERS, "--format", request.param, env=NOWHERE).code
    return root


def check(root: Path, *words: str) -> Answer:
    return ghsynth("infra", "check", *words, "--directory", str(root), *NAME, env=NOWHERE)


def test_what_was_written_agrees(written: Path) -> None:
    answer = check(written)
    assert (0, "") == (answer.code, answer.err)
    assert answer.out.endswith("all agree with the jobs\n")


def edited(root: Path, old: str, new: str) -> Path:
    """The one file that says it, without it."""
    (path,) = [path for path in sorted((root / "infra").rglob("*")) if path.is_file() and old in path.read_text()]
    path.write_text(path.read_text().replace(old, new))
    return path


@pytest.fixture
def template(tmp_path: Path) -> Path:
    root = repository(tmp_path / "orders")
    ghsynth("infra", "write", str(root), *NAME, *NUMBERS, env=NOWHERE)
    return root


def test_what_does_not_is_said_with_its_line(template: Path) -> None:
    path = edited(template, "ecr:PutImage", "ecr:*")
    lines = path.read_text().splitlines()
    there = next(number for number, text in enumerate(lines) if "ecr:*" in text)
    line = 1 + max([number for number, text in enumerate(lines[:there]) if "- Sid: Images" in text])
    answer = check(template)
    assert (1, "") == (answer.code, answer.err)
    first, remedy, *_ = [line for line in answer.out.splitlines() if "too-wide" in line or "take it out" in line]
    where = f"infra/{path.name}:{line}  error  role 'orders-push' allows more than its jobs need: statement 'Images': ecr:* on"
    assert first.startswith(where)
    assert "    take it out, or let the job that needs it say so" == remedy


def test_as_json_and_as_markdown(template: Path) -> None:
    edited(template, "ecr:PutImage", "ecr:PutImages")
    told = json.loads(check(template, "--format", "json").out)
    assert ("infra check", 1, ["permission-missing", "permission-too-wide"]) == (
        told["command"],
        told["exit_code"],
        sorted(one["rule"] for one in told["findings"]),
    )
    assert check(template, "--format", "markdown").out.startswith(
        "### Roles and jobs\n\n| Where | Severity | What | What to do | Rule |\n|---|---|---|---|---|\n| infra/"
    )


def test_an_environment_that_lets_every_branch_in(template: Path) -> None:
    text = DEFINITION.replace("from synth import ", "from synth import Protection, ") + '\nopen_to_all = Protection("staging", branches=["*"])\n'
    (template / ".github/ghsynth.py").write_text(text)
    answer = check(template)
    assert 1 == answer.code
    assert "environment 'staging' lets every branch in" in answer.out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nowhere.yml"], "nowhere.yml  is not there: give templates, policies, or a folder of them\n"),
        (["--account", "1"], "--account  '1' is no account: twelve digits\n"),
        (["--parameter", "x"], "--parameter  'x' is not NAME=VALUE\n"),
    ],
)
def test_bad_input_is_told(template: Path, words: list[str], said: str) -> None:
    assert Answer(2, "", said) == check(template, *words)


def test_without_templates_it_says_how_to_get_some(tmp_path: Path) -> None:
    root = repository(tmp_path / "orders")
    assert Answer(2, "", f"{root}  has no template that speaks of roles: 'ghsynth infra write' writes one, or name the files\n") == check(root)


def test_validate_looks_at_templates_too(template: Path) -> None:
    (template / ".github/workflows").mkdir()
    (template / ".github/workflows/ci.yml").write_text(
        "on: push\npermissions: {}\njobs: {a: {runs-on: ubuntu-24.04, timeout-minutes: 5, steps: [{run: 'true'}]}}\n"
    )
    before = ghsynth("validate", str(template), "--no-definition", env=NOWHERE)
    assert "infra/" not in before.out
    for path in sorted((template / "infra").iterdir()):
        path.write_text(path.read_text().replace("iam:PassedToService", "iam:PassedTo"))
    after = ghsynth("validate", str(template), "--no-definition", env=NOWHERE)
    assert 1 == after.code
    found = [line for line in after.out.splitlines() if "[pass-role-to-any-service]" in line]
    assert ["111122223333.yml", "444455556666.yml"] == [line.split("infra/")[1].partition(":")[0] for line in found]
