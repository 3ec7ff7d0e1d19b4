"""Waiting for a service to be in place again, and what ends the wait."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.clock import chance
from synth.runtime.ecs import meaning as words
from synth.runtime.ecs.following import follow
from synth.runtime.ecs.ladder import awaiting, last
from synth.runtime.ecs.ports import AwsError, Expired

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.following import Sight
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import ServiceDeployment
    from synth.runtime.ports import Clock

IN_PLACE, BAD, SUPERSEDED, LATE, AGAIN = "in-place", "bad", "superseded", "late", "again"
_FEWEST_FAILURES = 3


class Way(NamedTuple):
    """What is waited for: a service deployment. `forward` says that it is ours and brings the release; otherwise ECS goes back from it.

    `target` is the ARN of the task definition that it brings, or brought.
    """

    deployment: str
    target: str
    forward: bool
    until: float


class End(NamedTuple):
    """`kind` is in-place, bad (this release does not start), superseded, late, or again: nothing of the kind, another rung applies.

    `shifted` is when all production traffic was seen to be where it is wanted; None where the strategy has no weights or it was not.
    """

    kind: str
    why: str
    shifted: float | None = None


def wait(way: Way, ecs: Ecs, clock: Clock, say: Callable[[str], None], random: Callable[[], float] = chance) -> End:
    """Looks until the way is at its end, at most until its deadline. Raises AwsError where nothing can be seen any more."""
    shifted: float | None = None
    told = trouble = ""
    for sight in follow(ecs, way.deployment, clock, way.until, say, way.target, random):
        if sight.trouble and sight.trouble != trouble:
            say(f"no answer for now: {sight.trouble}")
        trouble = sight.trouble
        deployment = sight.deployment
        if deployment is not None and shifted is None and has_shifted(deployment, way.forward):
            shifted = clock.now()
        if (end := meaning(way, sight, way.until - clock.now())) is not None:
            return end._replace(shifted=shifted)
        if deployment is None:
            continue
        if way.forward:
            _let_go(deployment, ecs, say)
        line = " ".join([word for word in (last(deployment.arn), deployment.status, deployment.stage) if word])
        if line != told:
            say(line)
        told = line
    return End(LATE, f"not in place at the deadline: {told or 'ECS did not show the deployment'}", shifted)


def meaning(way: Way, sight: Sight, left: float) -> End | None:
    """What one look says; None while it is to be continued. `left` is in seconds."""
    word, deployment = words.meaning(sight), sight.deployment
    if word == words.SUPERSEDED:
        return End(SUPERSEDED, f"{last(way.deployment)} is superseded by {words.superseded_by(sight)}")
    if deployment is None:
        return None
    ended = f"{deployment.status}, {deployment.reason or 'ECS gives no reason'}"
    if not way.forward:
        match word:
            case words.RETURNED:
                return End(IN_PLACE, "ECS went back")
            case words.STUCK:
                return End(BAD, f"ECS could not go back to it: {ended}")
            case words.DONE | words.STOPPED:
                return End(AGAIN, f"the deployment ended as {ended}")
        return None
    match word:
        case words.DONE:
            return End(IN_PLACE, "its deployment is SUCCESSFUL")
        case words.RETURNING | words.RETURNED | words.STUCK | words.STOPPED:
            return End(BAD, f"ECS gave up bringing it: {ended}")
        case words.BAKING if deployment.bake_minutes * 60 > left and has_shifted(deployment, True):
            return End(IN_PLACE, f"it has all production traffic; ECS bakes it for {deployment.bake_minutes} minutes, longer than is waited here")
    primary = sight.service.primary if sight.service else None
    if primary is not None and primary.task_definition == way.target and primary.failed >= max(_FEWEST_FAILURES, primary.desired):
        return End(BAD, f"{primary.failed} of its tasks failed")
    return None


def has_shifted(deployment: ServiceDeployment, forward: bool) -> bool:
    """Whether its target has all of the production traffic, or none; false where no weights are told."""
    return deployment.target.production_weight == (100.0 if forward else 0.0)


def _let_go(deployment: ServiceDeployment, ecs: Ecs, say: Callable[[str], None]) -> None:
    """A release that was good before needs nobody's approval: a PAUSE hook on its way back would leave the bad one in production."""
    hook = awaiting(deployment) if deployment.status == "IN_PROGRESS" else None
    if hook is None:
        return
    try:
        ecs.proceed(deployment.arn, hook.id, "CONTINUE")
        say(f"continued past the PAUSE hook at {deployment.stage}")
    except Expired:
        raise
    except AwsError as error:  # answered by somebody else meanwhile, or not ours to answer: the next look tells
        say(f"the PAUSE hook at {deployment.stage} was not answered: {error}")
