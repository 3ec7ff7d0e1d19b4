"""Repositories that somebody else made: nothing of them runs, nothing is followed out of them, nothing takes long."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synth.sources.asked import versions
from synth.sources.values import LARGEST, MOST, SourceError, differing
from tests.sources.repository import CI, Repository

HUGE = b"a: " + b"x" * (20 << 20)


def test_hooks_monitors_and_filters_do_not_run(repository: Repository, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    repository.commit(**{CI: "a: 1\n", ".gitattributes": "*.yml filter=evil diff=evil\n"})
    program = repository.write("evil", f"#!/bin/sh\ntouch {ran}\ncat\n")
    program.chmod(0o755)
    for name in (
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.evil.textconv",
        "diff.evil.command",
        "core.fsmonitor",
        "core.pager",
        "alias.ls-tree",
    ):
        repository.git("config", name, str(program))
    hook = repository.write(".git/hooks/post-index-change", f"#!/bin/sh\ntouch {ran}\n")
    hook.chmod(0o755)
    repository.write(CI, "a: 2\n")
    found = versions(["HEAD"], str(repository.root))
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == ({CI: found.before.files[CI]}, {CI: found.after.files[CI]})
    assert not ran.exists()


def test_symbolic_links_are_told_of_and_not_followed(repository: Repository, tmp_path: Path) -> None:
    secret = tmp_path / "secret.yml"
    secret.write_text("password\n")
    folder = repository.root / ".github/workflows"
    folder.mkdir(parents=True)
    os.symlink(secret, folder / "ci.yml")
    repository.commit()
    found = versions(["HEAD"], str(repository.root))
    assert ({}, {}) == (found.before.files, found.after.files)
    said = (found.before.notes, found.after.notes)
    assert ((f"{CI} is a symbolic link in HEAD: it is not followed",), (f"{CI} is a symbolic link in the work tree: it is not followed",)) == said


def test_a_linked_folder_is_not_followed(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{CI: "a: 1\n"})
    os.rename(repository.root / ".github", tmp_path / "elsewhere")
    os.symlink(tmp_path / "elsewhere", repository.root / ".github")
    found = versions(["HEAD"], str(repository.root))
    assert ({}, (".github is a symbolic link in the work tree: it is not followed",)) == (found.after.files, found.after.notes)


def test_submodules_are_told_of(repository: Repository) -> None:
    commit = repository.commit(**{CI: "a: 1\n"})
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},.github/actions/other")
    repository.git("commit", "--quiet", "--message", "A submodule")
    (repository.root / ".github/actions/other").mkdir(parents=True)
    found = versions(["HEAD"], str(repository.root))
    assert (".github/actions/other is a submodule in HEAD: it is not followed",) == found.before.notes
    assert (".github/actions/other is a submodule in the work tree: it is not followed",) == found.after.notes


@pytest.mark.parametrize("name", ["a\nb.yml", "\x1b[31m.yml", "a\tb.yml", '"q".yml', "--help.yml", "ü.yml", "@everyone<img>.yml"])
def test_any_name_is_a_name(repository: Repository, name: str) -> None:
    path = f".github/workflows/{name}"
    repository.write(path, "a: 1\n")
    repository.commit()
    repository.write(path, "a: 2\n")
    found = versions(["HEAD"], str(repository.root))
    assert ({path: b"a: 1\n"}, {path: b"a: 2\n"}) == (found.before.files, found.after.files)


def test_a_name_that_is_no_text(repository: Repository) -> None:
    path = os.fsdecode(b".github/workflows/\xff.yml")
    repository.write(path, "a: 1\n")
    repository.commit()
    found = versions(["HEAD"], str(repository.root))
    assert ({path}, {path}) == (set(found.before.files), set(found.after.files))


def test_what_is_huge_is_not_read_whole_and_still_compared(repository: Repository) -> None:
    repository.commit(**{CI: HUGE, ".github/workflows/same.yml": HUGE})
    repository.write(CI, HUGE + b"y")
    found = versions(["HEAD"], str(repository.root))
    before, after = differing(found.before.files, found.after.files)
    assert ({CI}, {CI}) == (set(before), set(after))
    assert (LARGEST, LARGEST) == (len(before[CI]), len(after[CI]))


def test_many_large_files_do_not_fill_the_memory(repository: Repository) -> None:
    repository.commit()
    for number in range(80):
        repository.write(f".github/workflows/{number:02}.yml", b"a: %d" % number + b"x" * (LARGEST - 10))
    repository.commit()
    found = versions(["HEAD"], str(repository.root))
    assert found.before.files == found.after.files
    assert sum([len(data) for data in found.after.files.values()]) <= MOST + 80 * 100
    assert 80 == len(set(found.after.files.values()))


def test_a_bare_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    repository.git("clone", "--quiet", "--bare", str(repository.root), str(tmp_path / "bare"))
    with pytest.raises(SourceError) as error:
        versions([], str(tmp_path / "bare"))
    assert f"{tmp_path}/bare  is a bare repository, which has no work tree: give two files or folders instead" == str(error.value)


def test_a_pipe_is_no_file(repository: Repository) -> None:
    repository.commit(**{CI: "a: 1\n"})
    os.unlink(repository.root / CI)
    os.mkfifo(repository.root / CI)
    assert {} == versions(["HEAD"], str(repository.root)).after.files


def test_a_partial_clone_asks_nobody(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{CI: "a: 1\n"})
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("clone", "--quiet", "--no-checkout", "--filter=blob:none", f"file://{repository.root}", str(tmp_path / "clone"))
    with pytest.raises(SourceError) as error:
        versions(["HEAD", "HEAD"], str(tmp_path / "clone"))
    assert f"HEAD  has files that are not in this clone, such as {CI}: run 'git fetch --refetch'" == str(error.value)
