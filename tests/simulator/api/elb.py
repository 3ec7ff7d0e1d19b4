"""DescribeTargetHealth and DescribeTargetGroups."""

from __future__ import annotations

from tests.simulator.api.ecs_views import Fields
from tests.simulator.errors import ApiError
from tests.simulator.names import REGION
from tests.simulator.world.task import Task
from tests.simulator.world.world import World

PORT = 8080
WORDS = {
    "Elb.InitialHealthChecking": "Initial health checks in progress",
    "Target.FailedHealthChecks": "Health checks failed",
    "Target.DeregistrationInProgress": "Target deregistration is in progress",
    "Target.NotRegistered": "Target is not registered to the target group",
}


def target_health(world: World, asked: Fields) -> Fields:
    """The tasks that are registered: from RUNNING until they have drained. Targets asked for that are not there are `unused`."""
    _group(world, asked["TargetGroupArn"])
    mine = {
        one.address: one for one in world.tasks.values() if one.target_group == asked["TargetGroupArn"] and one.status in ("RUNNING", "DEACTIVATING")
    }
    wanted = [target["Id"] for target in asked.get("Targets", [])] or list(mine)
    return {"TargetHealthDescriptions": [_description(name, *_state(mine.get(name))) for name in wanted]}


def target_groups(world: World, asked: Fields) -> Fields:
    names, arns = asked.get("Names"), asked.get("TargetGroupArns")
    for one in arns or []:
        _group(world, one)
    if names and (missing := [name for name in names if name not in world.target_groups.values()]):
        raise _not_found(missing[0])
    shown = [name for name, short in world.target_groups.items() if (not arns or name in arns) and (not names or short in names)]
    return {"TargetGroups": [_group_view(name, world.target_groups[name]) for name in shown]}


def _state(task: Task | None) -> tuple[str, str | None]:
    if task is None:
        return "unused", "Target.NotRegistered"
    if task.status == "DEACTIVATING":
        return "draining", "Target.DeregistrationInProgress"
    if task.health == "HEALTHY":
        return "healthy", None
    return ("unhealthy", "Target.FailedHealthChecks") if task.health == "UNHEALTHY" else ("initial", "Elb.InitialHealthChecking")


def _description(address: str, state: str, reason: str | None) -> Fields:
    health = {"State": state} | ({"Reason": reason, "Description": WORDS[reason]} if reason else {})
    return {"Target": {"Id": address, "Port": PORT, "AvailabilityZone": f"{REGION}a"}, "HealthCheckPort": str(PORT), "TargetHealth": health}


def _group(world: World, name: str) -> None:
    if name not in world.target_groups:
        raise _not_found(name)


def _not_found(name: str) -> ApiError:
    return ApiError("TargetGroupNotFound", f"Target groups '{name}' not found")


def _group_view(name: str, short: str) -> Fields:
    return {
        "TargetGroupArn": name,
        "TargetGroupName": short,
        "Protocol": "HTTP",
        "Port": PORT,
        "VpcId": "vpc-0123456789abcdef0",
        "HealthCheckProtocol": "HTTP",
        "HealthCheckPort": "traffic-port",
        "HealthCheckEnabled": True,
        "HealthCheckIntervalSeconds": 20,
        "HealthCheckTimeoutSeconds": 5,
        "HealthyThresholdCount": 3,
        "UnhealthyThresholdCount": 2,
        "HealthCheckPath": "/health",
        "Matcher": {"HttpCode": "200"},
        "LoadBalancerArns": [],
        "TargetType": "ip",
        "IpAddressType": "ipv4",
    }
