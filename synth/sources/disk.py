"""The files of a folder, or a single one, from the disk. Symbolic links are not followed."""

from __future__ import annotations

import os
import stat
from hashlib import sha1

from synth.runtime.screen import printable
from synth.sources.paths import notable, wanted
from synth.sources.values import LARGEST, Room, Snapshot, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from synth.sources.git import Git

_SKIPPED = (".git", "node_modules", ".venv", "__pycache__")


def work_tree(git: Git, only: Sequence[str] = ()) -> Snapshot:
    """What is on the disk, committed or not, but for what git ignores."""
    listed = git.lines("ls-files", "-z", "--cached", "--others", "--exclude-standard", "--full-name")
    return _snapshot("the work tree", git.root, sorted(set(listed)), only)


def folder(path: str, only: Sequence[str] = ()) -> Snapshot:
    """A folder that holds a repository's files, or, where it has no `.github`, workflows alone: those then count as `.github/workflows/NAME`."""
    names = list(_below(path))
    if os.path.isdir(os.path.join(path, ".github")) or any(wanted(name) for name in names) or only:
        return _snapshot(path, path, names, only)
    flat = _snapshot(path, path, names, (".",))
    return Snapshot(name=path, files={f".github/workflows/{name}": data for name, data in flat.files.items()}, notes=flat.notes)


def single(path: str, name: str) -> Snapshot:
    """One file, called `name`. Raises SourceError where it cannot be read."""
    try:
        return Snapshot(name=path, files={name: _read(path, Room())})
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}") from None


def _snapshot(name: str, root: str, paths: Iterable[str], only: Sequence[str]) -> Snapshot:
    files, notes, room = {}, [], Room()
    for path in paths:
        if not notable(path, only):
            continue
        if link := _link(root, path):
            notes.append(f"{printable(link)} is a symbolic link in {name}: it is not followed")
        elif wanted(path, only) and (data := _regular(os.path.join(root, path), room)) is not None:
            files[path] = data
        elif os.path.isdir(os.path.join(root, path)):
            notes.append(f"{printable(path)} is a submodule in {name}: it is not followed")
    return Snapshot(name=name, files=files, notes=tuple(dict.fromkeys(notes)))


def _link(root: str, path: str) -> str:
    """The first part of the path that is a symbolic link; nothing where none is."""
    parts = path.split("/")
    return next((part for end in range(1, len(parts) + 1) if os.path.islink(os.path.join(root, part := "/".join(parts[:end])))), "")


def _regular(path: str, room: Room) -> bytes | None:
    """The content of a file; None where it is gone, or is something else, as a pipe that would never end."""
    try:
        return _read(path, room) if stat.S_ISREG(os.lstat(path).st_mode) else None
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(path, f"cannot be read: {error.strerror}") from None


def _read(path: str, room: Room) -> bytes:
    with open(path, "rb") as file:
        if room.has(size := os.fstat(file.fileno()).st_size):
            return file.read()
        blob = sha1(f"blob {size}\0".encode(), usedforsecurity=False)  # as git names it
        while part := file.read(LARGEST):
            blob.update(part)
    return room.stand_in(size, blob.hexdigest())


def _below(root: str) -> Iterator[str]:
    for place, folders, files in os.walk(root):
        at = os.path.relpath(place, root).replace(os.sep, "/")
        for name in sorted([*files, *[one for one in folders if os.path.islink(os.path.join(place, one))]]):
            yield name if at == "." else f"{at}/{name}"
        folders[:] = sorted([one for one in folders if one not in _SKIPPED])
