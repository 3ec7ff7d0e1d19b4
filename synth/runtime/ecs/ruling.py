"""What is to be done about a deployment, from everything that is known of it at a moment. Pure: `synth.runtime.ecs.watching` does it."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.ecs import answers, meaning
from synth.runtime.ecs.answers import BAD, GOOD, SILENT, Before, Try, condemned, good_in_a_row
from synth.runtime.ecs.following import Sight
from synth.runtime.ecs.ladder import awaiting
from synth.runtime.watch import ENOUGH_SAMPLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.ecs.deploy_inputs import Wanted

GO_ON, PROCEED, BACK, END, LEFT_ALONE = "go-on", "proceed", "back", "end", "left-alone"


class Known(NamedTuple):
    """At `at`, on the clock's `now`, as are `deadline`, `paused_since` (the hook's), `shifted_at` (the last change of weights) and `done_at`.

    `production` and `test` are the answers of each address, `crash` why the tasks say that the release cannot come up, `failures` how many of
    them failed, `answered` the hooks that were answered already. `ours` says that the hooks were asked for by the inputs.
    """

    at: float
    deadline: float
    sight: Sight
    production: Sequence[Sequence[Try]] = ()
    test: Sequence[Sequence[Try]] = ()
    before: Before = Before()
    crash: str = ""
    failures: int = 0
    paused_since: float = 0.0
    shifted_at: float = 0.0
    done_at: float = 0.0
    answered: frozenset[str] = frozenset()
    latencies: Sequence[Sequence[float]] = ()


class Step(NamedTuple):
    """`outcome` is for an end, `hook` for going on past one. `why` is a sentence."""

    kind: str
    why: str = ""
    outcome: str = ""
    hook: str = ""


def rule(known: Known, wanted: Wanted) -> Step:
    word = meaning.meaning(known.sight)
    deployment = known.sight.deployment
    reason = (deployment.rollback.reason if deployment.rollback else "") or deployment.reason if deployment else ""
    if word == meaning.SUPERSEDED:
        return Step(END, f"superseded by {meaning.superseded_by(known.sight)}", "superseded")
    if word in (meaning.RETURNING, meaning.RETURNED, meaning.STOPPED, meaning.STUCK):
        return _undone(word, reason or "ECS gives no reason", wanted)
    if word != meaning.DONE and known.crash:
        return Step(BACK, known.crash)
    at_test = known.before._replace(reached=False)  # it was another listener that was asked before
    for tries, before in (*[(one, at_test) for one in known.test], *[(one, known.before) for one in known.production]):
        if why := condemned(tries, before):
            return Step(BACK, why)
    if word == meaning.DONE:
        return _done(known, wanted)
    if known.at >= known.deadline:
        return _late(known, wanted)
    return _paused(known, wanted) if word == meaning.PAUSED else Step(GO_ON)


def _undone(word: str, reason: str, wanted: Wanted) -> Step:
    """ECS gave up. What it does about it by itself is waited for also where rollbacks are switched off."""
    if wanted.rollback == "auto" or word in (meaning.RETURNING, meaning.RETURNED):
        return Step(BACK, reason)
    return Step(END, f"ECS could not go back: {reason}", "rollback-failed") if word == meaning.STUCK else Step(END, reason, "failed")


def _late(known: Known, wanted: Wanted) -> Step:
    owner = meaning.owner_of(known.sight)
    if known.failures and not owner:
        return Step(BACK, f"not in place after {wanted.deadline:g} s, and {known.failures} of its tasks failed")
    shown = known.sight.deployment
    where = " ".join([word for word in (shown.status, shown.stage) if word]) if shown else known.sight.trouble or "ECS did not show it"
    return Step(END, f"not in place after {wanted.deadline:g} s: {where}; {owner or 'nobody sees to it any more'}", "inconclusive")


def _paused(known: Known, wanted: Wanted) -> Step:
    deployment = known.sight.deployment
    hook = awaiting(deployment) if deployment else None
    if deployment is None or hook is None or hook.id in known.answered:
        return Step(GO_ON)
    weight = deployment.target.production_weight or 0.0
    if deployment.strategy == "ROLLING":
        asked, proved = bool(wanted.proof.production) and deployment.stage == "POST_SCALE_UP", _proved(known.production, wanted, old=True)
    elif weight == 0:
        gate = bool(wanted.arms.pause_at) and deployment.strategy in ("LINEAR", "CANARY") and not wanted.proof.test
        asked = (bool(wanted.proof.test) and deployment.stage in ("POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT")) or gate
        proved = gate or _proved(known.test, wanted)
    else:
        held = round(weight) in wanted.arms.steps or not wanted.arms.steps
        if held and known.at - known.shifted_at < 60 * (_hold(wanted) if deployment.strategy == "LINEAR" else 0):
            return Step(GO_ON)
        asked = bool(wanted.proof.production or wanted.arms.pause_at)
        proved = (
            not held
            or not wanted.proof.production
            or _proved(known.production, wanted, old=True)
            or (bool(known.test) and _proved(known.test, wanted))
        )
    if proved and asked:
        return Step(PROCEED, "verified", hook=hook.id)
    if not asked:
        return Step(
            LEFT_ALONE, f"waits at a PAUSE hook{f' at {deployment.stage}' if deployment.stage else ''} that nobody here can judge", hook=hook.id
        )
    return _unproved(known, wanted, known.paused_since, known.test if weight == 0 and wanted.proof.test else known.production)


def _hold(wanted: Wanted) -> int:
    """Minutes at each share where ECS itself does not stay: a CANARY of several shares."""
    several = wanted.arms.strategy == "CANARY" and len([share for share in wanted.arms.steps if share != 100]) > 1
    return (wanted.arms.step_minutes or 0) if several else 0


def _proved(listener: Sequence[Sequence[Try]], wanted: Wanted, old: bool = False) -> bool:
    """Right answers in a row at each address, as many as are wanted; with `old`, the old release's answers between them do not matter."""
    consecutive = wanted.proof.plan.consecutive if wanted.proof.plan else 1
    return bool(listener) and all([good_in_a_row(tries, old) >= consecutive for tries in listener])


def _done(known: Known, wanted: Wanted) -> Step:
    """ECS calls it successful. That says neither that it is good nor that only it serves."""
    service, least = known.sight.service, wanted.proof.min_healthy_tasks
    if service is not None and service.desired < least:
        return Step(END, f"ECS calls it SUCCESSFUL, and the service wants {service.desired} tasks: nothing ran that could be judged", "inconclusive")
    if service is not None and service.running < least:
        return Step(GO_ON) if known.at - known.done_at < 60 else Step(BACK, f"SUCCESSFUL, and {service.running} tasks run, wanted {least} or more")
    if not wanted.proof.production:
        return Step(END, f"stable to ECS{'' if wanted.proof.test else '; nothing was asked over HTTP'}", "passed")
    if wanted.proof.plan and not all([tries and tries[-1].at >= known.done_at for tries in known.production]):
        return Step(GO_ON)
    if not _proved(known.production, wanted):
        return _unproved(known, wanted, known.done_at, known.production)
    limit = wanted.proof.plan.p95_ms if wanted.proof.plan else None
    if limit is not None:
        return _fast_enough(known, wanted, limit)
    consecutive = wanted.proof.plan.consecutive if wanted.proof.plan else 1
    return Step(END, f"in place, {consecutive} right answers in a row", "passed")


def _fast_enough(known: Known, wanted: Wanted, limit: float) -> Step:
    slow = [p95 for found in known.latencies if (p95 := p95_of(found)) is not None]
    if len(slow) < len(known.production):
        late = known.at - known.done_at > _verify_seconds(wanted)
        few = Step(END, f"in place; fewer than {ENOUGH_SAMPLES} answers are too few for a p95", "inconclusive")
        return few if late else Step(GO_ON)
    if max(slow) > limit:
        return Step(BACK, f"the last {ENOUGH_SAMPLES} right answers have a p95 of {max(slow):.0f} ms, wanted {limit:g} ms or less")
    return Step(END, f"in place, p95 {max(slow):.0f} ms", "passed")


def p95_of(latencies: Sequence[float]) -> float | None:
    """Of the last 20, in milliseconds; None of fewer."""
    return sorted(latencies[-ENOUGH_SAMPLES:])[ENOUGH_SAMPLES * 95 // 100 - 1] if len(latencies) >= ENOUGH_SAMPLES else None


def _unproved(known: Known, wanted: Wanted, since: float, listener: Sequence[Sequence[Try]]) -> Step:
    """Not proved yet: time goes on, until there is no more of it. Silence from the first is no evidence against a release, and no proof either."""
    if known.at - since < _verify_seconds(wanted):
        return Step(GO_ON)
    told = [tries for tries in listener if tries]
    bad = [tries[-1] for tries in told if tries[-1].kind not in (GOOD, SILENT)]
    signed = any([one.kind in (BAD, answers.OLD) for one in bad])
    if bad and (signed or known.before.right):
        return Step(BACK, f"not right after {_verify_seconds(wanted):g} s: {bad[0].why}")
    if bad:
        return Step(END, f"not right after {_verify_seconds(wanted):g} s, nor was what served before: {bad[0].why}", "failed")
    silent = next((tries[-1] for tries in told if tries[-1].kind == SILENT), None)
    why = f"never reached: {silent.why}" if silent else "too few right answers"
    owner = meaning.owner_of(known.sight)
    return Step(END, f"not proved after {_verify_seconds(wanted):g} s, {why}; {owner}", "inconclusive")


def _verify_seconds(wanted: Wanted) -> float:
    return wanted.proof.plan.deadline if wanted.proof.plan else 0.0
