"""How traffic comes to a new release: rolling, blue/green, canary or linear. ECS does each of them itself; these are its settings.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment-types.html

All but Rolling need a load balancer with two target groups on the service. Between the shifts of traffic ECS waits at a PAUSE hook, until what
is verified allows it to go on. If the job dies meanwhile, the hook's time runs out and ECS goes back by itself: the dead man's switch.
"""

from __future__ import annotations

from math import gcd
from typing import Protocol

from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STRATEGIES: dict[str, str] = {"Rolling": __name__, "BlueGreen": __name__, "Canary": __name__, "Linear": __name__}


class Strategy(Protocol):
    """How traffic comes to a new release."""

    def inputs(self) -> Mapping[str, str | int]:
        """The inputs of the action deploy-ecs that say so. Raises ValueError for settings that ECS cannot follow."""
        ...

    @property
    def minutes(self) -> int:
        """How long it stays at its steps and bakes: what it takes longer than the start of the tasks."""
        ...


@record
class Rolling:
    """Replaces tasks a few at a time, with no task less than wanted (minimum 100 %, maximum 200 %).

    The circuit breaker gives up and restores after `failures` failed tasks. `bake_minutes` of verification follow before the deployment counts.
    """

    failures: int = field(default=3, kw_only=False)
    bake_minutes: int = 0

    def inputs(self) -> Mapping[str, str | int]:
        return {"strategy": "ROLLING", "breaker-failures": self.failures, "bake-minutes": self.bake_minutes}

    @property
    def minutes(self) -> int:
        return self.bake_minutes


@record
class BlueGreen:
    """Starts all new tasks beside the old ones, verifies them through the test listener, then moves all traffic at once.

    No production request reaches a release that fails there. After the shift both run for `bake_minutes`, and going back takes seconds.
    `pause_minutes` are what verification at the test listener may take; after them ECS goes back.
    """

    bake_minutes: int = field(default=5, kw_only=False)
    pause_minutes: int = 15

    def inputs(self) -> Mapping[str, str | int]:
        return {"strategy": "BLUE_GREEN", "bake-minutes": self.bake_minutes, "pause-minutes": self.pause_minutes}

    @property
    def minutes(self) -> int:
        return self.bake_minutes


@record
class Canary:
    """Moves traffic to the new release in growing steps, verified at each: `Canary(5, 25, 50, 100)`, in per cent.

    At each step but the last it stays `step_minutes`; after the last both releases run for `bake_minutes`. One share, `Canary(10)`, is ECS's own
    canary. With more, ECS shifts linearly by their greatest common divisor and is held at the shares named here.
    """

    steps: Sequence[int] = field(default=(5, 25, 50, 100))
    step_minutes: int = 5
    bake_minutes: int = 5
    pause_minutes: int = 15

    def __init__(
        self, *shares: int, steps: Sequence[int] = (), step_minutes: int = 5, bake_minutes: int = 5, pause_minutes: int = 15
    ) -> None:  # one that takes shares one after another
        given = tuple(shares or steps or (5, 25, 50, 100))
        fields = {"steps": given, "step_minutes": step_minutes, "bake_minutes": bake_minutes, "pause_minutes": pause_minutes}
        object.__setattr__(self, "__dict__", fields)

    def inputs(self) -> Mapping[str, str | int]:
        shares = [share for share in self.steps if share != 100]
        if not shares or sorted(set(shares)) != shares or shares[0] < 1 or shares[-1] > 100:
            raise ValueError(f"Canary{tuple(self.steps)}: the shares are per cent that grow from step to step, such as 5, 25, 50, 100")
        if len(shares) > 1 and gcd(*shares, 100) < 3:
            raise ValueError(f"Canary{tuple(self.steps)}: ECS shifts traffic by equal parts of 3 per cent or more; take multiples of 5")
        return {
            "strategy": "CANARY",
            "steps": ",".join([str(share) for share in (*shares, 100)]),
            "step-minutes": self.step_minutes,
            "bake-minutes": self.bake_minutes,
            "pause-minutes": self.pause_minutes,
        }

    @property
    def minutes(self) -> int:
        return self.step_minutes * len([share for share in self.steps if share != 100]) + self.bake_minutes


@record
class Linear:
    """Moves traffic in equal steps of `percent`, and stays `step_minutes` at each, verified."""

    percent: int = field(default=10, kw_only=False)
    step_minutes: int = 6
    bake_minutes: int = 5
    pause_minutes: int = 15

    def inputs(self) -> Mapping[str, str | int]:
        if not 3 <= self.percent <= 50:
            raise ValueError(f"Linear({self.percent}): ECS shifts 3 per cent or more at a time, and half of the traffic at the most makes sense")
        return {
            "strategy": "LINEAR",
            "steps": self.percent,
            "step-minutes": self.step_minutes,
            "bake-minutes": self.bake_minutes,
            "pause-minutes": self.pause_minutes,
        }

    @property
    def minutes(self) -> int:
        return self.step_minutes * (100 // self.percent - 1) + self.bake_minutes
