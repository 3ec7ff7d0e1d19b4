"""What answers show of people, repositories and commits."""

from __future__ import annotations

import zlib
from base64 import b64encode
from functools import cache
from typing import Any

import pygit2

from tests.github.clock import written
from tests.github.objects import Changed
from tests.github.repository import Record, Repository
from tests.github.skeleton import filled
from tests.github.world import World


def node(kind: str, identity: object) -> str:
    """A node id: opaque, but always the same for the same thing."""
    return b64encode(f"{kind}:{identity}".encode()).decode()


def user(world: World, login: str, name: str = "simple-user") -> Record:
    """A person, or a bot where the login ends with `[bot]`."""
    return filled(name, _user(world.address, login))


@cache
def _user(address: str, login: str) -> Record:
    url = f"{address}/users/{login.replace('[', '%5B').replace(']', '%5D')}"
    return {
        "login": login,
        "id": zlib.crc32(login.encode()) % 10**8,
        "node_id": node("User", login),
        "type": "Bot" if login.endswith("[bot]") else "User",
        "url": url,
        "html_url": url,
        "avatar_url": f"{url}/avatar",
        "repos_url": f"{url}/repos",
        "events_url": f"{url}/events",
    }


def repository(of: Repository, name: str = "full-repository") -> Record:
    known: Record = {
        "id": of.id,
        "node_id": node("Repository", of.id),
        "name": of.name,
        "full_name": of.full_name,
        "private": of.private,
        "owner": user(of.world, of.owner),
        "html_url": of.world.url(of.owner, of.name),
        "url": of.url(),
        "description": of.description,
        "fork": of.parent is not None,
        "default_branch": of.default_branch,
        "archived": of.archived,
        "visibility": "private" if of.private else "public",
        "clone_url": of.world.url(of.owner, f"{of.name}.git"),
        "has_issues": True,
        "created_at": of.created_at(),
        "updated_at": of.created_at(),
        "pushed_at": of.created_at(),
    }
    if name == "full-repository" and of.parent is not None:
        known["parent"] = known["source"] = repository(of.parent, "repository")
    return filled(name, known)


def signature(of: pygit2.Signature) -> Record:
    return {"name": of.name, "email": of.email, "date": written(of.time)}


_UNSIGNED = {"verified": False, "reason": "unsigned", "signature": None, "payload": None, "verified_at": None}


def git_commit(of: Repository, commit: pygit2.Commit) -> Record:
    """A commit as the git database shows it."""
    sha = str(commit.id)
    return {
        "sha": sha,
        "node_id": node("Commit", sha),
        "url": of.url("git", "commits", sha),
        "html_url": of.world.url(of.owner, of.name, "commit", sha),
        "author": signature(commit.author),
        "committer": signature(commit.committer),
        "message": commit.message,
        "tree": {"sha": str(commit.tree_id), "url": of.url("git", "trees", commit.tree_id)},
        "parents": [
            {"sha": str(p), "url": of.url("git", "commits", p), "html_url": of.world.url(of.owner, of.name, "commit", p)} for p in commit.parent_ids
        ],
        "verification": _UNSIGNED,
    }


def commit(of: Repository, one: pygit2.Commit, with_files: bool = False) -> Record:
    """A commit as the rest of the API shows it."""
    sha = str(one.id)
    plain = git_commit(of, one)
    shown: Record = {
        **{key: plain[key] for key in ("sha", "node_id", "html_url")},
        "url": of.url("commits", sha),
        "comments_url": of.url("commits", sha, "comments"),
        "commit": {
            **{key: plain[key] for key in ("author", "committer", "message", "tree", "url", "verification")},
            "comment_count": 0,
        },
        "author": user(of.world, "octocat"),
        "committer": user(of.world, "octocat"),
        "parents": [{**parent, "url": of.url("commits", parent["sha"])} for parent in plain["parents"]],
    }
    if with_files:
        before = of.objects.tree_of(str(one.parent_ids[0])) if one.parent_ids else None
        files = [changed(of, sha, file) for file in of.objects.changes(before, str(one.tree_id))]
        added, deleted = sum(file["additions"] for file in files), sum(file["deletions"] for file in files)
        shown |= {"files": files, "stats": {"additions": added, "deletions": deleted, "total": added + deleted}}
    return shown


def changed(of: Repository, head: str, file: Changed) -> Record:
    """A file of a comparison, without the patch where there is none: binary files, mere renames."""
    shown: dict[str, Any] = {
        "sha": file.sha,
        "filename": file.path,
        "status": file.status,
        "additions": file.additions,
        "deletions": file.deletions,
        "changes": file.additions + file.deletions,
        "blob_url": of.world.url(of.owner, of.name, "blob", head, file.path),
        "raw_url": of.world.url(of.owner, of.name, "raw", head, file.path),
        "contents_url": f"{of.url('contents', file.path)}?ref={head}",
    }
    if file.status == "renamed":
        shown["previous_filename"] = file.before
    if file.patch:
        shown["patch"] = file.patch
    return shown
