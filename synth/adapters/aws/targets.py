"""The port Targets over boto3."""

from __future__ import annotations

from synth.runtime.ecs.values import Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.adapters.aws.client import Clients


class TargetsAdapter:
    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def health(self, target_group: str) -> list[Target]:
        found = []
        for one in self._clients("elbv2")("DescribeTargetHealth", TargetGroupArn=target_group)["TargetHealthDescriptions"]:
            target, health = one["Target"], one.get("TargetHealth", {})
            found.append(
                Target(target["Id"], target.get("Port", 0), health.get("State", ""), health.get("Reason", ""), health.get("Description", ""))
            )
        return found
