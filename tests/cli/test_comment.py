"""`ghsynth comment`: one pull request, by PyGithub, on a GitHub on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from synth.adapters.github_client import writer
from synth.cli.app import app
from tests.actions.comment_diff.conftest import Runner
from tests.bot.bench import BOT, NAME
from tests.github import GitHub
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

Ghsynth = Callable[..., Result]


@pytest.fixture
def pull(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github, ExitStack() as open_ones:
        made = Runner(github, open_ones, tmp_path)
        for name in ("REPOSITORY", "RUN_ID", "RUN_ATTEMPT", "SERVER_URL"):
            monkeypatch.delenv(f"GITHUB_{name}", raising=False)
        monkeypatch.setenv("GITHUB_API_URL", github.url)
        monkeypatch.setenv("GH_TOKEN", made.token)
        monkeypatch.setattr("synth.adapters.github_bot.writer", lambda token, url: writer(token, url, 0))
        yield made


def comment(pull: Runner, *words: str) -> tuple[int, str, str]:
    """Exit code, output and errors."""
    done = CliRunner().invoke(app, ["comment", "--pull", str(pull.number), *words])
    return done.exit_code, done.stdout, done.stderr


def test_it_is_made_and_then_left_alone(pull: Runner) -> None:
    code, said, wrong = comment(pull, "--repo", NAME)
    url = f"{pull.github.url}/octo-org/hello/issues/{pull.number}#issuecomment-{next(iter(pull.repository.comments))}"
    assert (0, f"pull request {pull.number}: comment created, danger {url}\n", "") == (code, said, wrong)
    assert (0, f"pull request {pull.number}: comment unchanged, danger {url}\n", "") == comment(pull, "--repo", NAME)
    assert "run=0.0" in pull.comments[0].splitlines()[0]


def test_a_dry_run_prints_it(pull: Runner) -> None:
    code, said, wrong = comment(pull, "--repo", NAME, "--dry-run")
    assert (0, "", []) == (code, wrong, pull.writes)
    comment(pull, "--repo", NAME)
    assert pull.bodies[0].rstrip("\n") == said.rstrip("\n")


def test_json_has_what_came_of_it(pull: Runner) -> None:
    code, said, _ = comment(pull, "--repo", NAME, "--format", "json", "--fail-on", "danger")
    told = json.loads(said)
    assert (1, "comment", 1, "created", "danger", pull.head) == (
        code,
        told["command"],
        told["exit_code"],
        told["action"],
        told["worst"],
        told["head"],
    )
    assert pull.bodies[0] == told["body"]


def test_another_base_is_compared_with(pull: Runner) -> None:
    code, said, _ = comment(pull, "--repo", NAME, "--base", pull.head)
    assert (0, f"pull request {pull.number}: comment not needed, no change in behaviour\n") == (code, said)


def test_another_head_is_left_alone(pull: Runner) -> None:
    code, said, _ = comment(pull, "--repo", NAME, "--head", pull.repository.head("main"))
    assert (0, f"pull request {pull.number}: comment left to the run of a newer commit\n", []) == (code, said, pull.writes)


def test_a_token_that_may_not_write_is_said(pull: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GH_TOKEN", pull.github.token(BOT, permissions={"contents": "read", "pull_requests": "read"}))
    code, said, wrong = comment(pull, "--repo", NAME)
    assert (2, f"pull request {pull.number}: comment refused, danger\n") == (code, said)
    path = f"/repos/octo-org/hello/issues/{pull.number}/comments"
    assert f"no comment was written: POST {path}: HTTP 403 Resource not accessible by integration\n" == wrong


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (["--repo", "x"], "--repo: the repository is unknown: give owner/name\n"),
        (["--repo", NAME, "--base", "main"], "--base: 'main' is not the 40 digits of a commit: give what 'git rev-parse' says\n"),
        (["--repo", NAME, "--key", "a b"], "--key: 'a b' is no key: letters, digits, '.', '_' and '-', 64 at most\n"),
        (
            ["--repo", "octo-org/none"],
            "GET /repos/octo-org/none/pulls/2: HTTP 404 Not Found: is 2 the number of a pull request, and may the token see the repository?\n",
        ),
    ],
)
def test_mistakes_are_said_with_exit_code_2(pull: Runner, words: list[str], wrong: str) -> None:
    assert (2, "", wrong) == comment(pull, *words)


def test_no_token_is_a_mistake(pull: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GH_TOKEN")
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    monkeypatch.setenv("PATH", "")
    assert (2, "", "a comment needs a token: set GH_TOKEN, or run 'gh auth login'\n") == comment(pull, "--repo", NAME)
