"""RegisterTaskDefinition, DescribeTaskDefinition, DeregisterTaskDefinition, ListTaskDefinitions."""

from __future__ import annotations

from tests.simulator.api import ecs_views as views
from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.errors import invalid
from tests.simulator.world.world import World


def register(world: World, asked: Fields) -> Fields:
    if not asked["containerDefinitions"]:
        raise invalid("Container list cannot be empty.")
    definition = world.definitions.register(asked, world.wall)
    world.tags[definition["taskDefinitionArn"]] = {tag["key"]: tag.get("value", "") for tag in asked.get("tags", [])}
    return {"taskDefinition": definition, "tags": asked.get("tags", [])}


def describe(world: World, asked: Fields) -> Fields:
    definition = world.definitions.find(asked["taskDefinition"])
    known = world.tags.get(definition["taskDefinitionArn"], {})
    return {"taskDefinition": definition} | ({"tags": views.tags(known)} if "TAGS" in asked.get("include", []) else {})


def deregister(world: World, asked: Fields) -> Fields:
    if ":" not in asked["taskDefinition"].rsplit("/", 1)[-1]:
        raise invalid("A revision must be given to deregister a task definition.")
    definition = world.definitions.find(asked["taskDefinition"])
    definition["status"], definition["deregisteredAt"] = "INACTIVE", world.wall
    return {"taskDefinition": definition}


def list_all(world: World, asked: Fields) -> Fields:
    wanted, prefix = asked.get("status", "ACTIVE"), asked.get("familyPrefix")
    found = [
        one["taskDefinitionArn"]
        for family, revisions in sorted(world.definitions.families.items())
        if prefix is None or family == prefix
        for one in revisions
        if one["status"] == wanted
    ]
    if asked.get("sort") == "DESC":
        found.reverse()
    part, token = page(world, found, asked.get("nextToken"), asked.get("maxResults", 100))
    return {"taskDefinitionArns": part} | ({"nextToken": token} if token else {})
