"""The commit that an action of the repository itself can be taken from."""

from __future__ import annotations

from pathlib import Path

from synth.sources.published import published
from tests.sources.repository import Repository

ACTION = ".github/actions/comment-diff"
RUNTIME = ".github/actions/ghsynth-runtime"


def cloned(repository: Repository, to: Path) -> Repository:
    repository.git("clone", "--quiet", str(repository.root), str(to))
    clone = Repository(to)
    clone.git("remote", "set-url", "origin", "git@github.com:acme/orders.git")
    return clone


def test_the_last_commit_of_the_main_branch_that_changed_it(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{f"{ACTION}/action.yml": "a"})
    changed = repository.commit(**{f"{RUNTIME}/x.py": "b"})
    repository.commit(**{"README.md": "c"})
    clone = cloned(repository, tmp_path / "clone")
    clone.commit(**{f"{ACTION}/action.yml": "not pushed"})
    assert f"acme/orders/{ACTION}@{changed}" == published(str(clone.root), ACTION, [RUNTIME])


def test_none_before_it_is_pushed(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{"README.md": "a"})
    clone = cloned(repository, tmp_path / "clone")
    assert None is published(str(clone.root), ACTION, [RUNTIME])
    clone.commit(**{f"{ACTION}/action.yml": "a"})
    assert None is published(str(clone.root), ACTION, [RUNTIME])


def test_none_after_it_was_removed(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{f"{ACTION}/action.yml": "a"})
    (repository.root / ACTION / "action.yml").unlink()
    repository.commit()
    assert None is published(str(cloned(repository, tmp_path / "clone").root), ACTION)


def test_none_without_a_remote_or_a_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{f"{ACTION}/action.yml": "a"})
    assert None is published(str(repository.root), ACTION)
    assert None is published(str(tmp_path), ACTION)
