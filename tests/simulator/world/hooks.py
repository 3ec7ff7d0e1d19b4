"""Lifecycle hooks: a pause that waits for ContinueServiceDeployment, or a Lambda function that says yes or no.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tests.simulator.errors import invalid

if TYPE_CHECKING:
    from tests.simulator.world.world import World

NO_PAUSE_AT = ("TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT")
MOST_OF_A_KIND = 10
Answer = Literal["CONTINUE", "ROLLBACK"]


@dataclass(eq=False, slots=True)
class Hook:
    id: str
    kind: str
    stage: str
    target: str | None
    opened: int
    expires: int
    on_timeout: Answer
    status: str
    answer: Answer | None = None

    def step(self, world: World) -> None:
        """Answers a Lambda hook, and closes what nobody answered in time."""
        if self.answer is not None:
            return
        if self.kind == "AWS_LAMBDA" and world.now >= self.opened + world.profile.lambda_hook:
            self.close(world.lambda_answers.get(self.target or "", "CONTINUE"))
        elif world.now >= self.expires:
            self.answer, self.status = self.on_timeout, "TIMED_OUT"

    def close(self, answer: Answer) -> None:
        self.answer = answer
        self.status = "SUCCEEDED" if answer == "CONTINUE" else "FAILED"


def opened(configuration: Mapping[str, Any], stage: str, world: World) -> list[Hook]:
    """The hooks of that stage, begun now."""
    hooks = []
    for wanted in configuration.get("lifecycleHooks", []):
        if stage not in wanted["lifecycleStages"]:
            continue
        kind = wanted.get("targetType", "AWS_LAMBDA")
        limit = wanted.get("timeoutConfiguration", {})
        expires = world.now + 60 * limit.get("timeoutInMinutes", 1440)
        name = f"ecs-{'pause' if kind == 'PAUSE' else 'lambda'}-{world.ids.word(43)}"
        status = "AWAITING_ACTION" if kind == "PAUSE" else "IN_PROGRESS"
        hooks.append(Hook(name, kind, stage, wanted.get("hookTargetArn"), world.now, expires, limit.get("action", "ROLLBACK"), status))
    return hooks


def check(hooks: list[dict[str, Any]]) -> None:
    """Raises ApiError for hooks that ECS refuses."""
    for kind in ("PAUSE", "AWS_LAMBDA"):
        if sum(hook.get("targetType", "AWS_LAMBDA") == kind for hook in hooks) > MOST_OF_A_KIND:
            raise invalid(f"A service can have up to {MOST_OF_A_KIND} {kind} lifecycle hooks.")
    for hook in hooks:
        if not hook.get("lifecycleStages"):
            raise invalid("lifecycleStages must be provided for a lifecycle hook.")
        if hook.get("targetType") == "PAUSE":
            if wrong := [stage for stage in hook["lifecycleStages"] if stage in NO_PAUSE_AT]:
                raise invalid(f"PAUSE hooks cannot be configured at the {wrong[0]} stage.")
        elif "hookTargetArn" not in hook:
            raise invalid("hookTargetArn must be provided for an AWS_LAMBDA lifecycle hook.")
        if not 1 <= hook.get("timeoutConfiguration", {}).get("timeoutInMinutes", 1440) <= 20160:
            raise invalid("timeoutInMinutes must be between 1 and 20160.")
