"""Real git objects of a repository and its forks, which share them as GitHub's do. Refs are kept by each repository."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pygit2
from pygit2.enums import DiffFind, FileMode, ObjectType, SortMode

_MEMORY = Path("/dev/shm")
_STATUSES = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "T": "changed", "C": "copied"}
_KINDS = {ObjectType.COMMIT: "commit", ObjectType.TREE: "tree", ObjectType.BLOB: "blob", ObjectType.TAG: "tag"}


class Person(NamedTuple):
    name: str = "Octo Cat"
    email: str = "octocat@example.com"
    seconds: int = 1_767_225_600  # 2026-01-01

    def signature(self) -> pygit2.Signature:
        return pygit2.Signature(self.name, self.email, self.seconds, 0)


class File(NamedTuple):
    """What a tree says of a path: mode as `100644`, the object's id, and `blob`, `tree` or `commit`."""

    mode: str
    sha: str
    kind: str
    path: str
    size: int | None = None


class Changed(NamedTuple):
    """One file of a comparison; `before` is the old name of a renamed one."""

    path: str
    before: str
    status: str
    sha: str
    additions: int
    deletions: int
    patch: str


class Objects:
    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="github-fake-", dir=_MEMORY if _MEMORY.is_dir() else None)
        self.git = pygit2.init_repository(self._folder.name, bare=True)

    def close(self) -> None:
        self.git.free()
        self._folder.cleanup()

    # what there is

    def kind(self, sha: str) -> str | None:
        """`commit`, `tree`, `blob` or `tag`; None for an object that does not exist."""
        found = self._get(sha)
        return None if found is None else _KINDS[ObjectType(found.type)]

    def _get(self, sha: str) -> pygit2.Object | None:
        try:
            return self.git.get(sha)
        except (KeyError, ValueError):
            return None

    def _tree(self, sha: str) -> pygit2.Tree:
        found = self.git[sha]
        assert isinstance(found, pygit2.Tree)
        return found

    def commit_at(self, sha: str) -> pygit2.Commit | None:
        """The commit of that id, tags followed; None for anything else."""
        found = self._get(sha)
        while isinstance(found, pygit2.Tag):
            found = self.git.get(found.target)
        return found if isinstance(found, pygit2.Commit) else None

    def tag_at(self, sha: str) -> pygit2.Tag | None:
        found = self._get(sha)
        return found if isinstance(found, pygit2.Tag) else None

    def blob_at(self, sha: str) -> bytes | None:
        found = self._get(sha)
        return found.data if isinstance(found, pygit2.Blob) else None

    def tree_of(self, sha: str) -> str | None:
        """The id of the tree of a commit, a tag or a tree itself."""
        commit = self.commit_at(sha)
        if commit is not None:
            return str(commit.tree_id)
        return sha if self.kind(sha) == "tree" else None

    def entries(self, tree: str, recursive: bool = False, below: str = "") -> Iterator[File]:
        for entry in self._tree(tree):
            kind = _KINDS.get(ObjectType(entry.type), "commit")
            path = f"{below}{entry.name}"
            size = entry.size if isinstance(entry, pygit2.Blob) else None
            yield File(f"{int(entry.filemode):06o}", str(entry.id), kind, path, size)
            if recursive and kind == "tree":
                yield from self.entries(str(entry.id), True, f"{path}/")

    def at(self, tree: str, path: str) -> File | None:
        """What stands at a path; the tree itself for no path."""
        if not path:
            return File("040000", tree, "tree", "")
        name, _, rest = path.partition("/")
        found = next((entry for entry in self.entries(tree) if entry.path == name), None)
        if found is None or not rest:
            return found
        deeper = self.at(found.sha, rest) if found.kind == "tree" else None
        return None if deeper is None else deeper._replace(path=path)

    # what is made

    def blob(self, data: bytes) -> str:
        return str(self.git.create_blob(data))

    def tree(self, changes: Sequence[File], removed: Sequence[str] = (), base: str | None = None) -> str:
        """The tree with these entries over those of the base."""
        index = pygit2.Index()
        if base is not None:
            index.read_tree(self._tree(base))
        for path in removed:
            _drop(index, path)
        for change in changes:
            _drop(index, change.path)
            under = self.entries(change.sha, True, f"{change.path}/") if change.kind == "tree" else (change,)
            for file in under:
                if file.kind != "tree":
                    index.add(pygit2.IndexEntry(file.path, pygit2.Oid(hex=file.sha), FileMode(int(file.mode, 8))))
        return str(index.write_tree(self.git))

    def commit(self, tree: str, parents: Sequence[str], message: str, author: Person, committer: Person) -> str:
        return str(self.git.create_commit(None, author.signature(), committer.signature(), message, tree, list(parents)))

    def tag(self, name: str, sha: str, message: str, tagger: Person) -> str:
        """An annotated tag of any object. No ref points at it yet."""
        kind = self.kind(sha)
        head = f"object {sha}\ntype {kind}\ntag {name}\ntagger {tagger.name} <{tagger.email}> {tagger.seconds} +0000\n"
        return str(self.git.odb.write(ObjectType.TAG, f"{head}\n{message}\n".encode()))

    # how things relate

    def is_ancestor(self, old: str, new: str) -> bool:
        return old == new or self.git.descendant_of(new, old)

    def merge_base(self, one: str, other: str) -> str | None:
        found = self.git.merge_base(one, other)
        return None if found is None else str(found)

    def ahead_behind(self, head: str, base: str) -> tuple[int, int]:
        return self.git.ahead_behind(head, base)

    def history(self, head: str, without: str | None = None) -> list[pygit2.Commit]:
        """The commits that lead to the head, the newest first, without those that lead to another."""
        walk = self.git.walk(head, SortMode.TOPOLOGICAL | SortMode.TIME)
        if without is not None:
            walk.hide(without)
        return list(walk)

    def changes(self, before: str | None, after: str) -> list[Changed]:
        """What differs between two trees, renames found; against nothing, all of it."""
        old = self.git[before] if before is not None else self.git[str(pygit2.Index().write_tree(self.git))]
        diff = self.git.diff(old.id, self.git[after].id)
        assert isinstance(diff, pygit2.Diff)
        diff.find_similar(DiffFind.FIND_RENAMES)
        found = []
        for patch in diff:
            assert patch is not None
            delta, (_, additions, deletions) = patch.delta, patch.line_stats
            status = _STATUSES[delta.status_char()]
            sha = str(delta.old_file.id if status == "removed" else delta.new_file.id)
            text = patch.text or ""
            hunks = text[text.index("@@") :] if "@@" in text else ""
            found.append(Changed(delta.new_file.path, delta.old_file.path, status, sha, additions, deletions, hunks.rstrip("\n")))
        return found

    def merge(self, base: str, head: str) -> str | None:
        """The tree of both commits' changes; None when they conflict."""
        index = self.git.merge_commits(base, head)
        return None if index.conflicts is not None else str(index.write_tree(self.git))


def files(texts: Mapping[str, str | bytes | None], objects: Objects) -> tuple[list[File], list[str]]:
    """Entries for texts by their paths, and the paths whose text is None."""
    kept = {path: text.encode() if isinstance(text, str) else text for path, text in texts.items() if text is not None}
    return [File("100644", objects.blob(data), "blob", path) for path, data in kept.items()], [path for path, text in texts.items() if text is None]


def _drop(index: pygit2.Index, path: str) -> None:
    if path in index:
        index.remove(path)
    else:
        index.remove_all([f"{path}/*"])
