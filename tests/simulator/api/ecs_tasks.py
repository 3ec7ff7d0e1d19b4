"""ListTasks, DescribeTasks and tags."""

from __future__ import annotations

from tests.simulator.api import ecs_views as views
from tests.simulator.api.ecs_views import Fields
from tests.simulator.api.paging import page
from tests.simulator.errors import ApiError, invalid
from tests.simulator.names import arn, last_part
from tests.simulator.world.world import World


def list_all(world: World, asked: Fields) -> Fields:
    """`desiredStatus` is RUNNING unless asked otherwise, so a stopped task is not listed by default."""
    cluster, wanted = world.cluster(asked.get("cluster")), asked.get("desiredStatus", "RUNNING")
    if "serviceName" in asked:
        world.service(cluster, asked["serviceName"])
    found = [
        one.arn
        for one in reversed(world.tasks.values())
        if one.cluster == cluster
        and ("RUNNING" if one.alive else "STOPPED") == wanted
        and ("serviceName" not in asked or one.service == last_part(asked["serviceName"]))
        and ("startedBy" not in asked or one.started_by == asked["startedBy"])
        and ("family" not in asked or last_part(one.definition).split(":")[0] == asked["family"])
        and (world.horizon is None or one.created <= world.horizon)
    ]
    part, token = page(world, found, asked.get("nextToken"), asked.get("maxResults", 100))
    return {"taskArns": part} | ({"nextToken": token} if token else {})


def describe(world: World, asked: Fields) -> Fields:
    if not 1 <= len(asked["tasks"]) <= 100:
        raise invalid("tasks must have from 1 to 100 entries.")
    cluster = world.cluster(asked.get("cluster"))
    found = [(name, world.tasks.get(last_part(name))) for name in asked["tasks"]]
    missing = [arn("ecs", f"task/{cluster}/{last_part(name)}") for name, one in found if one is None]
    return {"tasks": [views.task(one) for _, one in found if one], "failures": [{"arn": name, "reason": "MISSING"} for name in missing]}


def tag(world: World, asked: Fields) -> Fields:
    _tags(world, asked["resourceArn"]).update({tag["key"]: tag.get("value", "") for tag in asked["tags"]})
    return {}


def untag(world: World, asked: Fields) -> Fields:
    known = _tags(world, asked["resourceArn"])
    for key in asked["tagKeys"]:
        known.pop(key, None)
    return {}


def list_tags(world: World, asked: Fields) -> Fields:
    return {"tags": views.tags(_tags(world, asked["resourceArn"]))}


def _tags(world: World, name: str) -> dict[str, str]:
    if name in world.services:
        return world.services[name].tags
    if last_part(name) in world.tasks:
        return world.tasks[last_part(name)].tags
    if any(one["taskDefinitionArn"] == name for revisions in world.definitions.families.values() for one in revisions):
        return world.tags.setdefault(name, {})
    raise ApiError("InvalidParameterException", "The specified resource is not found.")
