"""Commits, comparisons, and the statuses that others report on them."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call
from tests.github.exchange import not_found
from tests.github.repository import Record, Repository
from tests.github.resources import views
from tests.github.skeleton import filled

_WORST = ("error", "failure", "pending", "success")


MOST_FILES = 300  # of a comparison, and on its first page alone


def get(call: Call) -> Any:
    of = call.repository
    found = of.objects.commit_at(call.commit(call.parameter("ref")))
    assert found is not None
    return views.commit(of, found, with_files=True)


def compare(call: Call) -> Any:
    of = call.repository
    before, dots, after = call.parameter("basehead").partition("...")
    base, head = [_side(call, of, name) for name in (before, after)]
    merge_base = of.objects.merge_base(base, head) if dots else None
    if merge_base is None:
        raise not_found(f"No common ancestor between {before} and {after}.")
    ahead, behind = of.objects.ahead_behind(head, base)
    status = ("diverged" if behind else "ahead") if ahead else ("behind" if behind else "identical")
    tree = of.objects.tree_of(head)
    assert tree is not None
    files = of.objects.changes(of.objects.tree_of(merge_base), tree)
    shown = of.world.url(of.owner, of.name, "compare", call.parameter("basehead"))
    return {
        "url": of.url("compare", call.parameter("basehead")),
        "html_url": shown,
        "permalink_url": shown,
        "diff_url": f"{shown}.diff",
        "patch_url": f"{shown}.patch",
        "base_commit": _commit(of, base),
        "merge_base_commit": _commit(of, merge_base),
        "status": status,
        "ahead_by": ahead,
        "behind_by": behind,
        "total_commits": ahead,
        "commits": _page(call, [views.commit(of, one) for one in reversed(of.objects.history(head, base))]),
        "files": [views.changed(of, head, file) for file in files[:MOST_FILES]] if call.query.get("page", "1") == "1" else [],
    }


def _page(call: Call, commits: list[Record]) -> list[Record]:
    """250 of them, or the page that the query asks for."""
    if "page" not in call.query and "per_page" not in call.query:
        return commits[-250:]
    size = min(_whole(call, "per_page", 30), 100)
    at = (_whole(call, "page", 1) - 1) * size
    return commits[at : at + size]


def _whole(call: Call, name: str, usual: int) -> int:
    text = call.query.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else usual


def _side(call: Call, of: Repository, name: str) -> str:
    """The commit of one side, `branch`, or `owner:branch` of a fork."""
    owner, colon, branch = name.partition(":")
    where = call.world.named(f"{owner}/{of.name}") if colon else of
    found = where.resolve(branch if colon else name) if where else None
    if found is None:
        raise not_found()
    return found


def _commit(of: Repository, sha: str) -> Record:
    found = of.objects.commit_at(sha)
    assert found is not None
    return views.commit(of, found)


def create_status(call: Call) -> Any:
    of, sha, now = call.repository, call.commit(call.parameter("sha")), call.world.clock.text()
    number = call.world.next_id()
    known = {
        "id": number,
        "node_id": views.node("Status", number),
        "url": of.url("statuses", sha),
        "state": call.body["state"],
        "context": call.body.get("context", "default"),
        "description": call.body.get("description"),
        "target_url": call.body.get("target_url"),
        "creator": views.user(call.world, call.login),
        "created_at": now,
        "updated_at": now,
    }
    made = filled("status", known)
    of.statuses.setdefault(sha, []).append(made)
    return made


def combined_status(call: Call) -> Any:
    """The last status of each context, and the worst of their states; `pending` for a commit without any."""
    of, sha = call.repository, call.commit(call.parameter("ref"))
    last = {one["context"]: one for one in of.statuses.get(sha, ())}
    states = {"failure" if one["state"] == "error" else one["state"] for one in last.values()}
    return {
        "state": next((state for state in _WORST if state in states), "pending"),
        "sha": sha,
        "total_count": len(last),
        "statuses": [filled("simple-commit-status", {key: value for key, value in one.items() if key != "creator"}) for one in last.values()],
        "repository": views.repository(of, "minimal-repository"),
        "commit_url": of.url("commits", sha),
        "url": of.url("commits", sha, "status"),
    }


OPERATIONS = {
    "repos/get-commit": get,
    "repos/compare-commits-with-basehead": compare,
    "repos/create-commit-status": create_status,
    "repos/get-combined-status-for-ref": combined_status,
}
