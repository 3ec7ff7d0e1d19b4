"""Deploying one release to bring it back: the call, and the service deployment that it started."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs.ladder import last, running
from synth.runtime.ecs.ports import AwsError, Conflict, Expired, Unavailable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service
    from synth.runtime.ports import Clock

_SHOWN_WITHIN = 60.0  # seconds that ECS gets to show a deployment that it was told to start


class Started(NamedTuple):
    """`deployment` is empty where ECS does not name one. `superseded` says that somebody else's deployment came instead."""

    deployment: str
    superseded: bool = False


def bring(ecs: Ecs, before: Service, target: str, clock: Clock, interval: float, until: float, say: Callable[[str], None]) -> Started:
    """Starts a deployment of that task definition. A call whose answer is lost is made again: the second changes nothing.

    Raises AwsError: Denied and Refused at once, Unavailable at the deadline.
    """
    while True:
        try:
            after = _update(ecs, before, target)
            break
        except (Unavailable, Conflict) as error:
            if clock.now() + interval > until:
                raise
            say(f"once more: {error}")
            clock.sleep(interval)
    shown_until = min(until, clock.now() + _SHOWN_WITHIN)
    while True:
        if after is not None and after.current_deployment != before.current_deployment:
            return Started(after.current_deployment, superseded=not before.managed and running(after) not in ("", target))
        if clock.now() + interval > shown_until:
            return Started("")
        clock.sleep(interval)
        after = _service(ecs, before, say)


def hold_ups(service: Service) -> str:
    """Where PAUSE hooks would hold a deployment that nobody watches any more; empty without any."""
    hooks = [one for one in service.configuration.get("lifecycleHooks", []) if one.get("targetType") == "PAUSE"]
    stages = [stage for one in hooks for stage in one.get("lifecycleStages", [])]
    if not stages:
        return ""
    return f"; it pauses at {', '.join(stages)} until somebody calls aws ecs continue-service-deployment --action CONTINUE, or the hook times out"


def _update(ecs: Ecs, before: Service, target: str) -> Service | None:
    if before.managed:
        ecs.update_managed(before.arn, target)
        return None
    return ecs.update(before.cluster, before.name, target)


def _service(ecs: Ecs, before: Service, say: Callable[[str], None]) -> Service | None:
    try:
        return ecs.service(before.cluster, before.name)
    except Expired:
        raise
    except AwsError as error:
        say(f"no answer for now: {error}; {last(before.arn)} is asked again")
        return None
