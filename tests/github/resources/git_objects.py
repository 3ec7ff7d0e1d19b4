"""Blobs, trees, commits and annotated tags of the git database."""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import Any

import pygit2

from tests.github.call import Call, moment
from tests.github.exchange import Answer, not_found, unprocessable
from tests.github.objects import File, Person
from tests.github.repository import Record, Repository
from tests.github.resources import views
from tests.github.skeleton import filled


def get_blob(call: Call) -> Any:
    of, sha = call.repository, call.parameter("file_sha")
    data = of.objects.blob_at(sha)
    if data is None:
        raise not_found()
    return {**_short_blob(of, sha), "node_id": views.node("Blob", sha), "size": len(data), "content": b64encode(data).decode(), "encoding": "base64"}


def create_blob(call: Call) -> Any:
    text = call.body["content"]
    data = b64decode(text) if call.body.get("encoding") == "base64" else text.encode()
    return _short_blob(call.repository, call.repository.objects.blob(data))


def _short_blob(of: Repository, sha: str) -> Record:
    return {"url": of.url("git", "blobs", sha), "sha": sha}


def get_tree(call: Call) -> Any:
    of = call.repository
    sha = of.objects.tree_of(call.parameter("tree_sha")) or of.objects.tree_of(of.resolve(call.parameter("tree_sha")) or "")
    if sha is None:
        raise not_found()
    return _tree(of, sha, "recursive" in call.query)


def create_tree(call: Call) -> Any:
    of, base = call.repository, call.body.get("base_tree")
    if base is not None and (base := of.objects.tree_of(base)) is None:
        raise not_found()
    entries, removed = [], []
    for given in call.body["tree"]:
        path = given.get("path", "")
        if not path or path.startswith("/") or ".." in path.split("/"):
            raise unprocessable("tree.path contains a malformed path component")
        if "content" not in given and given.get("sha") is None:
            removed.append(path)
            continue
        sha = of.objects.blob(given["content"].encode()) if "content" in given else given["sha"]
        kind = of.objects.kind(sha)
        if kind is None and given.get("type") != "commit":
            raise unprocessable(f"tree.sha {sha} is not a valid object")
        entries.append(File(given.get("mode", "100644"), sha, kind or "commit", path))
    try:
        made = of.objects.tree(entries, removed, base)
    except (pygit2.GitError, ValueError):
        raise unprocessable("tree.path contains a malformed path component") from None
    return _tree(of, made, False)


def _tree(of: Repository, sha: str, recursive: bool) -> Record:
    listed = []
    for file in of.objects.entries(sha, recursive):
        one: Record = {"path": file.path, "mode": file.mode, "type": file.kind, "sha": file.sha, "url": of.url("git", f"{file.kind}s", file.sha)}
        listed.append(one if file.size is None else {**one, "size": file.size})
    return {"sha": sha, "url": of.url("git", "trees", sha), "tree": listed, "truncated": False}


def get_commit(call: Call) -> Any:
    of, sha = call.repository, call.parameter("commit_sha")
    found = of.objects.commit_at(sha) if of.objects.kind(sha) == "commit" else None
    if found is None:
        raise not_found()
    return views.git_commit(of, found)


def create_commit(call: Call) -> Any:
    of, body = call.repository, call.body
    if of.objects.kind(body["tree"]) != "tree":
        raise unprocessable("Tree SHA does not exist")
    for parent in body.get("parents", ()):
        if of.objects.kind(parent) != "commit":
            raise unprocessable("Parent SHA does not exist or is not a commit object")
    author = person(of, body.get("author"))
    committer = person(of, body.get("committer")) if body.get("committer") else author
    sha = of.objects.commit(body["tree"], body.get("parents", []), body["message"], author, committer)
    found = of.objects.commit_at(sha)
    assert found is not None
    return Answer(views.git_commit(of, found), headers={"Location": of.url("git", "commits", sha)})


def person(of: Repository, given: Record | None) -> Person:
    """The person of a request, now where it gives no date."""
    now = of.person()
    if not given:
        return now
    date = given.get("date")
    name, email = given.get("name", now.name), given.get("email", now.email)
    if not name.strip() or not email.strip() or set("<>\n\0") & set(name + email):
        raise unprocessable("name and email of a person must not be empty")
    return Person(name, email, moment(date) if date else now.seconds)


def get_tag(call: Call) -> Any:
    of, sha = call.repository, call.parameter("tag_sha")
    if of.objects.tag_at(sha) is None:
        raise not_found()
    return _tag(of, sha)


def create_tag(call: Call) -> Any:
    """Makes the object only; a ref is a request of its own."""
    of, body = call.repository, call.body
    if of.objects.kind(body["object"]) is None:
        raise unprocessable("Object does not exist")
    sha = of.objects.tag(body["tag"], body["object"], body["message"], person(of, body.get("tagger")))
    return Answer(_tag(of, sha), headers={"Location": of.url("git", "tags", sha)})


def _tag(of: Repository, sha: str) -> Record:
    tag = of.objects.tag_at(sha)
    assert tag is not None
    assert tag.tagger is not None
    target = str(tag.target)
    kind = of.objects.kind(target)
    held = {"sha": target, "type": kind, "url": of.url("git", f"{kind}s", target)}
    known = {
        "sha": sha,
        "node_id": views.node("Tag", sha),
        "url": of.url("git", "tags", sha),
        "tag": tag.name,
        "message": tag.message,
        "object": held,
    }
    return filled("git-tag", {**known, "tagger": views.signature(tag.tagger)})


OPERATIONS = {
    "git/get-blob": get_blob,
    "git/create-blob": create_blob,
    "git/get-tree": get_tree,
    "git/create-tree": create_tree,
    "git/get-commit": get_commit,
    "git/create-commit": create_commit,
    "git/get-tag": get_tag,
    "git/create-tag": create_tag,
}
