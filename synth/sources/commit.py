"""The files of a commit, out of git's own store."""

from __future__ import annotations

from synth.runtime.screen import printable
from synth.sources.paths import notable, wanted
from synth.sources.values import Room, Snapshot, SourceError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.sources.git import Git

_FILES = ("100644", "100755")
_OTHERS = {"120000": "a symbolic link", "160000": "a submodule"}


def snapshot(git: Git, commit: str, name: str, only: Sequence[str] = ()) -> Snapshot:
    """The version at the commit, called `name`. Raises SourceError where objects are missing, as in a partial clone."""
    chosen, notes = {}, []
    for line in git.lines("ls-tree", "-r", "-z", "--full-tree", commit):
        facts, _, path = line.partition("\t")
        mode, _, blob = facts.split(" ")
        if mode in _FILES and wanted(path, only):
            chosen[path] = blob
        elif mode in _OTHERS and notable(path, only):
            notes.append(f"{printable(path)} is {_OTHERS[mode]} in {name}: it is not followed")
    sizes = git.sizes(set(chosen.values()))
    if missing := sorted(path for path, blob in chosen.items() if blob not in sizes):
        raise SourceError(name, f"has files that are not in this clone, such as {printable(missing[0])}: run 'git fetch --refetch'")
    room = Room()
    unread = {path: room.stand_in(sizes[blob], blob) for path, blob in sorted(chosen.items()) if not room.has(sizes[blob])}
    held = dict(git.contents({blob for path, blob in chosen.items() if path not in unread}))
    files = {path: unread[path] if path in unread else held[blob] for path, blob in chosen.items()}
    return Snapshot(name=name, files=files, notes=tuple(notes))
