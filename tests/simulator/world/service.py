"""A service: how many tasks it wants, which rollouts hold them, and where its traffic goes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.simulator.world.rollout import Rollout

if TYPE_CHECKING:
    from tests.simulator.world.deployment import Deployment

DEFAULTS: dict[str, Any] = {
    "strategy": "ROLLING",
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "bakeTimeInMinutes": 0,
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
}
EVENTS_KEPT = 100


@dataclass(eq=False, slots=True)
class Service:
    """`grow` takes over from all others, as far as the percentages allow; what is in `keep` has the desired count meanwhile.

    `production` and `test` are shares of 100 by rollout while a strategy shifts traffic; None where every healthy task gets its part.
    """

    arn: str
    name: str
    cluster: str
    created: int
    desired: int
    configuration: dict[str, Any]
    primary: Rollout
    settings: dict[str, Any]
    target_groups: tuple[str, ...] = ()
    rollouts: list[Rollout] = field(default_factory=list)
    grow: Rollout | None = None
    keep: tuple[Rollout, ...] = ()
    production: dict[Rollout, float] | None = None
    test: dict[Rollout, float] | None = None
    deployments: list[Deployment] = field(default_factory=list)
    completed: list[Rollout] = field(default_factory=list)
    events: list[tuple[str, int, str]] = field(default_factory=list)
    tags: dict[str, str] = field(default_factory=dict)
    express: dict[str, Any] | None = None
    status: str = "ACTIVE"
    steady: bool = False

    @property
    def shifts(self) -> bool:
        return bool(self.configuration["strategy"] != "ROLLING")

    @property
    def running(self) -> int:
        return sum(rollout.running for rollout in self.rollouts)

    @property
    def pending(self) -> int:
        return sum(rollout.pending for rollout in self.rollouts)

    @property
    def deploying(self) -> Deployment | None:
        return self.deployments[-1] if self.deployments and not self.deployments[-1].over else None

    def last_completed(self, other_than: Rollout | None = None) -> Rollout | None:
        """The rollout of the newest deployment that was completed: what a rollback returns to."""
        return next((one for one in reversed(self.completed) if one is not other_than), None)

    def complete(self, rollout: Rollout) -> None:
        self.completed = [one for one in self.completed if one is not rollout] + [rollout]

    def lower(self) -> int:
        """The fewest healthy tasks during a deployment."""
        return -(-self.desired * int(self.configuration["minimumHealthyPercent"]) // 100)

    def upper(self) -> int:
        """The most pending and running tasks during a deployment."""
        return self.desired * int(self.configuration["maximumPercent"]) // 100

    def shares(self, test: bool = False) -> dict[Rollout, float]:
        """Parts of the traffic by rollout; they need not add up to 100."""
        fixed = self.test if test and self.test is not None else self.production
        return {one: float(len(one.serving)) for one in self.rollouts if one.serving} if fixed is None else dict(fixed)
