"""Looking at one service deployment again and again: which call is made when, and what outages, lags and missing permissions leave to see."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.clock import chance
from synth.runtime.ecs.blind import seen_through
from synth.runtime.ecs.ports import AwsError, Denied, Expired, Missing
from synth.runtime.ecs.status import GOING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service, ServiceDeployment
    from synth.runtime.ports import Clock

INTERVAL, INTERVAL_IN_TROUBLE, JITTER = 5.0, 3.0, 0.2
OTHER_EVERY = 10  # looks: a call for each of both at every look would be 240 in ten minutes
_RISING_SECONDS = 30.0
_PATIENCE = 3  # looks for which a new deployment may be missing without a word


class Sight(NamedTuple):
    """One look. `service` and `deployment` are as they were seen last, None until they were; `trouble` is why this look saw less.

    `successor` is the service deployment that took over, where another is the service's current one and is the newer.
    """

    at: float
    service: Service | None = None
    deployment: ServiceDeployment | None = None
    trouble: str = ""
    successor: ServiceDeployment | None = None


class Follower:
    """Looks when it is told to; `due` is when the next look is, on the clock's `now`.

    A rolling deployment shows its failing tasks on the service, one that shifts traffic its stages on the service deployment. So one of them is
    asked at each look, and the other at each tenth and whenever the first has changed: some 140 calls in ten minutes.
    """

    def __init__(self, ecs: Ecs, arn: str, clock: Clock, say: Callable[[str], None], target: str = "", random: Callable[[], float] = chance) -> None:
        self._ecs, self._arn, self._clock, self._say, self._target, self._random = ecs, arn, clock, say, target, random
        self.cluster, self.name = place_of(arn)
        self.due = clock.now()
        self.blind = False  # may not describe service deployments
        self._no_service = False
        self._sight = Sight(clock.now())
        self._looks = 0
        self._missing = 0
        self._failed = 0
        self._rising_until = 0.0

    def look(self) -> Sight:
        """Raises Expired; Denied where neither of both may be described."""
        before, self._looks = self._sight, self._looks + 1
        other = (self._looks - 1) % OTHER_EVERY == 0
        rolling = self.blind or (before.deployment is not None and before.deployment.strategy == "ROLLING")
        sight = Sight(self._clock.now(), before.service, before.deployment, "", before.successor)
        if rolling:
            sight = self._service(sight)
            if other or _sign(sight.service) != _sign(before.service) or _over(sight):
                sight = self._deployment(sight)
        else:
            sight = self._deployment(sight)
            if other or _status(sight.deployment) != _status(before.deployment) or _over(sight):
                sight = self._service(sight)
        sight = self._succeeded(sight)
        if self._failures(sight) > self._failed:
            self._failed, self._rising_until = self._failures(sight), sight.at + _RISING_SECONDS
        interval = INTERVAL_IN_TROUBLE if sight.at < self._rising_until else INTERVAL
        self.due = self._clock.now() + interval * (1 - JITTER + 2 * JITTER * self._random())
        self._sight = sight
        return sight

    def _service(self, sight: Sight) -> Sight:
        if self._no_service:
            return sight
        try:
            service = self._ecs.service(self.cluster, self.name)
        except Expired:
            raise
        except Denied as error:
            if self.blind:
                raise
            self._no_service = True
            self._say(f"going on without the service's own view: {error}")
            return sight
        except AwsError as error:
            return _troubled(sight, error)
        shown = seen_through(service, self._arn, self._target) if self.blind else None
        return sight._replace(service=service, deployment=shown or sight.deployment)

    def _deployment(self, sight: Sight) -> Sight:
        if self.blind:
            return sight
        try:
            found = self._ecs.deployment(self._arn)
        except Expired:
            raise
        except Denied as error:
            if self._no_service:
                raise
            self.blind = True
            self._say(f"going on with what the service itself shows, which has no stages and no hooks: {error}")
            return self._service(sight)
        except Missing as error:
            self._missing += 1
            return sight if self._missing <= _PATIENCE and sight.deployment is None else _troubled(sight, error)
        except AwsError as error:
            return _troubled(sight, error)
        return sight._replace(deployment=found)

    def _succeeded(self, sight: Sight) -> Sight:
        """Another current deployment is a successor only where it is newer: reads that lag show older ones."""
        current = sight.service.current_deployment if sight.service else ""
        if sight.successor is not None or sight.service is None or current in ("", self._arn) or sight.deployment is None:
            return sight
        try:
            other = seen_through(sight.service, current, "") if self.blind else self._ecs.deployment(current)
        except Expired:
            raise
        except AwsError as error:
            return _troubled(sight, error)
        return sight._replace(successor=other) if other is not None and other.created > sight.deployment.created else sight

    def _failures(self, sight: Sight) -> int:
        counted = sight.deployment.breaker.failures if sight.deployment and sight.deployment.breaker else 0
        primary = sight.service.primary if sight.service else None
        return max(counted, primary.failed if primary else 0)


def follow(
    ecs: Ecs,
    arn: str,
    clock: Clock,
    deadline_at: float,
    say: Callable[[str], None] = lambda line: None,
    target: str = "",
    random: Callable[[], float] = chance,
) -> Iterator[Sight]:
    """Sights of a service deployment until `deadline_at` on the clock's `now`; the caller stops when it has seen enough.

    `target` is the ARN of its task definition: without ecs:DescribeServiceDeployments it is what tells a rollback.
    """
    follower = Follower(ecs, arn, clock, say, target, random)
    while True:
        yield follower.look()
        if follower.due > deadline_at:
            return
        clock.sleep(max(follower.due - clock.now(), 0.0))


def place_of(arn: str) -> tuple[str, str]:
    """Cluster and service of a service deployment's ARN. Raises ValueError for another text."""
    parts = arn.split("/")
    if len(parts) != 4 or not parts[0].endswith(":service-deployment"):
        raise ValueError(f"'{arn}' is no ARN of a service deployment")
    return parts[1], parts[2]


def _troubled(sight: Sight, error: AwsError) -> Sight:
    return sight._replace(trouble=f"{sight.trouble}; {error}" if sight.trouble else str(error))


def _sign(service: Service | None) -> object:
    """What of a service is worth a look at its deployment when it changes."""
    primary = service.primary if service else None
    return (service.current_deployment, primary.id, primary.state, primary.task_definition) if service and primary else None


def _status(deployment: ServiceDeployment | None) -> str:
    return deployment.status if deployment else ""


def _over(sight: Sight) -> bool:
    return sight.deployment is not None and sight.deployment.status not in GOING
