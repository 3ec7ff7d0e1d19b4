"""Which two versions the words of `ghsynth diff` mean, and what is said of words that mean none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from synth.sources.asked import Versions, versions
from synth.sources.values import SourceError
from tests.sources.repository import CI, Repository

DEPLOY = ".github/workflows/deploy.yml"


def asked(repository: Repository, *words: str) -> Versions:
    return versions(words, str(repository.root))


def refused(repository: Repository, *words: str) -> str:
    with pytest.raises(SourceError) as error:
        asked(repository, *words)
    return str(error.value)


def contents(found: Versions) -> tuple[dict[str, bytes], dict[str, bytes]]:
    return dict(found.before.files), dict(found.after.files)


def test_without_words_it_is_the_fork_point_and_the_work_tree(repository: Repository) -> None:
    fork = repository.commit(**{CI: "a: 1\n"})
    repository.git("switch", "--quiet", "--create", "feature")
    repository.commit(**{CI: "a: 2\n"})
    repository.git("switch", "--quiet", "main")
    repository.commit(**{CI: "a: 0\n"})
    repository.git("switch", "--quiet", "feature")
    repository.write(CI, "a: 3\n")
    repository.write(DEPLOY, "new: 1\n")
    found = asked(repository)
    assert ({CI: b"a: 1\n"}, {CI: b"a: 3\n", DEPLOY: b"new: 1\n"}) == contents(found)
    assert ("", str(repository.root)) == (found.head, found.root)
    assert fork == repository.git("merge-base", "main", "feature")


def test_the_remote_s_own_branch_is_the_default(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{CI: "a: 1\n"})
    repository.git("branch", "--move", "trunk-of-ours")
    repository.git("clone", "--quiet", str(repository.root), str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")
    clone.commit(**{CI: "a: 2\n"})
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == contents(asked(clone))


def test_one_ref_is_compared_with_the_work_tree(repository: Repository) -> None:
    repository.commit(**{CI: "a: 1\n"})
    repository.git("tag", "v1")
    repository.commit(**{CI: "a: 2\n"})
    repository.write(CI, "a: 3\n")
    assert ({CI: b"a: 1\n"}, {CI: b"a: 3\n"}) == contents(asked(repository, "v1"))


@pytest.mark.parametrize("words", [("HEAD~1", "HEAD"), ("HEAD~1..HEAD",), ("HEAD~1..",), ("HEAD~1...HEAD",)])
def test_two_refs(repository: Repository, words: tuple[str, ...]) -> None:
    repository.commit(**{CI: "a: 1\n"})
    head = repository.commit(**{CI: "a: 2\n"})
    repository.write(CI, "a: 3\n")
    found = asked(repository, *words)
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == contents(found)
    assert (head, None) == (found.head, found.root)


def test_other_words_are_paths(repository: Repository) -> None:
    repository.commit(**{CI: "a: 1\n", DEPLOY: "b: 1\n", "templates/x.yml": "c: 1\n", "templates/x.txt": "no\n"})
    assert {DEPLOY} == set(asked(repository, "HEAD", DEPLOY).after.files)
    assert {"templates/x.yml"} == set(asked(repository, "HEAD", "HEAD", "templates").after.files)
    assert {CI, DEPLOY} == set(asked(repository, ".github").after.files)
    os.unlink(repository.root / DEPLOY)
    assert ({DEPLOY: b"b: 1\n"}, {}) == contents(asked(repository, "HEAD", DEPLOY))


def test_only_workflows_actions_and_locks_count(repository: Repository) -> None:
    counted = {CI: "a", "action.yml": "b", "tools/x/action.yaml": "c", ".github/workflows/actions.lock": "d", ".github/ghsynth.lock": "e"}
    repository.commit(**counted, **{"README.md": "f", ".github/dependabot.yml": "g", "x/.github/workflows/ci.yml": "h", "my-action.yml": "i"})
    found = asked(repository, "HEAD")
    assert set(counted) == set(found.before.files) == set(found.after.files)


def test_ignored_files_do_not_count(repository: Repository) -> None:
    repository.commit(**{".gitignore": "vendor/\n", CI: "a"})
    repository.write("vendor/action.yml", "b")
    assert {CI} == set(asked(repository, "HEAD").after.files)


def test_two_folders(tmp_path: Path) -> None:
    for name, text in (("old", "a: 1\n"), ("new", "a: 2\n")):
        (tmp_path / name / ".github/workflows").mkdir(parents=True)
        (tmp_path / name / CI).write_text(text)
    found = versions(["old", "new"], str(tmp_path))
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == contents(found)


def test_two_folders_of_workflows_alone(tmp_path: Path) -> None:
    for name, text in (("old", "a: 1\n"), ("new", "a: 2\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "ci.yml").write_text(text)
    found = versions([str(tmp_path / "old"), str(tmp_path / "new")])
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == contents(found)


def test_two_files(tmp_path: Path) -> None:
    (tmp_path / "old.yml").write_text("a: 1\n")
    (tmp_path / "ci.yml").write_text("a: 2\n")
    found = versions(["old.yml", "ci.yml"], str(tmp_path))
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == contents(found)


def test_a_ref_wins_over_a_folder_of_its_name(repository: Repository) -> None:
    repository.commit(**{CI: "a: 1\n", "v1/x": "", "v2/x": ""})
    repository.git("tag", "v1")
    repository.commit(**{CI: "a: 2\n"})
    repository.git("tag", "v2")
    assert ({CI: b"a: 1\n"}, {CI: b"a: 2\n"}) == contents(asked(repository, "v1", "v2"))
    assert ({}, {}) == contents(asked(repository, "./v1", "./v2"))


def test_an_unknown_ref_is_told_with_the_nearest(repository: Repository) -> None:
    repository.commit()
    repository.git("branch", "release")
    assert "relaese  is no commit, branch, tag, file or folder here; did you mean 'release'?" == refused(repository, "relaese")


@pytest.mark.parametrize("ref", ["--output=x", "--all", "-n1"])
def test_nothing_in_a_ref_is_an_option(repository: Repository, ref: str) -> None:
    repository.commit()
    assert f"{ref}  is no commit, branch, tag, file or folder here; there are: main" == refused(repository, ref, "HEAD")
    assert ["commit"] == [repository.git("cat-file", "-t", "HEAD")]
    assert not (repository.root / "x").exists()


def test_a_ref_with_control_characters_is_shown_as_text(repository: Repository) -> None:
    repository.commit()
    assert "a\\x1b[31m\\nb  is no commit, branch, tag, file or folder here; there are: main" == refused(repository, "a\x1b[31m\nb")


def test_no_repository(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as error:
        versions([], str(tmp_path))
    assert f"{tmp_path}  is in no git repository: give two files or folders instead" == str(error.value)


def test_no_commit_yet(repository: Repository) -> None:
    assert "HEAD  has no commit yet: commit something first, or give two files or folders" == refused(repository)


def test_no_default_branch(repository: Repository) -> None:
    repository.commit()
    repository.git("branch", "--move", "mine")
    assert "BASE  is not given, and git knows no main or master here: name one, such as 'ghsynth diff HEAD~1'" == refused(repository)


def test_a_path_outside(repository: Repository, tmp_path: Path) -> None:
    repository.commit()
    (tmp_path / "other").mkdir()
    assert "../other  is outside of the repository: give files and folders of it" == refused(repository, "HEAD", "../other")


def test_no_common_commit(repository: Repository) -> None:
    repository.commit()
    repository.git("switch", "--quiet", "--orphan", "other")
    repository.commit(**{CI: "a: 1\n"})
    assert "main  has no commit in common with HEAD: name the two commits to compare" == refused(repository)


def test_a_shallow_clone_says_what_to_fetch(repository: Repository, tmp_path: Path) -> None:
    repository.commit(**{CI: "a: 1\n"})
    repository.git("branch", "feature")
    repository.commit(**{CI: "a: 2\n"})
    repository.git("switch", "--quiet", "feature")
    repository.commit(**{CI: "a: 3\n"})
    repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", f"file://{repository.root}", str(tmp_path / "clone"))
    clone = Repository(tmp_path / "clone")
    clone.git("remote", "set-head", "origin", "main")
    assert "origin/main  has its fork point beyond the end of this shallow clone: run 'git fetch --unshallow origin'" == refused(clone)
    clone.git("fetch", "--quiet", "--unshallow", "origin")
    assert ({CI: b"a: 1\n"}, {CI: b"a: 3\n"}) == contents(asked(clone))
