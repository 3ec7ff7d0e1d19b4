"""Pull requests. What is kept is what does not follow from the branches; the rest is worked out for each answer."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, Refusal, invalid, not_found
from tests.github.repository import Record, Repository
from tests.github.resources import issues, views
from tests.github.skeleton import filled


def opened(of: Repository, given: Record, author: str) -> int:
    """A new pull request from a branch of the repository, or `owner:branch` of a fork; gives its number. Raises Refusal."""
    owner, head = _side(of, given["head"])
    source = _source(of, owner)
    base = given["base"]
    if source is None or f"refs/heads/{head}" not in source.refs:
        raise invalid("PullRequest", "head", "invalid")
    if f"refs/heads/{base}" not in of.refs:
        raise invalid("PullRequest", "base", "invalid")
    label = f"{owner}:{head}"
    if any(one["head"] == label and one["base"] == base and one["state"] == "open" for one in of.pulls.values()):
        raise invalid("PullRequest", "", "custom", f"A pull request already exists for {label}.")
    if of.objects.ahead_behind(source.head(head), of.head(base))[0] == 0:
        raise invalid("PullRequest", "", "custom", f"No commits between {base} and {head}")
    number = of.next_number()
    title = given.get("title") or head
    kept = {"head": label, "base": base, "state": "open", "title": title, "body": given.get("body"), "draft": given.get("draft", False)}
    made = issues.opened(of, number, title, given.get("body"), author)
    of.pulls[number] = {
        **kept,
        "author": author,
        "id": made["id"],
        "created_at": made["created_at"],
        "listed_from": of.world.clock.now() + of.world.lag_seconds,
    }
    made["pull_request"] = {
        "url": of.url("pulls", number),
        "html_url": _html(of, number),
        "diff_url": f"{_html(of, number)}.diff",
        "patch_url": f"{_html(of, number)}.patch",
    }
    of.refs[f"refs/pull/{number}/head"] = source.head(head)
    return number


def create(call: Call) -> Any:
    if "issue" in call.body:
        raise Refusal(501, "the fake does not make pull requests of issues")
    call.given("title", resource="PullRequest")
    number = opened(call.repository, call.body, call.login)
    return Answer(shown(call.repository, number), headers={"Location": call.repository.url("pulls", number)})


def listed(call: Call) -> Any:
    """Open ones unless told, the newest first; one that was just made may be missing yet."""
    of, query, now = call.repository, call.query, call.world.clock.now()
    state, head, base = query.get("state", "open"), query.get("head", ""), query.get("base", "")
    numbers = [
        number
        for number, one in of.pulls.items()
        if (state == "all" or one["state"] == state)
        and (":" not in head or one["head"] == head)
        and base in ("", one["base"])
        and one["listed_from"] <= now
    ]
    newest_first = query.get("direction", "desc" if query.get("sort", "created") == "created" else "asc") == "desc"
    return Page([_simple(of, number) for number in sorted(numbers, reverse=newest_first)])


def get(call: Call) -> Any:
    return shown(call.repository, _found(call))


def update(call: Call) -> Any:
    number = _found(call)
    kept = call.repository.pulls[number]
    changes: Record = {name: call.body[name] for name in ("title", "body", "state", "base") if name in call.body}
    if "base" in changes and f"refs/heads/{changes['base']}" not in call.repository.refs:
        raise invalid("PullRequest", "base", "invalid")
    if changes.get("state") == "open" and kept.get("merged"):
        raise invalid("PullRequest", "state", "invalid", "state cannot be changed. The pull request is merged.")
    kept |= changes
    call.repository.issues[number] |= {name: kept[name] for name in ("title", "body", "state")}
    return shown(call.repository, number)


def files(call: Call) -> Any:
    of, number = call.repository, _found(call)
    return Page([views.changed(of, _head(of, number), file) for file in _changes(of, number)])


def of_commit(call: Call) -> Any:
    """Pull requests whose branch holds the commit; none for the commits of a fork."""
    of, sha = call.repository, call.commit(call.parameter("commit_sha"))
    own = [number for number, one in of.pulls.items() if one["head"].startswith(f"{of.owner}:")]
    return Page(
        [
            _simple(of, number)
            for number in own
            if of.objects.is_ancestor(sha, _head(of, number)) and not of.objects.is_ancestor(sha, _base(of, number))
        ]
    )


def is_merged(call: Call) -> Any:
    found = call.repository.pulls.get(call.number("pull_number"), {})
    return Answer(status=204 if found.get("merged") else 404)


def merge(call: Call) -> Any:
    of, number = call.repository, _found(call)
    kept, head = of.pulls[number], _head(of, number)
    base = of.head(kept["base"])
    if kept["state"] != "open" or kept["draft"]:
        raise Refusal(405, "Pull Request is not mergeable")
    if call.body.get("sha", head) != head:
        raise Refusal(409, "Head branch was modified. Review and try the merge again.")
    tree = of.objects.merge(base, head)
    if tree is None:
        raise Refusal(405, "Pull Request has merge conflicts")
    parents = [base] if call.body.get("merge_method") in ("squash", "rebase") else [base, head]
    title = call.body.get("commit_title") or f"Merge pull request #{number} from {kept['head']}"
    sha = of.objects.commit(tree, parents, f"{title}\n\n{call.body.get('commit_message', '')}".rstrip(), of.person(), of.person())
    now = call.world.clock.text()
    kept |= {"state": "closed", "merged": sha, "merged_at": now, "merged_by": call.login, "base_sha": base, "head_sha": head}
    of.issues[number] |= {"state": "closed", "closed_at": now}
    of.refs[f"refs/heads/{kept['base']}"] = sha
    return {"sha": sha, "merged": True, "message": "Pull Request successfully merged"}


def minimal(of: Repository, sha: str) -> list[Record]:
    """The open pull requests whose head is the commit, as check runs and workflow runs show them; none for forks."""
    mine = [
        number for number, one in of.pulls.items() if one["state"] == "open" and one["head"].startswith(f"{of.owner}:") and _head(of, number) == sha
    ]
    place = {"id": of.id, "name": of.name, "url": of.url()}
    return [
        {
            "id": of.pulls[number]["id"],
            "number": number,
            "url": of.url("pulls", number),
            "head": {"ref": of.pulls[number]["head"].partition(":")[2], "sha": sha, "repo": place},
            "base": {"ref": of.pulls[number]["base"], "sha": _base(of, number), "repo": place},
        }
        for number in mine
    ]


def tip(of: Repository, number: int) -> str:
    """The last commit of its branch."""
    return _head(of, number)


def shown(of: Repository, number: int) -> Record:
    kept, changes = of.pulls[number], _changes(of, number)
    merged = kept.get("merged")
    known = {
        **_known(of, number),
        "additions": sum(file.additions for file in changes),
        "deletions": sum(file.deletions for file in changes),
        "changed_files": len(changes),
        "commits": of.objects.ahead_behind(_head(of, number), _base(of, number))[0],
        "comments": len(of.comments_of(number)),
        "merged": bool(merged),
        "mergeable": None if merged else of.objects.merge(_base(of, number), _head(of, number)) is not None,
        "mergeable_state": "unknown" if merged else "clean",
        "merged_by": views.user(of.world, kept["merged_by"]) if merged else None,
    }
    return filled("pull-request", known)


def _simple(of: Repository, number: int) -> Record:
    return filled("pull-request-simple", _known(of, number))


def _known(of: Repository, number: int) -> Record:
    kept, issue, url = of.pulls[number], of.issues[number], of.url("pulls", number)
    owner, head = _side(of, kept["head"])
    source = _source(of, owner) or of
    links = {
        "self": url,
        "html": _html(of, number),
        "issue": issue["url"],
        "comments": issue["comments_url"],
        "review_comments": f"{url}/comments",
        "review_comment": of.url("pulls", "comments", "{number}"),
        "commits": f"{url}/commits",
        "statuses": of.url("statuses", _head(of, number)),
    }
    return {
        **{
            name: issue[name]
            for name in ("id", "title", "body", "state", "user", "labels", "created_at", "updated_at", "closed_at", "author_association")
        },
        "number": number,
        "node_id": views.node("PullRequest", issue["id"]),
        "url": url,
        "issue_url": issue["url"],
        "html_url": _html(of, number),
        "diff_url": f"{_html(of, number)}.diff",
        "patch_url": f"{_html(of, number)}.patch",
        "commits_url": f"{url}/commits",
        "comments_url": issue["comments_url"],
        "review_comments_url": f"{url}/comments",
        "review_comment_url": links["review_comment"],
        "statuses_url": links["statuses"],
        "draft": kept["draft"],
        "merged_at": kept.get("merged_at"),
        "merge_commit_sha": kept.get("merged"),
        "assignees": [],
        "requested_reviewers": [],
        "requested_teams": [],
        "head": _end(source, kept["head"], head, _head(of, number)),
        "base": _end(of, f"{of.owner}:{kept['base']}", kept["base"], _base(of, number)),
        "_links": {name: {"href": address} for name, address in links.items()},
    }


def _end(of: Repository, label: str, ref: str, sha: str) -> Record:
    return {"label": label, "ref": ref, "sha": sha, "user": views.user(of.world, of.owner), "repo": views.repository(of, "repository")}


def _found(call: Call) -> int:
    number = call.number("pull_number")
    if number not in call.repository.pulls:
        raise not_found()
    return number


def _head(of: Repository, number: int) -> str:
    """The head now, or at the merge, or the last that was there."""
    kept = of.pulls[number]
    owner, branch = _side(of, kept["head"])
    source = _source(of, owner)
    now = source.refs.get(f"refs/heads/{branch}") if source and not kept.get("merged") else None
    if now is not None:
        of.refs[f"refs/pull/{number}/head"] = now
    return of.refs[f"refs/pull/{number}/head"]


def _base(of: Repository, number: int) -> str:
    kept = of.pulls[number]
    return str(kept.get("base_sha") or of.head(kept["base"]))


def _changes(of: Repository, number: int) -> list[Any]:
    """What the branch changes since it left the base."""
    head, base = _head(of, number), _base(of, number)
    start = of.objects.merge_base(base, head)
    tree = of.objects.tree_of(head)
    assert tree is not None
    return of.objects.changes(of.objects.tree_of(start) if start else None, tree)


def _side(of: Repository, head: str) -> tuple[str, str]:
    owner, colon, branch = head.partition(":")
    return (owner, branch) if colon else (of.owner, head)


def _source(of: Repository, owner: str) -> Repository | None:
    """The repository of that owner in the network: this one or a fork of it."""
    root = of.parent or of
    return next((one for one in of.world.repositories.values() if one.owner == owner and (one is of or one is root or one.parent is root)), None)


def _html(of: Repository, number: int) -> str:
    return of.world.url(of.owner, of.name, "pull", number)


OPERATIONS = {
    "pulls/create": create,
    "pulls/list": listed,
    "pulls/get": get,
    "pulls/update": update,
    "pulls/list-files": files,
    "repos/list-pull-requests-associated-with-commit": of_commit,
    "pulls/check-if-merged": is_merged,
    "pulls/merge": merge,
}
