"""Starting a deployment, and finding which service deployment it is: UpdateService does not say so, and old ones look alike."""

from __future__ import annotations

from synth.runtime.ecs.following import INTERVAL
from synth.runtime.ecs.ladder import last, running
from synth.runtime.ecs.ports import AwsError, Conflict, Denied, Expired, Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service
    from synth.runtime.ports import Clock

    T = TypeVar("T")

SHOWN_WITHIN = 120.0  # seconds that ECS gets to name the deployment that it was told to start
_NEAR = 1.0


class NotFound(Exception):  # noqa: N818  # an outcome, not a fault of the program
    """ECS names no service deployment for what it was told to start. `superseded` says that it names somebody else's instead."""

    def __init__(self, reason: str, superseded: bool = False) -> None:
        self.superseded = superseded
        super().__init__(reason)


def patiently(call: Callable[[], T], clock: Clock, until: float, say: Callable[[str], None]) -> T:
    """What the call gives, made again while AWS is not there. Raises Unavailable at `until`, on the clock's `now`, and the other errors at once.

    For calls that do no more when they are made twice.
    """
    while True:
        try:
            return call()
        except (Unavailable, Conflict) as error:  # noqa: PERF203  # trying again is what the loop is for
            if clock.now() + INTERVAL > until:
                raise
            say(f"once more in {INTERVAL:g} s: {error}")
            clock.sleep(INTERVAL)


def find_deployment(
    ecs: Ecs, before: Service, target: str, clock: Clock, until: float, say: Callable[[str], None], after: Service | None = None
) -> str:
    """The ARN of the service deployment that brings `target`, the ARN of a task definition, since the service was as `before`.

    It is the current one once that is another than before and brings the target; one that is not current any more is looked for in the list.
    What was there before is never it. `after` is UpdateService's own answer. Raises NotFound, Expired.
    """
    until = min(until, clock.now() + SHOWN_WITHIN)
    while True:
        current = after.current_deployment if after else ""
        if after is not None and current not in ("", before.current_deployment):
            if running(after) == target or _brings(ecs, current, target, say):
                return current
            if ours := _listed(ecs, before, target, say):
                return ours
            if clock.now() + _NEAR > until:
                raise NotFound(f"{last(current)} of {last(running(after))} came first", superseded=True)
        if clock.now() + _NEAR > until:
            raise NotFound(f"ECS names no service deployment of {last(target)}")
        clock.sleep(_NEAR if after is not None else INTERVAL)
        try:
            after = ecs.service(before.cluster, before.name)
        except (Expired, Denied):
            raise
        except AwsError as error:
            say(f"looking again: {error}")


def _listed(ecs: Ecs, before: Service, target: str, say: Callable[[str], None]) -> str:
    """Among the service deployments that are newer than the one before."""
    try:
        found = ecs.deployments(before.cluster, before.name, most=20)
    except Expired:
        raise
    except AwsError as error:
        say(f"going on without the list of service deployments: {error}")
        return ""
    for one in found:
        if one.arn == before.current_deployment:
            return ""
        if _brings(ecs, one.arn, target, say):
            return one.arn
    return ""


def _brings(ecs: Ecs, arn: str, target: str, say: Callable[[str], None]) -> bool:
    try:
        found = ecs.revisions([ecs.deployment(arn).target_revision])
    except Expired:
        raise
    except AwsError as error:
        say(f"{last(arn)} cannot be looked at: {error}")
        return False
    return bool(found) and found[0].task_definition == target
