"""What a look at a service deployment means. Pure; a word of ECS that is not known here means that it goes on."""

from __future__ import annotations

from synth.runtime.ecs.ladder import awaiting, last, running
from synth.runtime.ecs.status import GOING_BACK, STAGES, SUCCESS, WENT_BACK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.runtime.ecs.following import Sight
    from synth.runtime.ecs.values import Service, ServiceDeployment

UNSEEN, GOING, PAUSED, BAKING, DONE = "unseen", "going", "paused", "baking", "done"
SUPERSEDED, RETURNING, RETURNED, STOPPED, STUCK = "superseded", "returning", "returned", "stopped", "stuck"


def meaning(sight: Sight) -> str:
    """One of the words above. `stopped` is an end without a way back, `stuck` a way back that failed."""
    if sight.successor is not None:
        return SUPERSEDED
    deployment = sight.deployment
    if deployment is None:
        return UNSEEN
    status = deployment.status
    if status in SUCCESS:
        return DONE
    if status in GOING_BACK:
        return RETURNING
    if status in WENT_BACK:
        return RETURNED
    if status == "ROLLBACK_FAILED":
        return STUCK
    if status == "STOPPED":
        return STOPPED
    if status == "IN_PROGRESS" and awaiting(deployment) is not None:
        return PAUSED
    return BAKING if deployment.stage == "BAKE_TIME" else GOING


def superseded_by(sight: Sight) -> str:
    """Who took over, in words."""
    other, service = sight.successor, sight.service
    if other is None:
        return ""
    what = f" of {last(running(service))}" if service else ""
    later = other.created - sight.deployment.created if sight.deployment else 0.0
    return f"{last(other.arn)}{what}, {other.status}, started {later:.0f} s later"


def owner_of(sight: Sight) -> str:
    """Who sees to the service if nobody here does any more, in words; empty where nobody does.

    A rolling deployment without a circuit breaker that goes back is owned by nobody: a crash loop would go on for good.
    """
    deployment = sight.deployment
    word = meaning(sight)
    if word in (SUPERSEDED, DONE, RETURNED):
        return "the deployment is over"
    if word == RETURNING:
        return "ECS carries on with going back"
    if word in (STOPPED, STUCK):
        return ""
    if deployment and (hook := awaiting(deployment)):
        return f"the PAUSE hook waits for an answer; when its time runs out, ECS does {hook.on_timeout}"
    return owner_by(sight.service, deployment) if sight.service or deployment else ""


def owner_by(service: Service | None, deployment: ServiceDeployment | None = None) -> str:
    """The same of a deployment that is under way, and may not have been seen yet: by the service's configuration."""
    configuration = service.configuration if service else {}
    strategy = deployment.strategy if deployment else configuration.get("strategy", "ROLLING")
    if strategy != "ROLLING":
        going_on = f"ECS carries on with the {strategy} deployment"
        stage, action = _next_pause(deployment.stage if deployment else "", configuration)
        if stage and action == "ROLLBACK":
            return f"{going_on} up to its PAUSE hook at {stage}, which goes back by itself when nobody answers in time"
        return f"{going_on}, and nobody looks at what it serves"
    breaker = configuration.get("deploymentCircuitBreaker", {})
    return "the deployment circuit breaker gives up and goes back if tasks fail" if breaker.get("enable") and breaker.get("rollback") else ""


def _next_pause(stage: str, configuration: Mapping[str, Any]) -> tuple[str, str]:
    """The stage of the first PAUSE hook that is still to come, and what it does when its time runs out; empty without any."""
    passed = STAGES.index(stage) if stage in STAGES else -1
    for hook in configuration.get("lifecycleHooks", []):
        coming = [one for one in STAGES[passed + 1 :] if one in hook.get("lifecycleStages", ())]
        if hook.get("targetType") == "PAUSE" and coming:
            return coming[0], str(hook.get("timeoutConfiguration", {}).get("action", "ROLLBACK"))
    return "", ""
