"""GitHub's own lock, `.github/workflows/actions.lock`: read to say where it is stale, never written; `gh actions-lock` makes it.

The format is a preview of versions v0.0.2 and v0.0.3 (https://github.com/github/actions-lockfile): `workflows` names for each workflow the actions
that it uses, by repository and ref; `dependencies` has the commit of each. Calls of reusable workflows and images are not in it.
"""

from __future__ import annotations

import re

from synth.bindings.lock import is_action, is_pinned
from synth.record import Record, positional
from synth.yaml.read import read
from synth.yaml.tree import Mapping as Node
from synth.yaml.tree import Scalar, Sequence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from synth.bindings.lock import Lock

FILE = ".github/workflows/actions.lock"
KNOWN = ("v0.0.2", "v0.0.3")
REMEDY = "run 'gh actions-lock'"
_COMMIT = re.compile(r"sha1-([0-9a-f]{40})|sha256-[0-9a-f]{64}")


@positional
class GitHubLock(Record):
    """What each workflow is held to, and the commit of each action; both by `owner/repository@ref`, the names in small letters."""

    workflows: Mapping[str, frozenset[str]]
    commits: Mapping[str, str]


def parsed(text: str, file: str = FILE) -> GitHubLock | str:
    """The lock, or why it cannot be used: in one sentence, since nobody mends it by hand. Keys that are not known are passed over."""
    document = read(text, file)
    root = document.root
    if document.problems or not isinstance(root, Node):
        return f"{file} is no YAML that GitHub's lock could be: {REMEDY}"
    version = root.get("version")
    said = version.text if isinstance(version, Scalar) else ""
    if said not in KNOWN:
        return f"{file} has version {said[:20]!r}, and only {' and '.join(KNOWN)} are known here: it was not looked at"
    workflows, dependencies = root.get("workflows"), root.get("dependencies")
    if not isinstance(workflows, Node) or not isinstance(dependencies, Node):
        return f"{file} has no workflows or no dependencies: {REMEDY}"
    held = {}
    for path, names in workflows.pairs:
        items = names.items if isinstance(names, Sequence) else []
        held[path.text] = frozenset([_folded(one.text) for one in items if isinstance(one, Scalar)])
    commits = {}
    for name, facts in dependencies.pairs:
        commit = facts.get("commit") if isinstance(facts, Node) else None
        found = _COMMIT.fullmatch(commit.text) if isinstance(commit, Scalar) else None
        if found is None:
            return f"{file} has no full commit for {name.text}: {REMEDY}"
        commits[_folded(name.text)] = found[1] or found[0]
    return GitHubLock(held, commits)


def stale(lock: GitHubLock, uses: Mapping[str, Iterable[str]], ours: Lock) -> list[str]:
    """Where the lock and the workflows disagree. `uses` has the references of each workflow, by path; `ours` is the lock of ghsynth.

    Workflows are held to it one by one, so one that it does not list is no disagreement.
    """
    found = [f"{FILE} lists {path}, which is not there: {REMEDY}" for path in lock.workflows if path not in uses]
    for path, references in uses.items():
        listed = lock.workflows.get(path)
        if listed is None:
            continue
        wanted = {_folded(key): reference for reference in references if (key := _key(reference))}
        found += [f"{path} uses {reference}, which {FILE} does not have: {REMEDY}" for name, reference in wanted.items() if name not in listed]
        found += [f"{FILE} has {name} for {path}, which does not use it: {REMEDY}" for name in sorted(listed - wanted.keys())]
        for name, reference in wanted.items():
            mine, theirs = _commit(reference, ours), lock.commits.get(name, "")
            if name in listed and not theirs:
                found.append(f"{FILE} has no commit for {reference}: {REMEDY}")
            elif name in listed and mine and len(theirs) == 40 and mine != theirs:
                found.append(f"{FILE} has {theirs} for {reference}, and ghsynth {mine}: {REMEDY}, or 'ghsynth lock --update'")
    return found


def _commit(reference: str, ours: Lock) -> str:
    if is_pinned(reference):
        return reference.rpartition("@")[2]
    entry = ours.entry(reference)
    return "" if entry is None else entry.pin


def _key(reference: str) -> str:
    """What the lock would call it; nothing for what is not locked: images, what is the repository's own, calls of reusable workflows."""
    path, _, ref = reference.partition("@")
    if not is_action(reference) or reference.startswith((".", "$")) or path.endswith((".yml", ".yaml")):
        return ""
    return "/".join(path.split("/")[:2]) + f"@{ref}"


def _folded(name: str) -> str:
    """GitHub does not tell case apart in owners and repositories, but it does in refs."""
    path, at, ref = name.partition("@")
    return f"{path.lower()}{at}{ref}"
