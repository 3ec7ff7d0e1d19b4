"""A deployment that is bad is taken back, or ECS's own way back is followed; what then serves is verified, and why it was bad is said."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs import meaning
from synth.runtime.ecs.deploy_inputs import NEVER
from synth.runtime.ecs.following import INTERVAL
from synth.runtime.ecs.ladder import ATTACH, last, running
from synth.runtime.ecs.last_good import Candidate
from synth.runtime.ecs.ports import AwsError
from synth.runtime.ecs.restoring import Ports, Restored, Settings, Situation, restore
from synth.runtime.ecs.ruling import END
from synth.runtime.ecs.situation import BY_ECS
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.deployed import Outside
    from synth.runtime.ecs.evidence import Evidence
    from synth.runtime.ecs.ruling import Step
    from synth.runtime.ecs.values import Service
    from synth.runtime.ecs.watching import Watch
    from synth.runtime.ports import Clock

_BACK_SECONDS = 900.0  # for going back, which begins when the deployment's own time may be over
_SETTLE_SECONDS = 60.0  # that ECS's reads get to agree on what is PRIMARY


class Going(NamedTuple):
    """What is known of the deployment: ARNs of the service deployment, of its task definition and of the one before."""

    deployment: str
    target: str
    previous: str
    watch: Watch
    evidence: Evidence
    gather: Callable[[], None]


def go_back(
    step: Step, going: Going, wanted: Wanted, outside: Outside, clock: Clock, log: Log, random: Callable[[], float]
) -> tuple[Verdict, Restored | None]:
    """How it ended. What happens by itself already can wait for the tasks' last words; what does not cannot."""
    target = last(going.target)
    by_itself = meaning.meaning(going.watch.sight) in (meaning.RETURNING, meaning.RETURNED)
    if by_itself or step.kind == END or wanted.rollback == NEVER:
        going.gather()
    why = _with(step.why, going.evidence.cause)
    restored: Restored | None = None
    if by_itself:
        restored = _returned(going, outside, clock, log, why)
    elif step.kind == END or wanted.rollback == NEVER:
        return Verdict(step.outcome or "failed", f"{why}; rollback is {wanted.rollback}, {target} stays"), None
    if restored is not None and (restored.outcome in ("rolled-back", "inconclusive") or wanted.rollback == NEVER):
        return _verdict_of(restored, why, target), restored
    log.annotate("error", [f"{target} is bad: {why}"], "deploy-ecs")
    situation = Situation(wanted.cluster, wanted.service, going.deployment, given=(going.previous,) if going.previous else ())
    try:
        ports, settings = Ports(outside.ecs, outside.targets, outside.registry), Settings(deadline=_BACK_SECONDS, verify=outside.judge, random=random)
        restored = restore(situation, ports, clock, settings, log.say)
    except AwsError as error:
        return Verdict("rollback-failed", f"{target} is bad, {why}, and cannot be taken back: {error}"), None
    going.gather()
    return _verdict_of(restored, _with(step.why, going.evidence.cause), target), restored


def _returned(going: Going, outside: Outside, clock: Clock, log: Log, why: str) -> Restored | None:
    """ECS's own way back, followed and verified; None where it did not come to its end."""
    log.say(f"ECS goes back by itself: {why}")
    began = clock.now()
    word = going.watch.until_back(began + _BACK_SECONDS)
    if word == meaning.RETURNING:
        left = "ECS goes back, and did not come there while this run waited"
        return Restored("inconclusive", ATTACH, going.target, "", BY_ECS, None, left)
    service = _settled(going, outside, clock) if word == meaning.RETURNED else None
    if service is None:
        return None
    seconds, to = clock.now() - began, running(service)
    judged = outside.judge(Candidate(to, BY_ECS))
    outcome = {"passed": "rolled-back", "failed": "rollback-failed"}.get(judged.verdict.outcome, "inconclusive")
    return Restored(outcome, ATTACH, going.target, to, BY_ECS, seconds, f"ECS went back to {last(to)}: {judged.verdict.reason}", judged.checks)


def _settled(going: Going, outside: Outside, clock: Clock) -> Service | None:
    """The service once it no longer shows the release that was left as its PRIMARY."""
    until, seen = clock.now() + _SETTLE_SECONDS, going.watch.sight.service
    while seen is None or running(seen) == going.target:
        if clock.now() > until:
            return None
        clock.sleep(INTERVAL)
        try:
            seen = outside.ecs.service(going.watch.cluster, going.watch.service)
        except AwsError:
            seen = None
    return seen


def _verdict_of(restored: Restored, why: str, target: str) -> Verdict:
    """The deployment failed, whatever became of the way back."""
    if restored.outcome == "superseded":
        return Verdict("superseded", f"{restored.reason}; {target} was bad, {why}")
    outcome = "rollback-failed" if restored.outcome == "failed" else restored.outcome
    return Verdict(outcome, f"{target} is bad, {why}; {restored.reason}")


def _with(why: str, cause: str) -> str:
    return f"{why} ({cause})" if cause else why
