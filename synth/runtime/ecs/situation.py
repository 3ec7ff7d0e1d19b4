"""What a restoration is given, and what it gives back."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.clock import chance
from synth.runtime.ecs.asked_for import AUTO
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.last_good import Candidate
    from synth.runtime.ecs.ports import Ecs, Registry, Targets
    from synth.runtime.expectation import Check

NEVER, DRY_RUN = "never", "dry-run"
BY_ECS = "ecs"  # the source of what ECS itself went back to


class Situation(NamedTuple):
    """`deployment` is the ARN of the service deployment to undo: one that is newer is somebody else's. Empty, it is the current one.

    `to` is auto, or one of the forms of `asked_for`; `given` are task definitions to go back to where nothing else is known.
    """

    cluster: str
    service: str
    deployment: str = ""
    to: str = AUTO
    given: tuple[str, ...] = ()


class Ports(NamedTuple):
    ecs: Ecs
    targets: Targets
    registry: Registry


class Judgement(NamedTuple):
    """What a verification of the restored service found."""

    verdict: Verdict
    checks: tuple[Check, ...] = ()


def unjudged(release: Candidate) -> Judgement:
    """For where there is nothing to ask: ECS and its load balancers have said that it is healthy."""
    return Judgement(Verdict("passed", "healthy to ECS; nothing else was asked"))


class Settings(NamedTuple):
    """`deadline` is in seconds and covers all but the verifications, each of which has its own.

    `candidates` is how many further releases are tried when one is bad. `verify` judges the release that serves once it is in place.
    """

    mode: str = AUTO
    deadline: float = 900.0
    candidates: int = 2
    restore_images: bool = False
    interval: float = 5.0
    verify: Callable[[Candidate], Judgement] = unjudged
    random: Callable[[], float] = chance


class Restored(NamedTuple):
    """How it ended. `outcome` is one of synth.runtime.verdict; `from_` and `to` are ARNs of task definitions, `source` says why that one.

    `seconds` count until the release had all traffic, None where it never came so far. `reason` is a sentence, its first clause what serves now.
    """

    outcome: str
    method: str
    from_: str
    to: str
    source: str
    seconds: float | None
    reason: str
    checks: tuple[Check, ...] = ()
