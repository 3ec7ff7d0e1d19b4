"""Bots that move pins in generated files: `generate --check` tells them from other changes, `adopt` takes them over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.repository import Answer, Repository, ghsynth

WORKFLOW = ".github/workflows/ci.yml"
LOCK = ".github/ghsynth.lock"
NEW = "fedcba9876543210fedcba9876543210fedcba98"
OTHER = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "sha256:" + "fedcba9876543210" * 4
DEFINITION = """\
from synth import Container, Job, Workflow, push, run
from synth.bindings import checkout, setup_node

test = Job("Test", [checkout(), setup_node(node_version="24"), run("npm test")], services={"db": Container("postgres:17-alpine")})
again = Job("Again", [checkout(), run("make")])
ci = Workflow("CI", on=[push()], jobs=[test, again])
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path)
    made.define(DEFINITION)
    assert 0 == made.generate().code
    return made


def edit(repository: Repository, *changes: tuple[str, str]) -> None:
    """Replaces pieces of the workflow, wherever they stand."""
    text = repository.files()[WORKFLOW]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    repository.write(WORKFLOW, text.encode())


def pinned(repository: Repository, name: str) -> str:
    """`name@commit # version`, as the workflow has it."""
    line = next(line for line in repository.files()[WORKFLOW].splitlines() if f"{name}@" in line)
    return line.strip().removeprefix("- ").removeprefix("uses: ")


def adopt(repository: Repository, *options: str) -> Answer:
    return ghsynth("adopt", *options, cwd=repository.root)


BUMPS = {
    "one action, patch": [("actions/checkout", NEW, "v7.9.9")],
    "one action, major": [("actions/setup-node", NEW, "v9.0.0")],
    "grouped": [("actions/checkout", NEW, "v7.9.9"), ("actions/setup-node", OTHER, "v8.1.0")],
}


@pytest.mark.parametrize("bumps", BUMPS.values(), ids=BUMPS.keys())
def test_a_bot_s_update_is_adopted_to_a_clean_check(repository: Repository, bumps: list[tuple[str, str, str]]) -> None:
    edit(repository, *[(pinned(repository, name), f"{name}@{commit} # {version}") for name, commit, version in bumps])
    bumped = repository.files()[WORKFLOW]
    assert 3 == repository.generate("--check").code
    answer = adopt(repository)
    assert (0, "") == (answer.code, answer.err)
    assert f"{len(bumps)} adopted; every file is what the definition says" == answer.out.splitlines()[-1]
    assert bumped == repository.files()[WORKFLOW]
    assert 0 == repository.generate("--check").code
    for name, commit, version in bumps:
        assert any(line.startswith(f"{name}@") and f" {commit} {version} " in line for line in repository.files()[LOCK].splitlines())


def test_a_digest_is_adopted_too(repository: Repository) -> None:
    image = next(line for line in repository.files()[WORKFLOW].splitlines() if "postgres" in line).strip().removeprefix("image: ")
    edit(repository, (image, f"{image.partition('@')[0]}@{DIGEST}"))
    assert 3 == repository.generate("--check").code
    assert 0 == adopt(repository).code
    assert 0 == repository.generate("--check").code


def test_more_than_pins_is_not_adopted(repository: Repository) -> None:
    edit(repository, (pinned(repository, "actions/checkout"), f"actions/checkout@{NEW} # v7.9.9"), ("npm test", "npm run evil"))
    before = repository.files()
    assert 1 == repository.generate("--check").code
    answer = adopt(repository)
    expected = f"{WORKFLOW}  differs in more than its pins: run 'ghsynth generate --check' to see how\n1 file in the way; nothing was written.\n"
    assert Answer(1, "", expected) == answer
    assert before == repository.files()


def test_only_one_of_two_places_is_not_adopted(repository: Repository) -> None:
    text = repository.files()[WORKFLOW]
    repository.write(WORKFLOW, text.replace(pinned(repository, "actions/checkout"), f"actions/checkout@{NEW} # v7.9.9", 1).encode())
    assert 1 == adopt(repository).code


def test_an_action_in_another_s_place_is_no_moved_pin(repository: Repository) -> None:
    edit(repository, (pinned(repository, "actions/checkout"), f"evil/checkout@{NEW} # v7.9.9"))
    assert 1 == repository.generate("--check").code
    assert 1 == adopt(repository).code


def test_nothing_to_adopt(repository: Repository) -> None:
    assert Answer(0, "nothing to adopt\n", "") == adopt(repository)


def test_a_dry_run_writes_nothing(repository: Repository) -> None:
    edit(repository, (pinned(repository, "actions/checkout"), f"actions/checkout@{NEW} # v7.9.9"))
    before = repository.files()
    answer = adopt(repository, "--dry-run")
    assert (0, "1 to adopt; every file is what the definition says") == (answer.code, answer.out.splitlines()[-1])
    assert before == repository.files()
