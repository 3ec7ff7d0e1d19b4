"""The words of `ghsynth diff [BASE] [HEAD] [PATHS...]` -> the two versions that they mean."""

from __future__ import annotations

import os

from synth.nearest import nearest
from synth.record import Record, record
from synth.runtime.screen import printable
from synth.sources import commit, disk
from synth.sources.git import Git
from synth.sources.values import Snapshot, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL = ("refs/remotes/origin/main", "refs/remotes/origin/master", "refs/heads/main", "refs/heads/master", "refs/heads/trunk")


@record
class Versions(Record):
    """What is compared. `head` is the commit of `after`, empty where it is none; `root` the repository's folder where `after` is its work tree."""

    before: Snapshot
    after: Snapshot
    head: str = ""
    root: str | None = None


def versions(words: Sequence[str], directory: str = ".") -> Versions:
    """The versions. A word is a git ref where git knows it, `A..B` and `A...B` are as in git; else a file or folder. Raises SourceError.

    Two files, or two folders, are compared with each other. Other words that are files or folders narrow down what is compared. With no BASE, it is
    where HEAD left the default branch; with no HEAD, it is the work tree.
    """
    if len(words) == 2 and (pair := _of_disk(words[0], words[1], directory)) is not None:
        return pair
    git = Git(directory)
    refs, rest = _refs(git, directory, words)
    only = tuple([_inside(git, directory, word, refs) for word in rest])
    if len(refs) == 2:
        after = _known(git, refs[1])
        return _between(git, _known(git, refs[0]), refs[0], after, refs[1], only)
    if not refs:
        return _since(git, _fork_point(git), "the fork point", only)
    first, dots, second = refs[0].partition("...")
    if dots:
        before, after = _known(git, first or "HEAD"), _known(git, second or "HEAD")
        return _between(git, _merge_base(git, before, first or "HEAD", after), f"the fork point of {first}", after, second or "HEAD", only)
    first, dots, second = refs[0].partition("..")
    if dots:
        return _between(git, _known(git, first or "HEAD"), first or "HEAD", _known(git, second or "HEAD"), second or "HEAD", only)
    return _since(git, _known(git, refs[0]), refs[0], only)


def _between(git: Git, before: str, before_name: str, after: str, after_name: str, only: tuple[str, ...]) -> Versions:
    first = commit.snapshot(git, before, printable(before_name), only)
    return Versions(before=first, after=commit.snapshot(git, after, printable(after_name), only), head=after)


def _since(git: Git, before: str, name: str, only: tuple[str, ...]) -> Versions:
    first = commit.snapshot(git, before, printable(name), only)
    return Versions(before=first, after=disk.work_tree(git, only), root=git.root)


def _of_disk(first: str, second: str, directory: str) -> Versions | None:
    """Two files or two folders, where the words mean these and no refs; a ref that is called like a folder wins."""
    one, other = os.path.join(directory, first), os.path.join(directory, second)
    if os.path.isdir(one) and os.path.isdir(other):
        if _are_refs(directory, first, second):
            return None
        return Versions(before=disk.folder(one), after=disk.folder(other))
    if os.path.isfile(one) and os.path.isfile(other):
        if _are_refs(directory, first, second):
            return None
        name = os.path.basename(second)
        name = name if name in ("action.yml", "action.yaml") or name.endswith(".lock") else f".github/workflows/{name}"
        return Versions(before=disk.single(one, name), after=disk.single(other, name))
    return None


def _are_refs(directory: str, *words: str) -> bool:
    try:
        git = Git(directory)
    except SourceError:
        return False
    return git.commit(words[0]) is not None


def _refs(git: Git, directory: str, words: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words in front that are refs, at most two, or one range; and the others, which are files and folders."""
    refs: list[str] = []
    for at, word in enumerate(words):
        full = len(refs) == 2 or (refs and ".." in refs[0] and git.commit(refs[0]) is None)
        if full or (git.commit(word) is None and _is_path(git, directory, word, refs)):
            return refs, list(words[at:])
        refs.append(word)
    return refs, []


def _is_path(git: Git, directory: str, word: str, refs: Sequence[str]) -> bool:
    """Whether there is such a file or folder on the disk, or was in one of the commits."""
    if os.path.lexists(_place(git, directory, word)):
        return True
    path = _from_root(git, directory, word)
    return word.isprintable() and any([git.said("cat-file", "-t", f"{commit}:{path}") for ref in (*refs, "HEAD") if (commit := git.commit(ref))])


def _inside(git: Git, directory: str, word: str, refs: Sequence[str]) -> str:
    """The word as a path from the repository's root. Raises SourceError for one that is not there, or outside."""
    path = _from_root(git, directory, word)
    if path == ".." or path.startswith("../"):
        raise SourceError(printable(word), "is outside of the repository: give files and folders of it")
    if not _is_path(git, directory, word, refs):
        raise SourceError(printable(word), "is no file or folder here")
    return path


def _from_root(git: Git, directory: str, word: str) -> str:
    place = os.path.abspath(_place(git, directory, word))
    folder = os.path.realpath(os.path.dirname(place))  # not of the last part, which may be a symbolic link that is told of
    return os.path.relpath(os.path.join(folder, os.path.basename(place)), os.path.realpath(git.root)).replace(os.sep, "/")


def _place(git: Git, directory: str, word: str) -> str:
    here = os.path.join(directory, word)
    return here if os.path.lexists(here) else os.path.join(git.root, word)


def _known(git: Git, ref: str) -> str:
    found = git.commit(ref)
    if found is None:
        raise SourceError(printable(ref), _unknown(git, ref))
    return found


def _unknown(git: Git, ref: str) -> str:
    if ref in ("HEAD", "@"):
        return "has no commit yet: commit something first, or give two files or folders"
    branches = git.branches()
    if hint := nearest(ref, branches) if branches else "":
        return f"is no commit, branch, tag, file or folder here{hint}"
    fetch = f"; a branch that is on the remote alone comes with 'git fetch origin {printable(ref)}'" if not ref.startswith("-") else ""
    return f"is no commit, branch, tag, file or folder here{fetch}"


def _fork_point(git: Git) -> str:
    """Where HEAD left the default branch."""
    head = _known(git, "HEAD")
    default = git.said("symbolic-ref", "--quiet", "refs/remotes/origin/HEAD")
    name = next((one for one in (default, *_USUAL) if one and git.commit(one)), None)
    if name is None:
        raise SourceError("BASE", "is not given, and git knows no main or master here: name one, such as 'ghsynth diff HEAD~1'")
    return _merge_base(git, _known(git, name), name.removeprefix("refs/remotes/").removeprefix("refs/heads/"), head)


def _merge_base(git: Git, first: str, name: str, second: str) -> str:
    found = git.said("merge-base", first, second)
    if found is None:
        if git.is_shallow:
            raise SourceError(printable(name), "has its fork point beyond the end of this shallow clone: run 'git fetch --unshallow origin'")
        raise SourceError(printable(name), "has no commit in common with HEAD: name the two commits to compare")
    return found
