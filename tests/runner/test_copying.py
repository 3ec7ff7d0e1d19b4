"""The copy has the commits and the work tree, and is not the original."""

from __future__ import annotations

import subprocess
from pathlib import Path

from synth.runs.copying import branch, copy, head


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A Person", "-c", "user.email=person@example.com", "-c", "init.defaultBranch=main")
    return subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True, text=True).stdout.strip()


def made(folder: Path) -> Path:
    folder.mkdir()
    git(folder, "init", "-q")
    git(folder, "remote", "add", "origin", "git@github.com:octo-org/orders.git")
    (folder / "kept.txt").write_text("one")
    (folder / ".gitignore").write_text("ignored\n")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name != ".git")


def test_a_clean_repository_keeps_its_commit(tmp_path: Path) -> None:
    root = made(tmp_path / "app")
    assert "octo-org/orders" == copy(str(root), str(tmp_path / "copy"))
    assert (head(str(root)), "main") == (head(str(tmp_path / "copy")), branch(str(tmp_path / "copy")))
    assert "https://github.com/octo-org/orders" == git(tmp_path / "copy", "remote", "get-url", "origin")


def test_what_is_not_committed_comes_along_and_what_is_ignored_does_not(tmp_path: Path) -> None:
    root = made(tmp_path / "app")
    (root / "new.txt").write_text("two")
    (root / "ignored").write_text("three")
    copy(str(root), str(tmp_path / "copy"))
    assert [".gitignore", "kept.txt", "new.txt"] == names(tmp_path / "copy")
    assert head(str(root)) == git(tmp_path / "copy", "rev-parse", "HEAD~1")
    assert "?? new.txt" in git(root, "status", "--porcelain")


def test_a_deleted_file_is_not_in_the_copy(tmp_path: Path) -> None:
    root = made(tmp_path / "app")
    (root / "kept.txt").unlink()
    copy(str(root), str(tmp_path / "copy"))
    assert [".gitignore"] == names(tmp_path / "copy")


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app/one.txt").write_text("one")
    assert "octo-org/app" == copy(str(tmp_path / "app"), str(tmp_path / "copy"))
    assert ["one.txt"] == names(tmp_path / "copy")
    assert 40 == len(head(str(tmp_path / "copy")))


def test_a_folder_inside_a_repository_is_a_repository_of_its_own(tmp_path: Path) -> None:
    root = made(tmp_path / "all")
    (root / "service").mkdir()
    (root / "service/one.txt").write_text("one")
    assert "octo-org/service" == copy(str(root / "service"), str(tmp_path / "copy"))
    assert ["one.txt"] == names(tmp_path / "copy")
