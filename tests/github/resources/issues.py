"""Issues, of which each pull request is one, and their labels."""

from __future__ import annotations

import zlib
from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, invalid, not_found
from tests.github.repository import Record, Repository
from tests.github.resources import views
from tests.github.skeleton import filled


def opened(of: Repository, number: int, title: str, body: str | None, author: str) -> Record:
    """A new issue, which a pull request may share its number with."""
    now, identity = of.world.clock.text(), of.world.next_id()
    made = filled(
        "issue",
        {
            "id": identity,
            "node_id": views.node("Issue", identity),
            "number": number,
            "title": title,
            "body": body,
            "state": "open",
            "user": views.user(of.world, author),
            "labels": [],
            "url": of.url("issues", number),
            "repository_url": of.url(),
            "labels_url": of.url("issues", number, "labels"),
            "comments_url": of.url("issues", number, "comments"),
            "events_url": of.url("issues", number, "events"),
            "html_url": of.world.url(of.owner, of.name, "issues", number),
            "created_at": now,
            "updated_at": now,
            "author_association": "CONTRIBUTOR",
        },
    )
    of.issues[number] = made
    return made


def found(call: Call) -> Record:
    """The issue that the path names. Raises Refusal."""
    issue = call.repository.issues.get(call.number("issue_number"))
    if issue is None:
        raise not_found()
    return issue


def get(call: Call) -> Any:
    issue = found(call)
    return {**issue, "comments": len(call.repository.comments_of(issue["number"]))}


def update(call: Call) -> Any:
    issue = found(call)
    if "title" in call.body and not (isinstance(call.body["title"], str) and call.body["title"].strip()):
        raise invalid("Issue", "title", "missing_field")
    for name in ("title", "body", "state", "state_reason"):
        if name in call.body:
            issue[name] = call.body[name]
    if "labels" in call.body:
        issue["labels"] = _labels(call)
    if issue["number"] in call.repository.pulls:
        call.repository.pulls[issue["number"]] |= {name: issue[name] for name in ("title", "body", "state")}
    issue["updated_at"] = call.world.clock.text()
    return get(call)


def labels(call: Call) -> Any:
    return Page(found(call)["labels"])


def add_labels(call: Call) -> Any:
    issue = found(call)
    held = [label["name"] for label in issue["labels"]]
    issue["labels"] += [label for label in _labels(call) if label["name"] not in held]
    return issue["labels"]


def set_labels(call: Call) -> Any:
    issue = found(call)
    issue["labels"] = _labels(call)
    return issue["labels"]


def remove_labels(call: Call) -> Any:
    found(call)["labels"] = []
    return Answer()


def _labels(call: Call) -> list[Record]:
    """The labels of the body, made where the repository does not have them yet."""
    of, made = call.repository, []
    for given in call.body.get("labels", ()):
        name = given if isinstance(given, str) else given.get("name")
        if not name:
            raise invalid("Label", "name", "missing_field")
        identity = zlib.crc32(name.encode())
        new = {"id": identity, "node_id": views.node("Label", identity), "url": of.url("labels", name), "name": name}
        made.append(of.labels.setdefault(name, {**new, "description": None, "color": "ededed", "default": False}))
    return made


OPERATIONS = {
    "issues/get": get,
    "issues/update": update,
    "issues/list-labels-on-issue": labels,
    "issues/add-labels": add_labels,
    "issues/set-labels": set_labels,
    "issues/remove-all-labels": remove_labels,
}
