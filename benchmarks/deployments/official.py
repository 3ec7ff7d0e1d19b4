"""What AWS's deploy action does with a service, by its documented behaviour: updates it, waits until it is "stable", and looks once more.

amazon-ecs-deploy-task-definition v2.6.3 waits with the SDK's waiter, minDelay 15 s and maxDelay 600 s unless its input says otherwise: the first look
at once, attempt n a random time from 15 s to 15 * 2^(n-1) s later, maxDelay from attempt log2(max/15) + 1 on; none when the limit would be passed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Any, NamedTuple

LEAST_SECONDS = 15.0


class Done(NamedTuple):
    """`code` is the exit code, `at` the virtual second at which the action ended."""

    code: int
    at: float


def deploy(
    ecs: Any, service: str, task_definition: str, now: Callable[[], float], sleep: Callable[[float], None], random: Random, **limits: float
) -> Done:
    """Updates the service, and waits at most `limit` seconds (30 minutes), with waits of at most `most` seconds (600)."""
    most, limit = limits.get("most", 600.0), limits.get("limit", 1800.0)
    updated = ecs.update_service(service=service, taskDefinition=task_definition)["service"]
    ours = next(one["id"] for one in updated["deployments"] if one["status"] == "PRIMARY")
    began, attempt = now(), 1
    while not stable(ecs, service):
        wait = delay(attempt, most, random)
        if now() + wait - began > limit:
            return Done(1, now())
        sleep(wait)
        attempt += 1
    deployments = ecs.describe_services(services=[service])["services"][0]["deployments"]
    kept = next((one for one in deployments if one["id"] == ours), None)
    return Done(0 if kept is not None and kept.get("rolloutState") != "FAILED" else 1, now())


def delay(attempt: int, most: float, random: Random) -> float:
    """Seconds before the next look, after that many."""
    if attempt > math.log2(most / LEAST_SECONDS) + 1:
        return most
    return random.uniform(LEAST_SECONDS, LEAST_SECONDS * 2 ** (attempt - 1))


def stable(ecs: Any, service: str) -> bool:
    """One deployment, and as many tasks run as are wanted: what the waiter calls stable."""
    found = ecs.describe_services(services=[service])["services"][0]
    return len(found["deployments"]) == 1 and found["runningCount"] == found["desiredCount"]
