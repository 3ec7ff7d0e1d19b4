"""A service revision and the tasks that run it: one entry of `deployments` in DescribeServices, a `ecs-svc/…` id."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from tests.simulator.profile import Profile
from tests.simulator.world.image import Image
from tests.simulator.world.task import Task


@dataclass(eq=False, slots=True)
class Revision:
    """What a deployment deploys: a task definition with the digests that its tags had when the deployment began."""

    arn: str
    definition: str
    containers: list[tuple[str, str, str | None]]  # name, image as written, digest; None where the image is not in the registry
    image: Image
    created: int
    settings: dict[str, Any]  # network, load balancers and what else a revision holds, as given


@dataclass(eq=False, slots=True)
class Rollout:
    """`failures` counts those in a row, for the back-off; `failed_tasks` all of them. `launching` is false once it is given up."""

    id: str
    revision: Revision
    created: int
    target_group: str | None
    state: Literal["IN_PROGRESS", "COMPLETED", "FAILED"] = "IN_PROGRESS"
    reason: str = ""
    updated: int = 0
    tasks: list[Task] = field(default_factory=list)
    launched: int = 0
    failures: int = 0
    failed_tasks: int = 0
    next_launch: int = 0
    launching: bool = True

    @property
    def alive(self) -> list[Task]:
        return [task for task in self.tasks if task.alive]

    @property
    def serving(self) -> list[Task]:
        return [task for task in self.tasks if task.serves]

    @property
    def running(self) -> int:
        return sum(task.status == "RUNNING" for task in self.tasks)

    @property
    def pending(self) -> int:
        return sum(task.status == "PENDING" for task in self.tasks)

    @property
    def gone(self) -> bool:
        return not any(task.stopped is None for task in self.tasks)

    def failed(self, now: int, profile: Profile) -> None:
        """A task failed; from the third in a row on, the next launch waits twice as long as the last did."""
        self.failed_tasks += 1
        self.failures += 1
        over = self.failures - profile.back_off_from
        if over >= 0:
            self.next_launch = now + min(2 << min(over, 20), profile.back_off_most)

    def change(self, state: Literal["IN_PROGRESS", "COMPLETED", "FAILED"], reason: str, now: int) -> None:
        self.state, self.reason, self.updated = state, reason, now
