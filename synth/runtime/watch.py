"""Asks again and again until the answers prove a release, or the deadline passes; and says what they prove."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

from synth.runtime.clock import chance, full_jitter
from synth.runtime.probe import CUT_SHORT, RIGHT, UNREACHED, WRONG, Observation, Target, observe
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from synth.runtime.ports import Clock, Http
    from synth.runtime.screen import Screen

ENOUGH_SAMPLES = 20

Round = tuple[Observation, ...]  # one observation of each target


class Plan(NamedTuple):
    """What is proved, and how hard is tried. `interval`, `timeout` (of one try) and `deadline` (of everything) are in seconds."""

    targets: tuple[Target, ...]
    consecutive: int = 3
    interval: float = 5.0
    timeout: float = 5.0
    deadline: float = 300.0
    p95_ms: float | None = None


def watch(plan: Plan, http: Http, clock: Clock, screen: Screen, random: Callable[[], float] = chance) -> Iterator[Round]:
    """Rounds in which every target is asked once, until they prove the release or the deadline is reached; at least one."""
    start = clock.now()
    rounds: list[Round] = []
    failures = 0

    def left() -> float:
        return plan.deadline - (clock.now() - start)

    while True:
        seen = tuple([observe(t, http, clock, screen, clock.now() - start, plan.timeout, left()) for t in plan.targets])
        rounds.append(seen)
        yield seen
        failures = 0 if kind_of(seen) == RIGHT else failures + 1
        wait = pause(plan, failures, left(), random)
        if proved(plan, rounds) or wait is None:
            return
        clock.sleep(wait)


def pause(plan: Plan, failures: int, left: float, random: Callable[[], float]) -> float | None:
    """Seconds before the next round; None when the deadline comes first. A long back-off is shortened to leave one whole last try."""
    wait = full_jitter(plan.interval, failures, random) if failures else plan.interval
    if failures and left > plan.timeout:
        wait = min(wait, left - plan.timeout)
    return wait if wait < left else None


def proved(plan: Plan, rounds: Sequence[Round]) -> bool:
    """Whether the last rounds were all right, as many as are wanted, and fast enough where that is asked."""
    return streak(rounds, plan.consecutive) == plan.consecutive and (plan.p95_ms is None or _fast(plan.p95_ms, slowest_p95(rounds)))


def judge(plan: Plan, rounds: Sequence[Round]) -> Verdict:
    """What the rounds prove, once there are no more.

    Wrong answers at the end are evidence: failed. So is silence, or a change back to wrong, after an answer. An address that was never
    reached proves nothing about the release: inconclusive. So are right answers that are too few.
    """
    p95 = slowest_p95(rounds)
    if proved(plan, rounds):
        fast = "" if plan.p95_ms is None or p95 is None else f", p95 {p95:.0f} ms"
        return Verdict("passed", f"{plan.consecutive} right answers in a row{fast}")
    whole = [seen for seen in rounds if kind_of(seen) != CUT_SHORT]
    if not whole:
        return Verdict("inconclusive", "the deadline passed before one whole try")
    if kind_of(whole[-1]) != RIGHT:
        return _not_right(whole)
    right = streak(whole, plan.consecutive)
    if right < plan.consecutive:
        return _too_few(plan, whole, right)
    if p95 is None:
        count = samples(whole)
        return Verdict("inconclusive", f"inconclusive-not-enough-samples: p95 takes {ENOUGH_SAMPLES} right answers, {count} came before the deadline")
    return Verdict("failed", f"the last {ENOUGH_SAMPLES} right answers have a p95 of {p95:.0f} ms, wanted {plan.p95_ms:g} ms or less")


def kind_of(seen: Round) -> str:
    """The worst kind in a round."""
    kinds = {one.kind for one in seen}
    return next(kind for kind in (WRONG, UNREACHED, CUT_SHORT, RIGHT) if kind in kinds)


def streak(rounds: Sequence[Round], most: int) -> int:
    """How many of the last rounds, up to `most`, were right without a break. A round that the deadline cut short is no break."""
    count = 0
    for seen in reversed(rounds):
        kind = kind_of(seen)
        if count == most or kind in (WRONG, UNREACHED):
            break
        count += kind == RIGHT
    return count


def slowest_p95(rounds: Sequence[Round]) -> float | None:
    """The 95th percentile, in milliseconds, of each target's last 20 right answers; that of the slowest target. None while one has fewer."""
    found = [_latencies(rounds, number) for number in range(len(rounds[0]))] if rounds else []
    if not found or min(map(len, found)) < ENOUGH_SAMPLES:
        return None
    return max([sorted(latencies)[ENOUGH_SAMPLES * 95 // 100 - 1] for latencies in found])


def samples(rounds: Sequence[Round]) -> int:
    """Right answers, up to 20, of the target that has the fewest."""
    return min([len(_latencies(rounds, number)) for number in range(len(rounds[0]))]) if rounds else 0


def _latencies(rounds: Sequence[Round], number: int) -> list[float]:
    return list(islice((seen[number].milliseconds for seen in reversed(rounds) if seen[number].kind == RIGHT), ENOUGH_SAMPLES))


def _fast(limit: float, p95: float | None) -> bool:
    return p95 is not None and p95 <= limit


def _not_right(whole: Sequence[Round]) -> Verdict:
    last = whole[-1]
    if wrong := [one for one in last if one.kind == WRONG]:
        return Verdict("failed", f"{wrong[0].url}: {wrong[0].why}")
    for number, one in enumerate(last):
        if one.kind == UNREACHED and any([seen[number].status is not None for seen in whole]):
            return Verdict("failed", f"{one.url} answered before, and at the deadline did not: {one.why}")
    silent = next(one for one in last if one.kind == UNREACHED)
    return Verdict("inconclusive", f"{silent.url} was never reached: {silent.why}")


def _too_few(plan: Plan, whole: Sequence[Round], right: int) -> Verdict:
    """Rounds that end well but too late: a service that comes up is inconclusive, one that was right before and then was not is failed."""
    count = f"{right} of {plan.consecutive} right answers in a row at the deadline"
    earlier = whole[: len(whole) - right]
    first = next((number for number, seen in enumerate(earlier) if kind_of(seen) == RIGHT), None)
    if first is None:
        return Verdict("inconclusive", f"too late: {count}")
    broken = next(one for seen in reversed(earlier) for one in seen if one.kind != RIGHT)
    return Verdict("failed", f"answers keep changing: {count}, and before that {broken.url}: {broken.why}")
