"""What git says of a folder, asked of real repositories."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from synth.adapters import git


def repository(root: Path, branch: str, remote: str) -> Path:
    root.mkdir()
    for words in (["init", "-q", "-b", branch], ["remote", "add", "origin", remote]):
        subprocess.run(["git", "-C", str(root), *words], check=True, timeout=20)
    return root


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("git@github.com:octo/orders.git", "octo/orders"),
        ("https://github.com/octo/orders", "octo/orders"),
        ("https://x-access-token@github.com/octo/orders.git/", "octo/orders"),
        ("ssh://git@github.com/octo/orders.git", "octo/orders"),
        ("/srv/git/orders.git", ""),
    ],
)
def test_the_remote_is_read_in_its_forms(remote: str, expected: str, tmp_path: Path) -> None:
    assert expected == git.remote(str(repository(tmp_path / "here", "main", remote)))


@pytest.mark.parametrize(("branch", "expected"), [("main", "main"), ("trunk", "trunk"), ("feature/x", "")])
def test_a_branch_that_may_be_anything_is_not_taken_for_the_main_one(branch: str, expected: str, tmp_path: Path) -> None:
    assert expected == git.branch(str(repository(tmp_path / "here", branch, "git@github.com:octo/orders.git")))


def test_the_remote_s_own_branch_is_the_one(tmp_path: Path) -> None:
    root = repository(tmp_path / "here", "feature", "git@github.com:octo/orders.git")
    for words in (["symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/develop"],):
        subprocess.run(["git", "-C", str(root), *words], check=True, timeout=20)
    assert ("develop", str(root.resolve())) == (git.branch(str(root)), git.top(str(root)))


def test_outside_of_a_repository_nothing_is_known(tmp_path: Path) -> None:
    assert ("", "", "") == (git.remote(str(tmp_path)), git.branch(str(tmp_path)), git.top(str(tmp_path)))
