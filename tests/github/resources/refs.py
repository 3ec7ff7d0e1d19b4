"""Refs of git, and the tags and branches that are made of them."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, Refusal, not_found, unprocessable
from tests.github.repository import Repository
from tests.github.resources import views
from tests.github.resources.workflow_files import guard
from tests.github.skeleton import filled


def get(call: Call) -> Any:
    name = f"refs/{call.parameter('ref')}"
    if name not in call.repository.refs:
        raise not_found()
    return shown(call.repository, name)


def matching(call: Call) -> Any:
    prefix = f"refs/{call.parameter('ref')}"
    return [shown(call.repository, name) for name in sorted(call.repository.refs) if name.startswith(prefix)]


def create(call: Call) -> Any:
    repository, name, sha = call.repository, call.body["ref"], call.body["sha"]
    if not name.startswith("refs/") or name.count("/") < 2:
        raise unprocessable("Reference name must start with 'refs/' and have at least two slashes.")
    if name in repository.refs:
        raise unprocessable("Reference already exists")
    if repository.objects.kind(sha) is None:
        raise unprocessable("Object does not exist")
    guard(call, sha)
    repository.refs[name] = sha
    return Answer(shown(repository, name), headers={"Location": repository.url("git", name)})


def update(call: Call) -> Any:
    repository, name, sha = call.repository, f"refs/{call.parameter('ref')}", call.body["sha"]
    if name not in repository.refs:
        raise unprocessable("Reference does not exist")
    if repository.objects.commit_at(sha) is None:
        raise unprocessable("Object does not exist")
    if not call.body.get("force", False) and not repository.objects.is_ancestor(repository.refs[name], sha):
        raise unprocessable("Update is not a fast forward")
    guard(call, sha)
    repository.refs[name] = sha
    return shown(repository, name)


def delete(call: Call) -> Any:
    if call.repository.refs.pop(f"refs/{call.parameter('ref')}", None) is None:
        raise unprocessable("Reference does not exist")
    return Answer()


def shown(of: Repository, name: str) -> Any:
    sha = of.refs[name]
    kind = of.objects.kind(sha)
    held = {"type": kind, "sha": sha, "url": of.url("git", f"{kind}s", sha)}
    return {"ref": name, "node_id": views.node("Ref", f"{of.id}:{name}"), "url": of.url("git", name), "object": held}


def tags(call: Call) -> Any:
    """Tags with the commits behind them, the highest name first."""
    of, found = call.repository, []
    for name in sorted(of.refs, reverse=True):
        commit = of.objects.commit_at(of.refs[name]) if name.startswith("refs/tags/") else None
        if commit is not None:
            short = name.removeprefix("refs/tags/")
            held = {"sha": str(commit.id), "url": of.url("commits", commit.id)}
            urls = {f"{kind}ball_url": of.url(f"{kind}ball", name) for kind in ("zip", "tar")}
            found.append({"name": short, "commit": held, "node_id": views.node("Ref", f"{of.id}:{name}"), **urls})
    return Page(found)


def branch(call: Call) -> Any:
    of, name = call.repository, call.parameter("branch")
    commit = of.objects.commit_at(of.refs.get(f"refs/heads/{name}", ""))
    if commit is None:
        raise Refusal(404, "Branch not found")
    url, protection = of.url("branches", name), of.url("branches", name, "protection")
    links = {"html": of.world.url(of.owner, of.name, "tree", name), "self": url}
    known = {"name": name, "commit": views.commit(of, commit), "_links": links, "protected": False, "protection": {}, "protection_url": protection}
    return filled("branch-with-protection", known)


OPERATIONS = {
    "git/get-ref": get,
    "git/list-matching-refs": matching,
    "git/create-ref": create,
    "git/update-ref": update,
    "git/delete-ref": delete,
    "repos/list-tags": tags,
    "repos/get-branch": branch,
}
