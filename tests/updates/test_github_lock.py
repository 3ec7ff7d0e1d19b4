"""GitHub's own lock: read tolerantly, never written, and told where it disagrees with the workflows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from synth.bindings.lock import Entry, Lock
from synth.updates.github_lock import FILE, GitHubLock, parsed, stale
from tests.cli.repository import Answer, Repository, ghsynth

ONE, TWO = "1" * 40, "2" * 40
CI = ".github/workflows/ci.yml"
TEXT = f"""\
# machine-made
version: 'v0.0.3'
since: 2026
workflows:
    '{CI}':
        - 'Octo/a@v1'
        - 'octo/b@{TWO}'
dependencies:
    'octo/a@v1':
        ref: 'v1'
        commit: 'sha1-{ONE}'
        owner_id: 1
        repo_id: 2
        uses:
            - 'octo/b@{TWO}'
    'octo/b@{TWO}':
        ref: 'v2.0.0'
        commit: 'sha1-{TWO}'
"""
LOCK = GitHubLock({CI: frozenset({"octo/a@v1", f"octo/b@{TWO}"})}, {"octo/a@v1": ONE, f"octo/b@{TWO}": TWO})
OURS = Lock({"octo/a@v1": Entry("octo/a@v1", ONE, "v1.0.0", "2026")})
USED = ("octo/a@v1", f"octo/b/sub@{TWO}")
REMEDY = "run 'gh actions-lock'"


def disagreements(used: Sequence[str] = USED, more: Mapping[str, Sequence[str]] = {}, lock: GitHubLock = LOCK, ours: Lock = OURS) -> list[str]:
    return stale(lock, {CI: used, **more}, ours)


def test_what_it_holds_is_read_and_what_is_not_known_passed_over() -> None:
    assert LOCK == parsed(TEXT)
    assert LOCK == parsed(TEXT.replace("v0.0.3", "v0.0.2"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.replace("v0.0.3", "v0.1.0"), f"{FILE} has version 'v0.1.0', and only v0.0.2 and v0.0.3 are known here: it was not looked at"),
        (TEXT.replace("version: 'v0.0.3'\n", ""), f"{FILE} has version '', and only v0.0.2 and v0.0.3 are known here: it was not looked at"),
        (TEXT.replace("workflows:", "files:"), f"{FILE} has no workflows or no dependencies: {REMEDY}"),
        (TEXT.replace(f"sha1-{ONE}", "sha1-abc"), f"{FILE} has no full commit for octo/a@v1: {REMEDY}"),
        (TEXT + "  x: [", f"{FILE} is no YAML that GitHub's lock could be: {REMEDY}"),
        ("", f"{FILE} is no YAML that GitHub's lock could be: {REMEDY}"),
        ("- a\n", f"{FILE} is no YAML that GitHub's lock could be: {REMEDY}"),
    ],
    ids=["version", "no version", "shape", "commit", "YAML", "empty", "a list"],
)
def test_a_format_that_is_not_known_is_told_plainly(text: str, said: str) -> None:
    assert said == parsed(text)


def test_agreement_says_nothing() -> None:
    assert [] == disagreements()
    assert [] == disagreements([*USED, "./local", "$/.github/actions/x", "docker://alpine:3", "octo/c/.github/workflows/x.yml@v1", "postgres:17"])
    assert [] == disagreements(["OCTO/A@v1", f"octo/b@{TWO}"])


def test_a_workflow_that_it_does_not_list_is_no_disagreement() -> None:
    assert [] == disagreements(more={".github/workflows/new.yml": ["octo/c@v1"]})


def test_each_disagreement_is_told() -> None:
    assert [f"{CI} uses octo/c@v3, which {FILE} does not have: {REMEDY}"] == disagreements([*USED, "octo/c@v3"])
    assert [f"{FILE} has octo/a@v1 for {CI}, which does not use it: {REMEDY}"] == disagreements(USED[1:])
    assert [f"{FILE} lists {CI}, which is not there: {REMEDY}"] == stale(LOCK, {}, OURS)
    assert [f"{FILE} has no commit for octo/a@v1: {REMEDY}"] == disagreements(lock=GitHubLock(LOCK.workflows, {f"octo/b@{TWO}": TWO}))


def test_another_commit_is_told() -> None:
    ours = Lock({"octo/a@v1": Entry("octo/a@v1", TWO, "v1.1.0", "2026")})
    assert [f"{FILE} has {ONE} for octo/a@v1, and ghsynth {TWO}: {REMEDY}, or 'ghsynth lock --update'"] == disagreements(ours=ours)


# the command


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    pinned = f"octo/b@{TWO} # v2.0.0"
    made.write(CI, f"name: CI\non: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: {pinned}\n".encode())
    made.write(FILE, TEXT.replace("        - 'Octo/a@v1'\n", "").encode())
    return made


def check(repository: Repository, *options: str) -> Answer:
    return ghsynth("lock", "--check", "--offline", *options, cwd=repository.root)


def test_the_command_is_content_where_it_agrees(repository: Repository) -> None:
    assert Answer(0, "nothing is used\n", "") == check(repository)


def test_a_stale_one_fails_the_check_and_is_not_touched(repository: Repository) -> None:
    text = repository.write(FILE, TEXT.encode()).read_text()
    said = f"{FILE} has octo/a@v1 for {CI}, which does not use it: {REMEDY}"
    assert Answer(1, "nothing is used\n", f"stale: {said}\n") == check(repository)
    found = json.loads(check(repository, "--format", "json").out)
    assert (1, [said]) == (found["exit_code"], found["github_lock"])
    answer = ghsynth("lock", "--offline", cwd=repository.root)
    assert Answer(0, "nothing is used\n", f"stale: {said}\n") == answer
    assert text == repository.files()[FILE]


def test_an_unknown_format_is_a_note_and_no_failure(repository: Repository) -> None:
    repository.write(FILE, TEXT.replace("v0.0.3", "v9").encode())
    expected = f"note: {FILE} has version 'v9', and only v0.0.2 and v0.0.3 are known here: it was not looked at\n"
    assert Answer(0, "nothing is used\n", expected) == check(repository)
