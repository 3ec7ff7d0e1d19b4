"""Two branches that each add an action merge without conflict: the lock has one sorted line for each."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from synth.bindings.lock import Entry, read, write

COMMON = [Entry(f"{owner}/action@v1", "0123456789abcdef0123456789abcdef01234567", "v1.0.0", "2026-11-21") for owner in "bdfhjlnprtvx"]
SETTINGS = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false"]


def git(folder: Path, *words: str) -> int:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    return subprocess.run(["git", *SETTINGS, *words], cwd=folder, capture_output=True, check=False, env=environment).returncode


def commit(folder: Path, entries: list[Entry]) -> None:
    (folder / "ghsynth.lock").write_text(write(entries), encoding="utf-8")
    assert 0 == git(folder, "add", "-A")
    assert 0 == git(folder, "commit", "-qm", "a")


@pytest.mark.parametrize(("one", "other"), [("a", "z"), ("c", "m"), ("e", "q"), ("g", "w")])
def test_branches_that_add_different_actions_merge(tmp_path: Path, one: str, other: str) -> None:
    new = {name: Entry(f"{name}/action@v1", "fedcba9876543210fedcba9876543210fedcba98", "v1.0.0", "2026-11-21") for name in (one, other)}
    assert 0 == git(tmp_path, "init", "-q")
    commit(tmp_path, COMMON)
    assert 0 == git(tmp_path, "checkout", "-qb", "topic")
    commit(tmp_path, [*COMMON, new[one]])
    assert 0 == git(tmp_path, "checkout", "-q", "main")
    commit(tmp_path, [*COMMON, new[other]])
    assert 0 == git(tmp_path, "merge", "-q", "topic", "-m", "m")
    merged = (tmp_path / "ghsynth.lock").read_text(encoding="utf-8")
    assert write([*COMMON, *new.values()]) == merged
    assert len(COMMON) + 2 == len(read(merged, "ghsynth.lock").entries)
