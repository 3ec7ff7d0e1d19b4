"""Two versions of a lock -> its rows: a commit that is locked may change while no workflow does.

`actions.lock` is GitHub's (https://gh.io/actions-lockfile), `ghsynth.lock` this project's.
"""

from __future__ import annotations

from synth.compare.pair import CAUTION, DANGER, INFO
from synth.compare.pins import LEVELS, Reference, delta
from synth.compare.side import mapping, shown
from synth.compare.values import Code
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.compare.pair import Pair
    from synth.compare.side import Path, Side
    from synth.compare.values import Change, Words


@positional
class Locked(Record):
    """An entry: the commit or digest that a reference stands for, and the version that it is."""

    commit: str
    version: str
    owner: str = ""
    path: tuple[str | int, ...] = ()


def is_lock(file: str) -> bool:
    """Whether the name is that of a lock."""
    return file.rpartition("/")[2] in ("actions.lock", "ghsynth.lock")


def lock_changes(pair: Pair, before: dict[str, Locked], after: dict[str, Locked]) -> Iterator[Change]:
    """The rows for two versions' entries."""
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old == new:
            continue
        if new is None and old is not None:
            yield pair.change("lock-removed", INFO, (Code(name), " is no longer locked"), old=old.path)
        elif old is None and new is not None:
            says: Words = (Code(name), " is locked to ", Code(new.version or new.commit[:12]))
            yield pair.change("lock-added", INFO, says, new=new.path, after=new.commit)
        elif old is not None and new is not None:
            yield _changed(pair, name, old, new)


def _changed(pair: Pair, name: str, old: Locked, new: Locked) -> Change:
    what = name.partition("@")[0]
    at: dict[str, Any] = {"old": old.path, "new": new.path, "before": old.commit, "after": new.commit}
    if old.owner != new.owner:
        return pair.change("lock-owner", DANGER, (Code(name), " belongs to somebody else now"), ("the repository or its owner is another one",), **at)
    if old.commit == new.commit:
        says: Words = (Code(name), ": the version is ", Code(old.version), " -> ", Code(new.version))
        return pair.change("lock-changed", INFO, says, ("the commit is the same",), **at)
    found = delta(
        Reference(what, old.commit, "sha", old.version), Reference(what, new.commit, "sha", new.version), same_comment=old.version == new.version
    )
    level = f" ({found.level})" if found.level in LEVELS else ""
    says = (Code(name), " is locked to another commit: ", Code(_shown(old)), " -> ", Code(_shown(new)), level)
    page = f"https://github.com/{'/'.join(what.split('/')[:2])}/compare/{old.commit}...{new.commit}"
    link = page if (old.commit + new.commit).isalnum() and what.count("/") else None
    return pair.change("lock-moved" if found.kind == "pin-moved" else "lock-changed", found.severity, says, found.why, link=link, **at)


def _shown(locked: Locked) -> str:
    return f"{locked.version} {locked.commit[:12]}".strip()


def entries_of_actions_lock(side: Side) -> dict[str, Locked]:
    """The dependencies of GitHub's lock by their references."""
    found = {}
    for name, entry in mapping(mapping(side.plain).get("dependencies")).items():
        given = mapping(entry)
        commit = shown(given.get("commit")).rpartition("-")[2]
        owner = f"{shown(given.get('owner_id'))}/{shown(given.get('repo_id'))}"
        found[name] = Locked(commit, shown(given.get("ref")), owner, ("dependencies", name))
    return found


def entries_of_our_lock(text: str) -> dict[str, Locked]:
    """The entries of ghsynth's own lock; lines that are none are left out."""
    found = {}
    for line in text.splitlines():
        columns = line.split()
        if len(columns) == 4 and not line.startswith("#"):
            found[columns[0]] = Locked(columns[1].removeprefix("sha256:"), columns[2])
    return found


def stale(pair: Pair, references: frozenset[str], locked: frozenset[str], path: Path = ()) -> Iterator[Change]:
    """The row for references that workflows changed to and that the lock, which there is, does not know."""
    for name in sorted(references - locked):
        says: Words = (Code(name), " is used and not in ", Code(pair.file))
        yield pair.change("lock-stale", CAUTION, says, ("the lock was not made anew: run 'gh actions-lock'",), new=path)
