"""One restoration on its way: what it was given, what it has found so far, and who carries on if it ends here."""

from __future__ import annotations

from synth.runtime.ecs.ports import Denied, Missing, Unavailable
from synth.runtime.ecs.situation import Restored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.situation import Ports, Settings, Situation
    from synth.runtime.ecs.values import Service, ServiceDeployment
    from synth.runtime.expectation import Check
    from synth.runtime.ports import Clock

_UNSEEN = 3  # looks after which a service deployment that is not shown counts as one that may not be seen


class Over(Exception):  # noqa: N818  # the end of the way
    """It ends with this outcome, for this reason."""

    def __init__(self, outcome: str, reason: str) -> None:
        self.outcome, self.reason = outcome, reason
        super().__init__(reason)


class Course:
    """`left` and `to` are ARNs of task definitions; `bad` says of each release that was tried why it is none; `unusable` of each that could
    not be; `tried` are the short names of both.

    `owner` says at each moment what becomes of the service if nothing more is done here.
    """

    def __init__(self, situation: Situation, ports: Ports, clock: Clock, settings: Settings, say: Callable[[str], None]) -> None:
        self.situation, self.ecs, self.targets, self.registry = situation, ports.ecs, ports.targets, ports.registry
        self.clock, self.settings, self.say = clock, settings, say
        self.began = clock.now()
        self.until = self.began + settings.deadline
        self.method = self.left = self.to = self.source = ""
        self.seen = False
        self.seconds: float | None = None
        self.checks: list[Check] = []
        self.candidates: tuple[Candidate, ...] = ()
        self.tried: set[str] = set()
        self.bad: list[str] = []
        self.unusable: list[str] = []
        self.owner = "nothing was changed"

    def ended(self, outcome: str, reason: str) -> Restored:
        seconds = None if self.seconds is None else round(self.seconds, 1)
        return Restored(outcome, self.method, self.left, self.to, self.source, seconds, reason, tuple(self.checks))

    def look(self) -> tuple[Service, ServiceDeployment | None]:
        """The service and its current deployment, None for one that may not be seen. Raises AwsError, Unavailable only at the deadline."""
        service = self._service()
        for _ in range(_UNSEEN):
            if not service.current_deployment:
                break
            try:
                return service, self.ecs.deployment(service.current_deployment)
            except Denied as error:
                self.say(f"going on without: {error}")
                break
            except (Unavailable, Missing) as error:
                self.pause(str(error))
            service = self._service()
        return service, None

    def _service(self) -> Service:
        while True:
            try:
                return self.ecs.service(self.situation.cluster, self.situation.service)
            except Unavailable as error:  # noqa: PERF203  # each turn is a call to AWS
                self.pause(str(error))

    def pause(self, why: str) -> None:
        """Waits a moment before the next look. Raises Over at the deadline."""
        if self.clock.now() + self.settings.interval > self.until:
            raise Over("inconclusive", f"the deadline of {self.settings.deadline:g} s is reached, {self.owner}: {why}")
        self.say(f"looking again: {why}")
        self.clock.sleep(self.settings.interval)
