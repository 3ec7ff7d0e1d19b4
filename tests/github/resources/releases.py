"""Releases, without their files."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, invalid, not_found
from tests.github.resources import views
from tests.github.skeleton import filled


def create(call: Call) -> Any:
    """Makes the tag where there is none, as GitHub does."""
    of, body, now = call.repository, call.body, call.world.clock.text()
    tag, target = body["tag_name"], body.get("target_commitish") or of.default_branch
    if any(one["tag_name"] == tag for one in of.releases.values()):
        raise invalid("Release", "tag_name", "already_exists")
    draft = body.get("draft", False)
    if f"refs/tags/{tag}" not in of.refs and not draft:
        commit = of.resolve(target)
        if commit is None:
            raise invalid("Release", "target_commitish", "invalid")
        of.tag(tag, commit)
    identity = call.world.next_id()
    url = of.url("releases", identity)
    known = {
        "id": identity,
        "node_id": views.node("Release", identity),
        "url": url,
        "html_url": of.world.url(of.owner, of.name, "releases", "tag", tag),
        "assets_url": f"{url}/assets",
        "upload_url": f"{url}/assets{{?name,label}}",
        "tag_name": tag,
        "target_commitish": target,
        "name": body.get("name"),
        "body": body.get("body"),
        "draft": draft,
        "prerelease": body.get("prerelease", False),
        "author": views.user(call.world, call.login),
        "created_at": now,
        "published_at": None if draft else now,
    }
    of.releases[identity] = made = filled("release", known)
    return Answer(made, headers={"Location": url})


def listed(call: Call) -> Any:
    return Page(list(call.repository.releases.values())[::-1])


def latest(call: Call) -> Any:
    found = [one for one in call.repository.releases.values() if not one["draft"] and not one["prerelease"]]
    if not found:
        raise not_found()
    return found[-1]


OPERATIONS = {"repos/create-release": create, "repos/list-releases": listed, "repos/get-latest-release": latest}
