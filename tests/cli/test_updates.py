"""What the workflows of `Updates` run: the weekly pull request, and the adoption of a bot's, on a GitHub on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from synth.adapters.github_client import writer
from synth.cli import lock as command
from synth.cli.updates import adopt_pull
from tests.cli.repository import Repository, ghsynth
from tests.github import GitHub, faults
from tests.github import Repository as Remote
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

NAME = "octo-org/app"
BRANCH = "ghsynth/updates"
WORKFLOW = ".github/workflows/ci.yml"
LOCK = ".github/ghsynth.lock"
GREET = "name: Greet\ndescription: Says hello\nruns: {using: node24, main: a.js}\n"
DEFINITION = 'from synth import Job, Workflow, push, uses\n\nw = Workflow("CI", on=[push()], jobs=[Job("A", [uses("octo/greet@v1")])])\n'
GITHUB_TOKEN = {"contents": "write", "pull_requests": "write"}
BOT = "dependabot[bot]"
Captured = pytest.CaptureFixture[str]


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        monkeypatch.setattr("synth.adapters.github_pulls.writer", lambda token, url: writer(token, url, 0))
        monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
        for name, value in {"API_URL": github.url, "REPOSITORY": NAME, "REF_NAME": "main", "REF_TYPE": "branch"}.items():
            monkeypatch.setenv(f"GITHUB_{name}", value)
        monkeypatch.setenv("GITHUB_SERVER_URL", "https://github.com")
        signed_in(monkeypatch, github)
        yield github


def signed_in(monkeypatch: pytest.MonkeyPatch, github: GitHub, **permissions: str) -> None:
    monkeypatch.setenv("GH_TOKEN", github.token("ghsynth", permissions=permissions or None))


def release(github: GitHub, version: str, date: str) -> str:
    """A release of the action, to which v1 moves; gives the commit."""
    octo = github.repository("octo/greet")
    commit: str = octo.commit({"action.yml": GREET, "version": version}, date=date)
    octo.tag(version, commit, annotated=True, date=date)
    octo.tag("v1", commit)
    return commit


@pytest.fixture
def first(github: GitHub) -> str:
    """The commit that everything is pinned to at first."""
    return release(github, "v1.0.0", "2025-01-01")


@pytest.fixture
def local(tmp_path: Path, github: GitHub, first: str) -> Repository:
    """The checkout: locked, generated."""
    made = Repository(tmp_path)
    made.define(DEFINITION)
    assert 0 == command.lock([], command.Asked(), directory=str(tmp_path))
    assert 0 == made.generate().code
    return made


@pytest.fixture
def remote(github: GitHub, local: Repository, monkeypatch: pytest.MonkeyPatch) -> Remote:
    """The same on GitHub."""
    made = github.repository(NAME)
    commit = made.commit({**local.files(), ".github/ghsynth.py": DEFINITION})
    monkeypatch.setenv("GITHUB_SHA", commit)
    github.done.clear()
    return made


def weekly(local: Repository) -> int:
    return command.lock([], command.Asked(update=True, pull_request=BRANCH), directory=str(local.root))


def bumped(remote: Remote, first: str, new: str, version: str = "v1.1.0") -> int:
    """What a bot does: one pull request that moves the pin in the generated file, and nothing else."""
    text = remote.text(WORKFLOW) or ""
    old = f"octo/greet@{first} # v1.0.0"
    assert old in text
    remote.commit({WORKFLOW: text.replace(old, f"octo/greet@{new} # {version}")}, branch="bot")
    return remote.pull_request("bot", author=BOT)


# the weekly pull request


def test_a_new_release_becomes_one_pull_request_that_passes_the_check(github: GitHub, local: Repository, remote: Remote, capsys: Captured) -> None:
    second = release(github, "v1.1.0", "2025-06-01")
    capsys.readouterr()
    assert 0 == weekly(local)
    out, err = capsys.readouterr()
    assert "updated  octo/greet@v1 v1.0.0 -> v1.1.0\n1 updated\n" == out
    (number, kept), *_ = remote.pulls.items()
    assert err.startswith(f"pull request #{number} opened: ")
    assert f"octo/greet@{second} # v1.1.0" in (remote.text(WORKFLOW, BRANCH) or "")
    assert local.files() == {path: remote.text(path, BRANCH) for path in local.files()}
    assert 0 == local.generate("--check").code
    assert "Update octo/greet" == kept["title"]
    assert "| `octo/greet@v1` | `v1.0.0` `" in kept["body"]


def test_the_next_week_brings_the_same_pull_request_up_to_date(github: GitHub, local: Repository, remote: Remote) -> None:
    before = local.files()
    for version, date in (("v1.1.0", "2025-06-01"), ("v1.2.0", "2025-07-01")):
        release(github, version, date)
        for path, text in before.items():
            local.write(path, text.encode())  # each run checks out the main branch anew
        assert 0 == weekly(local)
    assert 1 == len(remote.pulls)
    assert "# v1.2.0" in (remote.text(WORKFLOW, BRANCH) or "")
    assert 1 == remote.objects.ahead_behind(remote.head(BRANCH), remote.head())[0]


def test_without_a_new_release_there_is_no_pull_request(local: Repository, remote: Remote, capsys: Captured) -> None:
    assert 0 == weekly(local)
    assert "no pull request: nothing to update\n" == capsys.readouterr().err
    assert {} == remote.pulls


def test_a_release_that_is_too_young_waits(github: GitHub, local: Repository, remote: Remote) -> None:
    from datetime import UTC, datetime

    release(github, "v1.1.0", datetime.now(UTC).date().isoformat())
    assert (0, {}) == (weekly(local), remote.pulls)


def test_github_token_brings_the_lock_and_says_what_is_missing(
    github: GitHub, local: Repository, remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    release(github, "v1.1.0", "2025-06-01")
    signed_in(monkeypatch, github, **GITHUB_TOKEN)
    assert 0 == weekly(local)
    (kept,) = remote.pulls.values()
    assert (remote.text(WORKFLOW), local.files()[LOCK]) == (remote.text(WORKFLOW, BRANCH), remote.text(LOCK, BRANCH))
    assert kept["body"].startswith("> [!IMPORTANT]\n> This holds the lock alone")


def test_what_github_refuses_is_told_and_the_next_run_goes_on(github: GitHub, local: Repository, remote: Remote, capsys: Captured) -> None:
    release(github, "v1.1.0", "2025-06-01")
    before = local.files()
    github.faults.add(faults.bad_gateway("POST", ".*/pulls"))
    assert 2 == weekly(local)
    assert "answered 502 each time that it was asked: try again later\n1 problem; the lock is written; run it again.\n" in capsys.readouterr().err
    for path, text in before.items():
        local.write(path, text.encode())
    assert (0, 1) == (weekly(local), len(remote.pulls))


def test_outside_of_a_run_it_says_what_it_needs(github: GitHub, local: Repository, monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    release(github, "v1.1.0", "2025-06-01")
    monkeypatch.delenv("GITHUB_REPOSITORY")
    capsys.readouterr()
    assert 2 == weekly(local)
    assert "GITHUB_REPOSITORY  is not set: --pull-request works in a run of GitHub Actions, which sets it" in capsys.readouterr().err


def test_the_option_goes_with_update_only(tmp_path: Path) -> None:
    answer = ghsynth("lock", "--pull-request", BRANCH, cwd=tmp_path)
    assert (2, True) == (answer.code, "goes with --update, and neither with --check nor with --dry-run" in answer.err)


# a bot's pull request


def test_a_bots_pins_are_adopted_with_github_token(
    github: GitHub, local: Repository, remote: Remote, first: str, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    second = release(github, "v1.1.0", "2025-06-01")
    number = bumped(remote, first, second)
    signed_in(monkeypatch, github, **GITHUB_TOKEN)
    capsys.readouterr()
    assert 0 == adopt_pull(number)
    assert f"adopted  octo/greet@v1 v1.1.0\n1 adopted in {remote.head('bot')[:7]} of bot\n" == capsys.readouterr().out
    for path in (WORKFLOW, LOCK):
        local.write(path, (remote.text(path, "bot") or "").encode())
    assert 0 == local.generate("--check").code
    commit = remote.objects.commit_at(remote.head("bot"))
    assert commit is not None
    assert "Adopt the new pins\n\nocto/greet@v1 v1.1.0\n\n[dependabot skip]" == commit.message.strip()


def test_it_is_adopted_once(github: GitHub, remote: Remote, first: str, capsys: Captured) -> None:
    number = bumped(remote, first, release(github, "v1.1.0", "2025-06-01"))
    assert 0 == adopt_pull(number)
    head = remote.head("bot")
    capsys.readouterr()
    assert (0, "nothing to adopt\n", head) == (adopt_pull(number), capsys.readouterr().out, remote.head("bot"))


def test_a_commit_that_is_not_the_tags_is_not_adopted(github: GitHub, remote: Remote, first: str, capsys: Captured) -> None:
    release(github, "v1.1.0", "2025-06-01")
    stray = github.repository("octo/greet").commit({"action.yml": GREET, "version": "stray"}, branch="stray")
    number = bumped(remote, first, stray)
    head = remote.head("bot")
    assert (1, head) == (adopt_pull(number), remote.head("bot"))
    err = capsys.readouterr().err
    assert "octo/greet@v1: octo/greet@v1.1.0 stands for " in err
    assert err.endswith("1 problem; nothing was adopted.\n")


def test_more_than_pins_is_not_adopted(github: GitHub, remote: Remote, first: str, capsys: Captured) -> None:
    number = bumped(remote, first, release(github, "v1.1.0", "2025-06-01"))
    remote.commit({".github/ghsynth.py": "import os\n"}, branch="bot")
    head = remote.head("bot")
    assert (1, head) == (adopt_pull(number), remote.head("bot"))
    assert ".github/ghsynth.py is changed too, so this is more than a bot's update" in capsys.readouterr().err


def test_a_fork_is_told_what_to_run(github: GitHub, remote: Remote, first: str, capsys: Captured) -> None:
    fork = remote.fork("someone")
    fork.commit({WORKFLOW: "x\n"}, branch="bot")
    number = remote.pull_request("someone:bot", author=BOT)
    assert 1 == adopt_pull(number)
    assert "comes from another repository, whose branch nobody here may change: run 'ghsynth adopt && git commit" in capsys.readouterr().err


def test_a_token_that_may_only_read_leaves_the_command_in_the_summary(
    github: GitHub, remote: Remote, first: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: Captured
) -> None:
    number = bumped(remote, first, release(github, "v1.1.0", "2025-06-01"))
    signed_in(monkeypatch, github, contents="read", pull_requests="read")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    assert 2 == adopt_pull(number)
    assert "refuses it, Resource not accessible by integration" in capsys.readouterr().err
    expected = (
        "### Pins to adopt\n\nIn a checkout of this pull request:\n\n```sh\nghsynth adopt && git commit -am 'Adopt the new pins' && git push\n```\n"
    )
    assert expected == (tmp_path / "summary.md").read_text()
