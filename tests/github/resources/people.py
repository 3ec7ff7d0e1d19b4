"""People and teams by name, as reviewers are looked up."""

from __future__ import annotations

from typing import Any

from tests.github.call import Call
from tests.github.exchange import not_found
from tests.github.repository import Record
from tests.github.resources import views
from tests.github.skeleton import filled
from tests.github.world import World


def person(call: Call) -> Any:
    found = call.world.people.get(call.parameter("username").lower())
    if found is None:
        raise not_found()
    return views.user(call.world, found)


def team(call: Call) -> Any:
    found = call.world.teams.get(f"{call.parameter('org')}/{call.parameter('team_slug')}".lower())
    if found is None:
        raise not_found()
    return found


def known_person(world: World, login: str) -> int:
    """Makes a person known. Gives the number."""
    world.people[login.lower()] = login
    identity: int = views.user(world, login)["id"]
    return identity


def known_team(world: World, name: str) -> int:
    """Makes a team, `owner/slug`, known. Gives the number."""
    identity, slug = world.next_id(), name.split("/")[1]
    known: Record = {"id": identity, "node_id": views.node("Team", identity), "name": slug, "slug": slug, "url": world.url("teams", identity)}
    world.teams[name.lower()] = filled("team", known)
    return identity


def reviewer(world: World, kind: str, identity: int) -> Record:
    """Who has the number; somebody nobody knows, where nobody was made known."""
    if kind == "Team":
        found = next((one for one in world.teams.values() if one["id"] == identity), None)
    else:
        found = next((user for login in world.people.values() if (user := views.user(world, login))["id"] == identity), None)
    return found if found is not None else {**views.user(world, f"user-{identity}"), "id": identity}


OPERATIONS = {"users/get-by-username": person, "teams/get-by-name": team}
