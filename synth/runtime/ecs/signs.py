"""Tasks of a release that failed: which failures are its own doing, and when they are enough to give it up before ECS does."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.screen import Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.runtime.ecs.values import Task

A_PAIR = 2
_FEWEST_DOUBTFUL = 4
_SETTLED_SECONDS = 30.0

# An image that is not there stays away; a registry that does not answer comes back.
_OWN_START = re.compile(r"not found|manifest unknown|does not exist|no such file|exec format error|no matching manifest|denied", re.I)
_OWN_STOP = re.compile(r"failed (ELB|container) health checks", re.I)


class Failure(NamedTuple):
    """A task that stopped though nobody wanted it to. `lived` is in seconds from its start, None where it never started.

    `own` says that it is the release's doing beyond doubt; a host, a network or a registry in trouble fails tasks of good releases as well.
    """

    task: str
    own: bool
    stop_code: str
    reason: str
    container: str = ""
    exit_code: int | None = None
    lived: float | None = None
    stopped: float = 0.0

    def told(self, screen: Screen) -> str:
        """In a line: `EssentialContainerExited, app exited with 1 after 5 s (task 0123)`."""
        code = f", {self.container} exited with {self.exit_code}" if self.exit_code is not None and self.container else ""
        after = f" after {self.lived:.0f} s" if self.lived is not None else ""
        said = f": {screen.show(self.reason)}" if self.reason and self.exit_code is None else ""
        return f"{self.stop_code or 'stopped'}{code}{after}{said} (task {self.task[:8]})"


def failures(stopped: Iterable[Task], task_definition: str, since: float) -> list[Failure]:
    """Those of the tasks of that task definition created at `since` (seconds since 1970) or later, the first to stop first."""
    found = [_failure(one) for one in stopped if one.task_definition == task_definition and one.created >= since and one.stopped is not None]
    return sorted([one for one in found if one is not None], key=lambda one: one.stopped)


def given_up(failed: Sequence[Failure], running: Iterable[Task], task_definition: str, desired: int) -> str:
    """Why the release cannot come up; empty while it may.

    A quarter of the tasks wanted, and two at the least, that failed by their own doing while none has come up are enough. One alone can be chance:
    where one start in a thousand fails so in good releases, no service gives one up in more than one of 35 000 deployments (eight tasks, any
    two of them). Failures whose cause may lie elsewhere have to be as many as the tasks wanted, and four at the least. Where tasks have come up,
    failures go on to be counted: twice as many as wanted, and five at the least, are a release that cannot stay up.
    """
    own = [one for one in failed if one.own]
    alive = [one for one in running if one.task_definition == task_definition]
    if _settled(alive, failed):
        most = max(2 * desired, 5)
        return f"{len(own)} of its tasks failed, though others came up" if len(own) >= most else ""
    if len(own) >= max(A_PAIR, -(-desired // 4)):
        return f"{len(own)} of its tasks failed and none came up"
    if len(failed) >= max(desired, _FEWEST_DOUBTFUL):
        return f"{len(failed)} of its tasks could not be started and none came up"
    return ""


def _settled(alive: Sequence[Task], failed: Sequence[Failure]) -> bool:
    """Whether a task is healthy, or, without a container health check, has outlived twice over the ones that failed."""
    longest = max([one.lived or 0.0 for one in failed], default=0.0)
    latest = max([one.stopped for one in failed], default=0.0)
    for one in alive:
        if one.health == "HEALTHY":
            return True
        if one.health == "UNKNOWN" and one.started is not None and latest - one.started > 2 * longest + _SETTLED_SECONDS:
            return True
    return False


def _failure(task: Task) -> Failure | None:
    code = task.stop_code
    bad = next((one for one in task.containers if one.exit_code not in (None, 0)), None)
    bad = bad or next((one for one in task.containers if one.exit_code is not None or one.reason), None)
    reason = task.stopped_reason or (bad.reason if bad else "")
    lived = None if task.started is None or task.stopped is None else task.stopped - task.started
    if code == "EssentialContainerExited":
        own = True
    elif code == "TaskFailedToStart":
        own = bool(_OWN_START.search(reason))
    elif code == "ServiceSchedulerInitiated" and _OWN_STOP.search(reason):
        own = True
    elif code in ("UserInitiated", "SpotInterruption", "TerminationNotice", "ServiceSchedulerInitiated"):
        return None
    else:
        own = False
    return Failure(
        task.id, own, code, reason, bad.name if bad else "", bad.exit_code if bad and lived is not None else None, lived, task.stopped or 0.0
    )
