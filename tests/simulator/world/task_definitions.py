"""Registered task definitions, by family and revision."""

from __future__ import annotations

from typing import Any

from tests.simulator.errors import refused
from tests.simulator.names import arn


class TaskDefinitions:
    """Each is kept as DescribeTaskDefinition shows it; `tags` lies beside it."""

    def __init__(self) -> None:
        self.families: dict[str, list[dict[str, Any]]] = {}

    def register(self, fields: dict[str, Any], wall: float) -> dict[str, Any]:
        family = fields["family"]
        revisions = self.families.setdefault(family, [])
        number = len(revisions) + 1
        containers = [
            {"cpu": 0, "essential": True, "environment": [], "mountPoints": [], "volumesFrom": [], **one} for one in fields["containerDefinitions"]
        ]
        definition = {
            **{name: value for name, value in fields.items() if name != "tags"},
            "containerDefinitions": containers,
            "taskDefinitionArn": arn("ecs", f"task-definition/{family}:{number}"),
            "revision": number,
            "status": "ACTIVE",
            "volumes": fields.get("volumes", []),
            "placementConstraints": fields.get("placementConstraints", []),
            "compatibilities": ["EC2", "FARGATE"],
            "registeredAt": wall,
        }
        revisions.append(definition)
        return definition

    def find(self, name: str) -> dict[str, Any]:
        """The one that an ARN, `family:revision` or `family` (its newest active one) names, active or not. Raises ApiError."""
        family, _, number = name.rsplit("/", 1)[-1].partition(":")
        revisions = self.families.get(family, [])
        if not number:
            if active := [one for one in revisions if one["status"] == "ACTIVE"]:
                return active[-1]
        elif number.isdigit() and 0 < int(number) <= len(revisions):
            return revisions[int(number) - 1]
        raise refused("Unable to describe task definition.")

    def active(self, name: str) -> dict[str, Any]:
        """As `find`, and refused where it is INACTIVE: it can be described, and not deployed."""
        try:
            found = self.find(name)
        except Exception:
            raise refused("TaskDefinition not found.") from None
        if found["status"] != "ACTIVE":
            raise refused("TaskDefinition is inactive")
        return found
