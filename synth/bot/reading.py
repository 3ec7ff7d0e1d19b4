"""Both versions of the workflow, action and lock files that a pull request changes, read from GitHub as data at exact commits."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from urllib.parse import quote

from synth.record import Record, record
from synth.runtime.github_api import Declined

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from synth.bot.ports import Api
    from synth.bot.values import Pull

LARGEST = 512 * 1024  # bytes of a file
MOST = 300  # files that are read
_LISTED = 300  # files that GitHub lists of a comparison; what comes behind is not there
_WANTED = re.compile(r"\.github/workflows/[^/]+\.ya?ml|(?:.*/)?action\.ya?ml|\.github/workflows/actions\.lock|\.github/ghsynth\.lock", re.DOTALL)


@record
class Versions(Record):
    """File name -> bytes, before and after. `unread` are files that were not read, with the reason; `start` is where both sides part."""

    start: str
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]
    unread: Mapping[str, str]
    notes: tuple[str, ...] = ()


class UnreadError(Exception):
    """A file that is there and is not read; the message is the reason."""


@record
class Changed(Record):
    """A path on both sides, or on one; `blob` is the object after."""

    before: str | None
    after: str | None
    blob: str | None = None


def is_wanted(path: str) -> bool:
    """Whether the file says what runs: a workflow, an action or a lock."""
    return _WANTED.fullmatch(path) is not None


def versions(api: Api, pull: Pull) -> Versions:
    """Raises GitHubError's kinds where the comparison itself cannot be had."""
    compared = api.get(f"/repos/{pull.repository}/compare/{pull.base}...{pull.head}", "per_page=1&page=1")
    start = compared["merge_base_commit"]["sha"]
    listed = compared.get("files") or []
    changed = [one for one in map(_changed, listed) if is_wanted(one.after or "") or is_wanted(one.before or "")]
    notes: tuple[str, ...] = ()
    if len(listed) >= _LISTED:
        changed = _with_workflows(api, pull, start, changed)
        notes = (f"GitHub lists {_LISTED} changed files at most: actions outside of .github among the others were not seen",)
    return _read_all(api, pull, start, changed, notes)


def _changed(told: Any) -> Changed:
    name, status = told["filename"], told["status"]
    before = None if status == "added" else told.get("previous_filename") or name
    return Changed(before=before, after=None if status == "removed" else name, blob=told.get("sha"))


def _with_workflows(api: Api, pull: Pull, start: str, changed: list[Changed]) -> list[Changed]:
    """With what differs below .github, by the trees of both commits: many other files must not hide a workflow."""
    old, new = (_below(api, pull.repository, commit) for commit in (start, pull.head))
    known = {one.before for one in changed} | {one.after for one in changed}
    names = sorted({path for path in old.keys() | new.keys() if old.get(path) != new.get(path) and is_wanted(path)} - known)
    return changed + [Changed(before=name if name in old else None, after=name if name in new else None, blob=new.get(name)) for name in names]


def _below(api: Api, repository: str, commit: str) -> dict[str, str]:
    """The files below .github with their objects."""
    root = api.get(f"/repos/{repository}/git/trees/{commit}")
    at = next((one["sha"] for one in root["tree"] if one["path"] == ".github" and one["type"] == "tree"), None)
    if at is None:
        return {}
    listed = api.get(f"/repos/{repository}/git/trees/{at}", "recursive=1")["tree"]
    return {f".github/{one['path']}": one["sha"] for one in listed if one["type"] == "blob"}


def _read_all(api: Api, pull: Pull, start: str, changed: Iterable[Changed], notes: tuple[str, ...]) -> Versions:
    before: dict[str, bytes] = {}
    after: dict[str, bytes] = {}
    unread: dict[str, str] = {}
    for number, one in enumerate(sorted(changed, key=lambda one: one.after or one.before or "")):
        name = one.after or one.before or ""
        if number >= MOST:
            unread[name] = f"at most {MOST} files are read"
            continue
        try:
            old = None if one.before is None or not is_wanted(one.before) else _read(api, pull.repository, one.before, start, None)
            new = None if one.after is None or not is_wanted(one.after) else _read(api, pull.repository, one.after, pull.head, one.blob)
        except UnreadError as error:
            unread[name] = str(error)
            continue
        if old is not None and one.before is not None:
            before[one.before] = old
        if new is not None and one.after is not None:
            after[one.after] = new
    return Versions(start=start, before=before, after=after, unread=unread, notes=notes)


def _read(api: Api, repository: str, path: str, commit: str, blob: str | None) -> bytes:
    """A file's bytes, found by its path, else by its object, under which a fork's are known too. Raises UnreadError."""
    try:
        told = api.get(f"/repos/{repository}/contents/{quote(path)}", f"ref={commit}")
        if isinstance(told, list) or told["type"] != "file":
            raise UnreadError("it is no file")
    except Declined as error:
        if error.status != 404 or blob is None:
            raise UnreadError(f"GitHub does not give it: {error.status}") from error
        told = _blob(api, repository, blob)
    if told["size"] > LARGEST:
        raise UnreadError(f"it has {told['size']:,} bytes, and {LARGEST:,} are read")
    if told["encoding"] != "base64":
        raise UnreadError(f"GitHub sends it as '{told['encoding']}'")
    try:
        return b64decode(told["content"])
    except (Base64Error, ValueError):
        raise UnreadError("what GitHub sent is no base64") from None


def _blob(api: Api, repository: str, blob: str) -> Any:
    try:
        return api.get(f"/repos/{repository}/git/blobs/{blob}")
    except Declined as error:
        raise UnreadError(f"GitHub does not give it: {error.status}") from error
