"""Files and folders by path, and writing single files."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error
from typing import Any

import pygit2

from tests.github.call import Call
from tests.github.exchange import Answer, Refusal, not_found, unprocessable
from tests.github.objects import File
from tests.github.repository import Record, Repository
from tests.github.resources import views
from tests.github.resources.git_objects import person
from tests.github.resources.workflow_files import guard_path

LARGEST = 1 << 20  # bytes of a file that are sent with it


def get(call: Call) -> Any:
    of, path = call.repository, call.parameter("path").strip("/")
    ref = call.query.get("ref") or of.default_branch
    commit = of.resolve(ref)
    if commit is None:
        raise not_found(f"No commit found for the ref {ref}" if of.refs else "This repository is empty.")
    tree = of.objects.tree_of(commit)
    found = of.objects.at(tree, path) if tree else None
    if found is None:
        raise not_found()
    if found.kind == "tree":
        return [_shown(of, one._replace(path=f"{path}/{one.path}".lstrip("/")), ref) for one in of.objects.entries(found.sha)]
    data = of.objects.blob_at(found.sha) or b""
    shown = _shown(of, found, ref)
    if shown["type"] == "symlink":
        return {**shown, "target": data.decode()}
    if len(data) > LARGEST:
        return {**shown, "content": "", "encoding": "none"}
    return {**shown, "content": _wrapped(data), "encoding": "base64"}


def _shown(of: Repository, file: File, ref: str) -> Record:
    kind = {"tree": "dir", "commit": "submodule"}.get(file.kind, "symlink" if file.mode == "120000" else "file")
    url = f"{of.url('contents', file.path)}?ref={ref}"
    git = of.url("git", f"{file.kind}s", file.sha)
    html = of.world.url(of.owner, of.name, "tree" if kind == "dir" else "blob", ref, file.path)
    return {
        "type": kind,
        "name": file.path.rpartition("/")[2],
        "path": file.path,
        "sha": file.sha,
        "size": file.size or 0,
        "url": url,
        "git_url": git,
        "html_url": html,
        "download_url": None if kind == "dir" else of.world.url("raw", of.owner, of.name, ref, file.path),
        "_links": {"self": url, "git": git, "html": html},
    }


def _wrapped(data: bytes) -> str:
    """Base64 in lines of 60, as GitHub has it."""
    text = b64encode(data).decode()
    return "".join(f"{text[at : at + 60]}\n" for at in range(0, len(text), 60))


def write(call: Call) -> Any:
    of, path = call.repository, call.parameter("path")
    guard_path(call, path)
    before = _before(call, path)
    if before is not None and "sha" not in call.body:
        raise unprocessable('Invalid request.\n\n"sha" wasn\'t supplied.')
    _same(call, path, before)
    try:
        data = b64decode(call.body["content"], validate=False)
    except Error:
        raise unprocessable("content is not valid Base64") from None
    file = File(before.mode if before else "100644", of.objects.blob(data), "blob", path, len(data))
    return Answer(_committed(call, [file], [], file), 200 if before else 201)


def delete(call: Call) -> Any:
    path = call.parameter("path")
    guard_path(call, path)
    before = _before(call, path)
    if before is None:
        raise not_found()
    _same(call, path, before)
    return _committed(call, [], [path], None)


def _before(call: Call, path: str) -> File | None:
    of, branch = call.repository, _branch(call)
    head = of.refs.get(f"refs/heads/{branch}")
    if head is None and of.refs:
        raise not_found(f"Branch {branch} not found")
    tree = of.objects.tree_of(head) if head else None
    return of.objects.at(tree, path) if tree else None


def _same(call: Call, path: str, before: File | None) -> None:
    given = call.body.get("sha")
    if given is not None and (before is None or before.sha != given):
        raise Refusal(409, f"{path} does not match {given}")


def _committed(call: Call, files: list[File], removed: list[str], file: File | None) -> Record:
    of, branch = call.repository, _branch(call)
    head = of.refs.get(f"refs/heads/{branch}")
    try:
        tree = of.objects.tree(files, removed, of.objects.tree_of(head) if head else None)
    except (pygit2.GitError, ValueError):
        raise unprocessable("path contains a malformed path component") from None
    author, committer = person(of, call.body.get("author")), person(of, call.body.get("committer"))
    sha = of.objects.commit(tree, [head] if head else [], call.body["message"], author, committer)
    of.refs[f"refs/heads/{branch}"] = sha
    made = of.objects.commit_at(sha)
    assert made is not None
    return {"content": _shown(of, file, branch) if file else None, "commit": views.git_commit(of, made)}


def _branch(call: Call) -> str:
    branch: str = call.body.get("branch") or call.repository.default_branch
    return branch.removeprefix("refs/heads/")


OPERATIONS = {
    "repos/get-content": get,
    "repos/create-or-update-file-contents": write,
    "repos/delete-file": delete,
}
