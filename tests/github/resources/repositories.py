"""Repositories and their organisations."""

from __future__ import annotations

import re
from typing import Any

from tests.github.call import Call, Page
from tests.github.exchange import Answer, invalid, not_found
from tests.github.resources import views
from tests.github.skeleton import filled


def get(call: Call) -> Any:
    return views.repository(call.repository)


def update(call: Call) -> Any:
    repository = call.repository
    name = call.body.get("name", repository.name)
    if name != repository.name:
        repository.rename(name)
    repository.archived = call.body.get("archived", repository.archived)
    repository.private = call.body.get("private", repository.private)
    repository.description = call.body.get("description", repository.description)
    repository.default_branch = call.body.get("default_branch", repository.default_branch)
    return views.repository(repository)


def delete(call: Call) -> Any:
    call.repository.delete()
    return Answer()


def organisation(call: Call) -> Any:
    owned = _owned(call)
    if not owned and call.parameter("org") not in call.world.organisations:
        raise not_found()
    login = call.parameter("org")
    known = {"login": login, "id": 1, "url": call.world.url("orgs", login), "type": "Organization", "public_repos": len(owned)}
    return filled("organization-full", known)


def of_organisation(call: Call) -> Any:
    return Page([views.repository(one, "minimal-repository") for one in _owned(call)])


def create(call: Call) -> Any:
    full_name = f"{call.parameter('org')}/{call.body['name']}"
    if call.world.named(full_name) is not None:
        raise invalid("Repository", "name", "custom", "name already exists on this account")
    if not re.fullmatch(r"[\w.-]{1,100}", call.body["name"], re.ASCII) or call.body["name"] in (".", ".."):
        raise invalid("Repository", "name", "custom", "name is invalid")
    made = call.world.add(full_name, private=call.body.get("private", False))
    if call.body.get("auto_init"):
        made.commit({"README.md": f"# {made.name}\n"}, message="Initial commit")
    return views.repository(made)


def _owned(call: Call) -> list[Any]:
    everyone = call.world.repositories.values()
    return [one for one in everyone if one.owner == call.parameter("org") and (not one.private or call.identity.reaches(one.full_name))]


OPERATIONS = {
    "repos/get": get,
    "repos/update": update,
    "repos/delete": delete,
    "orgs/get": organisation,
    "repos/list-for-org": of_organisation,
    "repos/create-in-org": create,
}
