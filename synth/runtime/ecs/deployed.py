"""What a deployment is given of the outside world, and what it gives back."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.looking import Also
from synth.runtime.ecs.situation import unjudged
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.ports import Ecs, Registry, Targets
    from synth.runtime.ecs.situation import Judgement, Restored
    from synth.runtime.ecs.watching import Moment
    from synth.runtime.expectation import Check
    from synth.runtime.layers.ports import Logs
    from synth.runtime.ports import Http


NOTHING_ELSE = Also((), lambda: 0.0, lambda _: None)


class Over(Exception):  # noqa: N818  # the end of a deployment
    """It ends with this outcome for this reason; `usage` says that the inputs or the permissions are wrong, and nothing was touched."""

    def __init__(self, outcome: str, reason: str, usage: bool = False) -> None:
        self.outcome, self.reason, self.usage = outcome, reason, usage
        super().__init__(reason)


class Outside(NamedTuple):
    """`test_http` is the way to the test listener. `judge` verifies a release that was brought back.

    `also` says at each turn why the release is bad by what else is looked at, such as alarms; its first call sees how they were before.
    """

    ecs: Ecs
    targets: Targets
    registry: Registry
    http: Http
    test_http: Http
    logs: Logs | None = None
    judge: Callable[[Candidate], Judgement] = unjudged
    also: Also = NOTHING_ELSE


class Deployed(NamedTuple):
    """A deployment that is over. `serving` is the ARN of the task definition that serves now, as far as is known.

    `usage` says that the inputs or permissions were wrong and nothing was deployed; `owner` who sees to the service from now on, where that is open.
    """

    verdict: Verdict
    usage: bool = False
    deployment: str = ""
    revision: str = ""
    task_definition: str = ""
    previous: str = ""
    serving: str = ""
    digests: dict[str, str] = {}
    checks: tuple[Check, ...] = ()
    moments: tuple[Moment, ...] = ()
    restored: Restored | None = None
    owner: str = ""
