"""Asks a service over HTTP while it is being deployed: when, through which listener, and what has been answered so far."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.clock import chance
from synth.runtime.ecs.answers import BAD, Before, Try, before_of, doubtful, try_of
from synth.runtime.ecs.status import GOING, reached
from synth.runtime.probe import observe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synth.runtime.ecs.following import Sight
    from synth.runtime.ecs.proof_inputs import Proof
    from synth.runtime.ports import Clock, Http
    from synth.runtime.probe import Observation, Target
    from synth.runtime.screen import Screen

PRODUCTION, TEST = "production", "test"
JITTER = 0.2  # even paces can keep step with a load balancer that takes turns
CLOSE, NEAR = 1.0, 2.0  # seconds between probes while traffic moves, and while tasks are replaced
AGAIN_SIGNED, AGAIN = 0.3, 1.0  # after an answer that speaks against the release, and after one that may be anybody's
MOST_KEPT = 1000
_BASELINE_ROUNDS = 3
_SETTLED_SECONDS = 120.0


class Listening(NamedTuple):
    """Which listeners can show the new release by now, how many seconds are between probes, and how many there are at a time.

    Where the new release has a small share of the traffic, most answers are the old one's.
    """

    production: bool = False
    test: bool = False
    pace: float = NEAR
    times: int = 1


def listening(sight: Sight, since_shift: float, interval: float) -> Listening:
    """`since_shift` is for how many seconds traffic has stood as it stands; `interval` is what is wanted once nothing moves."""
    deployment = sight.deployment
    if deployment is None:
        return Listening()
    over = deployment.status not in GOING
    if not over and deployment.target.running == 0:
        return Listening()
    if deployment.strategy == "ROLLING":
        return Listening(True, False, NEAR if deployment.stage != "BAKE_TIME" else min(NEAR, interval))
    weight = deployment.target.production_weight or 0.0
    settled = weight == 100 and since_shift > _SETTLED_SECONDS  # of a small share few answers are the new release's
    at_test = reached(deployment.stage, "POST_TEST_TRAFFIC_SHIFT") and weight < 100 and not over
    times = 3 if 0 < weight <= 10 else 2 if 0 < weight <= 33 else 1
    return Listening(True, at_test, interval if settled else min(CLOSE, interval), times)


class Prober:
    """`due` is when the next probe is, on the clock's `now`; `tries` are the answers by listener and address, since the release can answer."""

    def __init__(self, proof: Proof, http: Http, test_http: Http, clock: Clock, screen: Screen, random: Callable[[], float] = chance) -> None:
        self._proof, self._clock, self._screen, self._random = proof, clock, screen, random
        self._http = {PRODUCTION: http, TEST: test_http}
        self.before = Before()
        self.tries: dict[tuple[str, str], list[Try]] = {}
        self.last: dict[tuple[str, str], Observation] = {}
        self.latencies: dict[str, list[float]] = {}
        self.due = clock.now()

    def baseline(self) -> tuple[Observation, ...]:
        """What serves before the deployment: the best of a few rounds, as one may be a blip, and the versions of all, as there may be two."""
        best: tuple[Observation, ...] = ()
        self.before = Before()
        for _ in range(_BASELINE_ROUNDS):
            if best and not self.before.right:
                self._clock.sleep(AGAIN)
            seen = tuple([self._observed(PRODUCTION, target) for target in self._proof.production])
            before, versions = before_of(seen), self.before.versions
            if not best or (before.right, before.reached) >= (self.before.right, self.before.reached):
                best, self.before = seen, before
            self.before = self.before._replace(versions=versions | before.versions)
        return best

    def probe(self, where: Listening) -> None:
        """One round of the listeners."""
        targets = [(PRODUCTION, one) for one in self._proof.production if where.production] * where.times
        targets += [(TEST, one) for one in self._proof.test if where.test]
        soon = where.pace
        for listener, target in targets:
            seen = self._observed(listener, target)
            found = try_of(seen, target.version[1] if target.version else "", self.before)
            if found is None:
                continue
            tries = self.tries.setdefault((listener, seen.url), [])
            tries.append(found)
            del tries[:-MOST_KEPT]
            self.last[listener, seen.url] = seen
            if doubtful(tries):
                soon = min(soon, AGAIN_SIGNED if found.kind == BAD else AGAIN)
            elif listener == PRODUCTION:
                self.latencies.setdefault(seen.url, []).append(seen.milliseconds)
                del self.latencies[seen.url][:-MOST_KEPT]
        self.due = self._clock.now() + soon * (1 - JITTER + 2 * JITTER * self._random())

    def of(self, listener: str) -> list[Sequence[Try]]:
        """The answers of each address of a listener; an empty list for one that was not asked yet."""
        targets = self._proof.production if listener == PRODUCTION else self._proof.test
        return [self.tries.get((listener, str(target.address)), []) for target in targets]

    def _observed(self, listener: str, target: Target) -> Observation:
        timeout = self._proof.plan.timeout if self._proof.plan else 5.0
        return observe(target, self._http[listener], self._clock, self._screen, self._clock.now(), timeout, timeout)
