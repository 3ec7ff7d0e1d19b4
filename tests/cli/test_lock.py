"""`ghsynth lock` and `ghsynth pin` on a repository, with a GitHub and a registry on loopback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.registry import Registry, serving
from tests.cli.repository import Answer, Repository, ghsynth
from tests.github import GitHub, faults
from tests.github.specification import ABSENT, FILE

WORKFLOW = ".github/workflows/ci.yml"
LOCK = ".github/ghsynth.lock"
HEAD = "# What ghsynth pins: reference, commit SHA or digest, version, day (or month, or year) on which it was seen.\n"
NODE24 = "name: Greet\ndescription: Says hello\nruns: {using: node24, main: a.js}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


@pytest.fixture
def github() -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield github


def release(github: GitHub, version: str, action: str = NODE24, name: str = "octo/greet", date: str = "2026-01-01") -> str:
    """A release of an action, with its moving major tag; gives the commit."""
    repository = github.repository(name)
    commit: str = repository.commit({"action.yml": action, "version": version}, date=date)
    repository.tag(version, commit, annotated=True, date=date)
    return commit


def uses(*references: str) -> str:
    steps = "".join(f"      - uses: {reference}\n" for reference in references)
    return f"name: CI\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n{steps}"


def run(command: str, *options: str, repository: Repository, github: GitHub | None = None) -> Answer:
    env = {"GH_TOKEN": "", "GITHUB_TOKEN": ""}
    if github is not None:
        env = {"GITHUB_API_URL": github.url, "GH_TOKEN": github.token()}
    return ghsynth(command, *options, cwd=repository.root, env=env)


def entries(repository: Repository) -> list[list[str]]:
    return [line.split()[:3] for line in repository.files()[LOCK].removeprefix(HEAD).splitlines()]


def test_what_is_missing_is_resolved_and_pinned(repository: Repository, github: GitHub) -> None:
    commit = release(github, "v1.2.0")
    repository.write(WORKFLOW, uses("octo/greet@v1.2.0", "actions/checkout@v7"))
    answer = run("lock", repository=repository, github=github)
    assert (0, "added    octo/greet@v1.2.0 v1.2.0\n1 added, 1 kept\n", "") == (answer.code, answer.out, answer.err)
    assert ["octo/greet@v1.2.0", commit, "v1.2.0"] in entries(repository)
    assert Answer(0, "1 file pinned, 0 unchanged\n", "") == run("pin", repository=repository)
    assert f"      - uses: octo/greet@{commit} # v1.2.0\n" in repository.files()[WORKFLOW]
    assert Answer(0, "0 files to pin, 1 unchanged\n", "") == run("pin", "--check", repository=repository)


def test_a_moved_tag_is_told(repository: Repository, github: GitHub) -> None:
    octo = github.repository("octo/greet")
    first = octo.commit({"action.yml": NODE24})
    octo.tag("v1.0.0", first)
    repository.write(WORKFLOW, uses("octo/greet@v1.0.0"))
    assert 0 == run("lock", repository=repository, github=github).code
    octo.delete_tag("v1.0.0")
    second = octo.commit({"action.yml": NODE24 + "# other\n"})
    octo.tag("v1.0.0", second)
    before = repository.files()
    answer = run("lock", "--check", "--format", "json", repository=repository, github=github)
    found: dict[str, Any] = json.loads(answer.out)["entries"][0]
    assert (1, "moved") == (answer.code, found["kind"])
    assert first in found["message"]
    assert second in found["message"]
    assert before == repository.files()


def test_an_update_follows_the_major_and_lets_releases_cool_down(repository: Repository, github: GitHub) -> None:
    octo = github.repository("octo/greet")
    first = octo.commit({"action.yml": NODE24, "v": "1"}, date="2025-01-01")
    octo.tag("v1.0.0", first, annotated=True, date="2025-01-01")
    octo.tag("v1", first)
    repository.write(WORKFLOW, uses("octo/greet@v1"))
    assert 0 == run("lock", repository=repository, github=github).code
    assert [["octo/greet@v1", first, "v1.0.0"]] == entries(repository)
    second = octo.commit({"action.yml": NODE24, "v": "2"}, date="2025-06-01")
    octo.tag("v1.1.0", second, annotated=True, date="2025-06-01")
    third = octo.commit({"action.yml": NODE24, "v": "3"}, date="2025-07-01")
    octo.tag("v2.0.0", third, annotated=True, date="2025-07-01")
    answer = run("lock", "--update", repository=repository, github=github)
    assert (0, "updated  octo/greet@v1 v1.0.0 -> v1.1.0\n1 updated\n") == (answer.code, answer.out)
    assert [["octo/greet@v1", second, "v1.1.0"]] == entries(repository)


@pytest.mark.parametrize(
    ("reference", "action", "said"),
    [
        ("octo/greet@v1.0.0", NODE24.replace("node24", "node16"), "v1.0.0 runs on node16, which GitHub's runners do not have since 2026-09-23"),
        ("tj-actions/changed-files@v45.0.0", NODE24, "its tags were moved to code that writes secrets to the log (CVE-2025-30066"),
    ],
)
def test_what_must_not_be_used_is_not_locked(repository: Repository, github: GitHub, reference: str, action: str, said: str) -> None:
    name, _, version = reference.partition("@")
    release(github, version, action, name)
    repository.write(WORKFLOW, uses(reference))
    answer = run("lock", repository=repository, github=github)
    assert (1, True) == (answer.code, said in answer.out), answer
    assert LOCK not in repository.files() or reference not in repository.files()[LOCK]


def test_what_an_action_uses_without_a_commit_is_told(repository: Repository, github: GitHub) -> None:
    composite = "name: G\ndescription: H\nruns:\n  using: composite\n  steps:\n    - uses: other/thing@main\n"
    release(github, "v1.0.0", composite)
    repository.write(WORKFLOW, uses("octo/greet@v1.0.0"))
    assert "uses other/thing@main without a commit" in run("lock", repository=repository, github=github).out


def test_one_failure_does_not_keep_the_others_from_the_lock_and_a_second_run_goes_on(repository: Repository, github: GitHub) -> None:
    release(github, "v1.0.0")
    repository.write(WORKFLOW, uses("octo/greet@v1.0.0", "octo/later@v1.0.0"))
    first = run("lock", repository=repository, github=github)
    assert (1, ["octo/greet@v1.0.0"]) == (first.code, [entry[0] for entry in entries(repository)])
    release(github, "v1.0.0", name="octo/later")
    second = run("lock", repository=repository, github=github)
    assert (0, ["octo/greet@v1.0.0", "octo/later@v1.0.0"]) == (second.code, [entry[0] for entry in entries(repository)])


def test_a_rate_limit_is_told_with_what_to_do(repository: Repository, github: GitHub) -> None:
    release(github, "v1.0.0")
    github.faults.add(faults.secondary(retry_after=3600, times=50))
    repository.write(WORKFLOW, uses("octo/greet@v1.0.0"))
    answer = run("lock", repository=repository, github=github)
    assert (1, True) == (answer.code, "octo/greet" in answer.out and "Traceback" not in answer.err)


def test_without_a_network_only_what_is_known_is_looked_at(repository: Repository) -> None:
    repository.write(WORKFLOW, uses("octo/greet@v1", "actions/checkout@v7"))
    answer = run("lock", "--check", "--offline", repository=repository)
    assert (1, f"failed   octo/greet@v1\n         is used at {WORKFLOW}:7 and is not locked: run 'ghsynth lock'\n1 failed\n") == (
        answer.code,
        answer.out,
    )
    repository.write(WORKFLOW, uses("actions/checkout@v7"))
    assert 0 == run("lock", "--check", "--offline", repository=repository).code


def test_images_are_locked_by_their_digest(repository: Repository) -> None:
    with serving(Registry()) as registry:
        digest = registry.push("tools/scan", "1.0")
        image = f"{registry.host}/tools/scan:1.0"
        repository.write(WORKFLOW, uses(f"docker://{image}"))
        assert 0 == run("lock", repository=repository).code
        assert [[image, digest, "1.0"]] == entries(repository)
        assert 0 == run("pin", repository=repository).code
        assert f"      - uses: docker://{image}@{digest}\n" in repository.files()[WORKFLOW]


def test_a_definition_that_uses_something_unknown_is_locked_first(repository: Repository, github: GitHub) -> None:
    commit = release(github, "v1.0.0")
    repository.define(
        'from synth import Job, Workflow, push, uses\n\nw = Workflow("CI", on=[push()], jobs=[Job("A", [uses("octo/greet@v1.0.0")])])\n'
    )
    assert 2 == repository.generate().code
    assert 0 == run("lock", repository=repository, github=github).code
    assert 0 == repository.generate().code
    assert f"octo/greet@{commit} # v1.0.0" in repository.files()[WORKFLOW]


def test_generate_keeps_what_hand_written_files_have_locked(repository: Repository, github: GitHub) -> None:
    release(github, "v1.0.0")
    repository.write(".github/workflows/by-hand.yml", uses("octo/greet@v1.0.0"))
    assert 0 == run("lock", repository=repository, github=github).code
    repository.define('from synth import Job, Workflow, push, run\n\nw = Workflow("CI", on=[push()], jobs=[Job("A", [run("make")])])\n')
    assert 0 == repository.generate().code
    assert ["octo/greet@v1.0.0"] == [entry[0] for entry in entries(repository)]


def test_pin_says_what_it_left(repository: Repository) -> None:
    repository.write(WORKFLOW, uses("octo/greet@v1", "${{ matrix.action }}", "./local"))
    expected = (
        f"{WORKFLOW}:7  octo/greet@v1 is not in {LOCK}: run 'ghsynth lock octo/greet@v1'\n"
        f"note: {WORKFLOW}:8  ${{{{ matrix.action }}}} is an expression: nobody but the runner knows what it names\n"
    )
    assert Answer(1, "0 files pinned, 1 unchanged\n", expected) == run("pin", repository=repository)


def test_a_broken_lock_is_a_clear_error(repository: Repository) -> None:
    repository.write(WORKFLOW, uses("octo/greet@v1"))
    repository.write(LOCK, "nonsense\n")
    for command in ("lock", "pin"):
        answer = run(command, repository=repository)
        assert (2, True) == (answer.code, f"{LOCK}:1" in answer.err), answer
