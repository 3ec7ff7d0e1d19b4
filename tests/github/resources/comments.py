"""Comments on issues and pull requests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.github.call import Call, Page, moment
from tests.github.clock import seconds
from tests.github.exchange import Answer, Refusal, invalid, not_found
from tests.github.repository import Record, Repository
from tests.github.resources import issues, views
from tests.github.skeleton import filled

LONGEST = 65_536


def written_by(of: Repository, number: int, body: str, author: str) -> int:
    """A new comment; gives its id."""
    now, identity = of.world.clock.text(), of.world.next_id()
    made = filled(
        "issue-comment",
        {
            "id": identity,
            "node_id": views.node("IssueComment", identity),
            "url": of.url("issues", "comments", identity),
            "html_url": f"{of.world.url(of.owner, of.name, 'issues', number)}#issuecomment-{identity}",
            "issue_url": of.url("issues", number),
            "user": views.user(of.world, author),
            "body": body,
            "created_at": now,
            "updated_at": now,
            "author_association": "CONTRIBUTOR",
        },
    )
    of.comments[identity] = of.store(made)
    return identity


def create(call: Call) -> Any:
    issue = issues.found(call)
    identity = written_by(call.repository, issue["number"], _text(call), call.login)
    made = call.repository.comments[identity].data
    return Answer(made, headers={"Location": made["url"]})


def listed(call: Call) -> Any:
    """The oldest first; one that was just made may be missing yet."""
    issue, now = issues.found(call), call.world.clock.now()
    since = moment(call.query["since"]) if "since" in call.query else 0
    stored = call.repository.comments.values()
    url = call.repository.url("issues", issue["number"])
    return Page([one.data for one in stored if one.data["issue_url"] == url and one.listed_from <= now and seconds(one.data["updated_at"]) >= since])


def get(call: Call) -> Any:
    return _found(call)


def update(call: Call) -> Any:
    identity, text = _found(call)["id"], _text(call)
    stored = call.repository.comments[identity]
    changed = {**stored.data, "body": text, "updated_at": call.world.clock.text()}
    call.repository.comments[identity] = replace(stored, data=changed)
    return changed


def delete(call: Call) -> Any:
    del call.repository.comments[_found(call)["id"]]
    return Answer()


def _found(call: Call) -> Record:
    stored = call.repository.comments.get(call.number("comment_id"))
    if stored is None:
        raise not_found()
    return stored.data


def _text(call: Call) -> str:
    """The body that was sent. Raises Refusal for none, and for one that is too long."""
    body: str = call.body["body"]
    if not body.strip():
        raise Refusal(
            422, "Validation Failed", [{"resource": "IssueComment", "code": "missing_field", "field": "body", "message": "Body cannot be blank"}]
        )
    if len(body) > LONGEST:
        raise invalid("IssueComment", "data", "unprocessable", f"Body is too long (maximum is {LONGEST} characters)")
    return body


OPERATIONS = {
    "issues/create-comment": create,
    "issues/list-comments": listed,
    "issues/get-comment": get,
    "issues/update-comment": update,
    "issues/delete-comment": delete,
}
