"""What an event changed: which two commits are compared, and why; everything, where there is nothing to compare with."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.paths.git import GitError, is_commit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.runtime.paths.git import Git


class Change(NamedTuple):
    """The paths that changed, None for everything; the commits that were compared, empty where none were; and the reason in a sentence."""

    paths: list[str] | None
    base: str
    head: str
    why: str


def change(event: str, payload: Mapping[str, Any], commit: str, git: Git) -> Change:
    """What the event changed. Whatever cannot be found out is everything: building too much costs minutes, building too little ships less."""
    try:
        head = git.head()
        if event == "pull_request":
            return _pull_request(payload, head, git)
        if event == "merge_group":
            base = _part(payload, "merge_group", "base_sha")
            return _between(base, head, "the merge group, against the branch that it is for", git)
        if event == "push":
            return _push(payload, commit if is_commit(commit) else head, git)
        return Change(None, "", head, f"{event or 'no event'} compares with nothing, so everything counts as changed")
    except GitError as error:
        return Change(None, "", "", f"git could not answer, so everything counts as changed: {error}")


def _pull_request(payload: Mapping[str, Any], head: str, git: Git) -> Change:
    """GitHub checks out the merge of the pull request into its branch: what differs from the branch is what it changes, and nothing else."""
    theirs = _part(payload, "pull_request", "head", "sha")
    parents = git.parents(head)
    if len(parents) == 2 and parents[1] == theirs:
        return _between(parents[0], head, "the pull request, merged, against its branch", git)
    ours = _part(payload, "pull_request", "base", "sha")
    if is_commit(ours) and is_commit(theirs) and git.brought(ours) and git.brought(theirs):
        parted = git.merge_base(ours, theirs)
        if parted is not None:
            return _between(parted, theirs, "the pull request, since it left its branch", git)
    return Change(None, "", head, "the clone does not reach back to where the pull request left its branch, so everything counts as changed")


def _push(payload: Mapping[str, Any], head: str, git: Git) -> Change:
    before = _part(payload, "before")
    if not is_commit(before):
        return Change(None, "", head, "a first push has nothing before it, so everything counts as changed")
    # two trees, not two histories: after a forced push the files that differ from what was there count, whichever commits are gone
    return _between(before, head, "the forced push, against what was there before" if payload.get("forced") else "the push", git)


def _between(base: str, head: str, why: str, git: Git) -> Change:
    if not git.brought(base):
        return Change(None, "", head, f"commit {base[:12] or '(none)'} is not to be had, so everything counts as changed")
    return Change(git.changed(base, head), base, head, why)


def _part(payload: Mapping[str, Any], *names: str) -> str:
    value: Any = payload
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, str) else ""
