"""What is to be verified, as a caller says it, and what came of it."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.expectation import Check
from synth.runtime.layers.look import LAYERS
from synth.runtime.verdict import Verdict
from synth.runtime.watch import Plan, Round

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re


class LogRule(NamedTuple):
    """Lines that match `pattern`, and none of `allow`, are errors; more than `most` of them fail.

    `per_minute` makes `most` a rate. `group` is empty for the groups that the task definition names.
    """

    pattern: re.Pattern[str] | None = None
    group: str = ""
    most: int = 0
    per_minute: bool = False
    allow: tuple[re.Pattern[str], ...] = ()


class Verification(NamedTuple):
    """`http` has the targets and, also for the other layers, how hard is tried: consecutive, interval, timeout, deadline.

    `task_definition` (ARN or family:revision) is what has to be PRIMARY, where that is known. `deployment` is the ARN of the service
    deployment, empty for the service's current one. `since`, in seconds since 1970, is when the release began: what tasks, events and
    logs told before is not held against it; 0 for the begin of the service's open deployment, or else of the verification.
    `target_groups` is empty for those of the service. `bake` is for how many seconds everything is looked at again once it is proved; what
    wavers at its end gets the deadline's seconds once more.
    `fail_after` wrong HTTP rounds among the last ten end it before the deadline, and during the bake: 0 for never before the deadline.
    `share` is the part of the answers that has to come from the wanted version: 1, or less while a canary gets less.
    """

    http: Plan
    cluster: str = ""
    service: str = ""
    task_definition: str = ""
    deployment: str = ""
    since: float = 0.0
    target_groups: tuple[str, ...] = ()
    min_healthy_tasks: int = 1
    max_failed_tasks: int = 0
    alarms: tuple[str, ...] = ()
    logs: LogRule | None = None
    checks: tuple[str, ...] = LAYERS
    bake: float = 0.0
    fail_after: int = 0
    share: float = 1.0


class Judged(NamedTuple):
    """A verification that is over. `checks` are all that were made last, HTTP's with their address in the name; `rounds` are HTTP's."""

    verdict: Verdict
    checks: tuple[Check, ...] = ()
    rounds: tuple[Round, ...] = ()
    layers: tuple[tuple[str, Check], ...] = ()
    started: float = 0.0
    seconds: float = 0.0
    looks: int = 0
