"""What the looks so far prove. Pure: the rounds of HTTP and the last look of each layer go in, a verdict comes out."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED
from synth.runtime.layers.share import check_of, enough, share_of
from synth.runtime.probe import RIGHT, UNREACHED, WRONG
from synth.runtime.verdict import Verdict
from synth.runtime.watch import judge, kind_of, proved, streak

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.layers.baseline import Baseline
    from synth.runtime.layers.look import Look
    from synth.runtime.layers.verification import Verification
    from synth.runtime.probe import Observation
    from synth.runtime.watch import Round

WINDOW = 10
NOBODY = (502, 503, 504)
BAKE_FAILURES = 4  # of ten; 1 in 100 requests lost by chance makes this once in 20000 verifications


class Sight(NamedTuple):
    """One round: what HTTP saw, empty without addresses, and the look of every layer. `at` is in seconds since the start."""

    at: float
    seen: Round
    looks: tuple[tuple[str, Look], ...]

    @property
    def is_right(self) -> bool:
        """Everything is as wanted, and something was looked at at all."""
        checks = [check for _, look in self.looks for check in look.checks]
        answers = not self.seen or kind_of(self.seen) == RIGHT
        return answers and bool(self.seen or checks) and all([check.result == PASSED for check in checks])


def ended(sights: Sequence[Sight]) -> Verdict | None:
    """The verdict, where a layer says that looking again cannot change it."""
    for name, look in sights[-1].looks:
        if look.end:
            return Verdict(look.end, _reason(name, look, look.end))
    return None


def gone_bad(verification: Verification, sights: Sequence[Sight], limit: int, baseline: Baseline | None) -> Verdict | None:
    """Failed, where `limit` of an address's last ten answers were wrong, or missing though it has answered before. 0 is no limit."""
    if not limit or not sights:
        return None
    for number in range(len(verification.http.targets)):
        mine = [sight.seen[number] for sight in sights]
        bad = [one for one in mine[-WINDOW:] if is_bad(one, mine, baseline)]
        if len(bad) < limit:
            continue
        known = baseline.of(bad[-1].url) if baseline else None
        if known is not None and known.kind == WRONG and bad[-1].status == known.status:
            return None  # no worse than before the deployment: the deadline decides
        return Verdict(FAILED, f"{bad[-1].url}: {len(bad)} of the last {min(len(mine), WINDOW)} answers were wrong: {bad[-1].why}")
    return None


def is_bad(one: Observation, mine: Sequence[Observation], baseline: Baseline | None) -> bool:
    """Wrong in more than the version, which changes late in a deployment. Silence, and a load balancer that has nobody to ask, count only
    where there was an answer: a first release takes a while."""
    known = baseline.of(one.url) if baseline else None
    if one.kind == UNREACHED or (one.kind == WRONG and one.status in NOBODY):
        answered = {other.status for other in mine} | ({known.status} if known is not None else set())
        return bool(answered - {None, *NOBODY})
    return one.kind == WRONG and ([check.name for check in one.checks if check.result == FAILED] != ["version"] or not one.version)


def is_proved(verification: Verification, sights: Sequence[Sight]) -> bool:
    plan = verification.http
    if right_in_a_row(sights, plan.consecutive) < plan.consecutive:
        return False
    rounds = rounds_of(sights)
    return not rounds or (proved(plan, rounds) and (verification.share >= 1 or enough(share_of(plan, rounds), verification.share)))


def right_in_a_row(sights: Sequence[Sight], most: int) -> int:
    """How many of the last ones, up to `most`."""
    count = 0
    for sight in reversed(sights):
        if count == most or not sight.is_right:
            break
        count += 1
    return count


def at_deadline(verification: Verification, sights: Sequence[Sight], baseline: Baseline | None) -> Verdict:
    """What the looks prove when there are no more: the worst of what HTTP and the layers say."""
    plan, rounds = verification.http, rounds_of(sights)
    found = [_layer(name, look) for name, look in sights[-1].looks if look.result != PASSED] if sights else []
    if rounds:
        found.append(_http(verification, rounds, baseline))
    elif not any([look.checks for sight in sights for _, look in sight.looks]):
        found.append(Verdict(INCONCLUSIVE, "nothing could be looked at"))
    for outcome in (FAILED, INCONCLUSIVE):
        if told := [one.reason for one in found if one.outcome == outcome]:
            return Verdict(outcome, "; ".join(told))
    right = right_in_a_row(sights, plan.consecutive)
    if right < plan.consecutive:
        return Verdict(INCONCLUSIVE, f"too late: {right} of {plan.consecutive} good looks in a row at the deadline")
    return found[0] if found else Verdict(PASSED, f"{plan.consecutive} good looks in a row")


def rounds_of(sights: Sequence[Sight]) -> list[Round]:
    return [sight.seen for sight in sights if sight.seen]


def _http(verification: Verification, rounds: Sequence[Round], baseline: Baseline | None) -> Verdict:
    plan = verification.http
    verdict = judge(plan, rounds)
    if verification.share < 1 and streak(rounds, plan.consecutive) == plan.consecutive:
        share = check_of(share_of(plan, rounds), verification.share)
        if share.result != PASSED:
            return Verdict(share.result, f"{share.why} ({share.evidence})")
    if baseline is None or verdict.outcome == PASSED:
        return verdict
    return _beside(baseline, rounds[-1], verdict)


def _beside(baseline: Baseline, last: Round, verdict: Verdict) -> Verdict:
    """The verdict, in the light of what answered before the deployment."""
    for one in last:
        known = baseline.of(one.url)
        if known is None or one.kind == RIGHT:
            continue
        if one.kind == UNREACHED and known.kind != UNREACHED and verdict.outcome == INCONCLUSIVE:
            return Verdict(FAILED, f"{one.url} answered before the deployment, and no longer does: {one.why}")
        if one.kind == WRONG and known.kind == WRONG and known.status == one.status:
            return Verdict(INCONCLUSIVE, f"{verdict.reason}; so it was before the deployment, which says nothing about the release")
    return verdict


def _layer(name: str, look: Look) -> Verdict:
    return Verdict(look.result, _reason(name, look, look.result))


def _reason(name: str, look: Look, result: str) -> str:
    told = [check.why + (f" ({check.evidence})" if check.evidence else "") for check in look.checks if check.result == result]
    return f"{name}: {'; '.join(told)}"
