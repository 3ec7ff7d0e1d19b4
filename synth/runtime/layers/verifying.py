"""Looks at every layer again and again until the release is proved, or is proved bad, or the deadline passes.

For library use: `verify(Verification(Plan(targets), "cluster", "service"), Ports(http, ecs), clock, screen, log)`.
"""

from __future__ import annotations

from synth.runtime.clock import chance
from synth.runtime.expectation import PASSED
from synth.runtime.health_report import line_of
from synth.runtime.layers.asking import Asking
from synth.runtime.layers.choosing import layers_of
from synth.runtime.layers.judging import BAKE_FAILURES, Sight, at_deadline, ended, gone_bad, is_proved, rounds_of
from synth.runtime.layers.share import check_of, either_version, share_of
from synth.runtime.layers.verification import Judged, LogRule, Verification
from synth.runtime.probe import RIGHT, observe
from synth.runtime.verdict import Verdict
from synth.runtime.watch import judge, kind_of, pause, streak

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.layers.baseline import Baseline
    from synth.runtime.layers.look import Look
    from synth.runtime.layers.ports import Ports
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen

__all__ = ["Judged", "LogRule", "Verification", "Verifier", "verify"]
DOUBT_SECONDS = 1.0  # between tries after a wrong answer, while enough of them would end it


def nothing_else() -> Verdict | None:
    return None


def verify(
    verification: Verification,
    ports: Ports,
    clock: Clock,
    screen: Screen,
    log: Log,
    baseline: Baseline | None = None,
    otherwise: Callable[[], Verdict | None] = nothing_else,
    random: Callable[[], float] = chance,
) -> Judged:
    """What came of it: passed, failed or inconclusive; or the verdict of `otherwise`.

    `otherwise` is asked before every look: a caller that follows a deployment at the same time does it there, and ends the verification
    with a verdict, such as superseded. `baseline` is what answered before the deployment. Nothing of AWS is raised.
    """
    return Verifier(verification, ports, clock, screen, log, baseline, otherwise, random).run()


class Verifier:
    """A verification under way. `judged` says at any time what came of it, also when `run` was interrupted."""

    def __init__(
        self,
        verification: Verification,
        ports: Ports,
        clock: Clock,
        screen: Screen,
        log: Log,
        baseline: Baseline | None = None,
        otherwise: Callable[[], Verdict | None] = nothing_else,
        random: Callable[[], float] = chance,
    ) -> None:
        self._wanted, self._http, self._clock, self._screen, self._log = verification, ports.http, clock, screen, log
        self._baseline, self._otherwise, self._random = baseline, otherwise, random
        self._layers = layers_of(verification, ports, Asking(screen, lambda message: log.annotate("warning", [message], "health")))
        self._targets = verification.http.targets if "http" in verification.checks else ()
        self._began, self._started = clock.now(), clock.wall()
        self._proved_at: float | None = None
        self._told: dict[str, str] = {}
        self.sights: list[Sight] = []

    def run(self) -> Judged:
        failures = 0
        while True:
            if verdict := self._otherwise():
                return self.judged(verdict)
            self.sights.append(self._look())
            if verdict := self._concluded():
                return self.judged(verdict)
            seen = self.sights[-1].seen
            failures = failures + 1 if seen and kind_of(seen) != RIGHT else 0
            wait = self._wait(failures)
            if wait is None:
                return self.judged(at_deadline(self._wanted, self.sights, self._baseline))
            self._clock.sleep(wait)

    def judged(self, verdict: Verdict) -> Judged:
        rounds = rounds_of(self.sights)
        layers = [(name, check) for name, look in self.sights[-1].looks for check in look.checks] if self.sights else []
        if self._wanted.share < 1 and rounds:
            layers.append(("http", check_of(share_of(self._wanted.http, rounds), self._wanted.share)))
        answers = [check._replace(name=f"{check.name} {one.url}") for one in (rounds[-1] if rounds else ()) for check in one.checks]
        return Judged(
            verdict,
            (*answers, *[check for _, check in layers]),
            tuple(rounds),
            tuple(layers),
            self._started,
            self._clock.now() - self._began,
            len(self.sights),
        )

    def _look(self) -> Sight:
        plan, at, now = self._wanted.http, self._spent, self._clock.wall()
        ask = [observe(one, self._http, self._clock, self._screen, self._spent, plan.timeout, self._left) for one in self._targets]
        seen = tuple(ask) if self._wanted.share >= 1 else either_version(tuple(ask))
        sight = Sight(at, seen, self._layers_seen(now))
        rounds = [*rounds_of(self.sights), seen]
        for one in seen:
            self._log.say(line_of(one, streak(rounds, plan.consecutive), plan.consecutive))
        return sight

    def _layers_seen(self, now: float, fresh: bool = False) -> tuple[tuple[str, Look], ...]:
        looks = tuple([(layer.name, layer.look(now, fresh)) for layer in self._layers])
        for name, look in looks:
            told = f"{name}: {'; '.join([f'{check.name} {check.observed}' for check in look.checks])}"
            if look.checks and self._told.get(name) != told:
                self._log.say(f"{self._spent:7.1f} s  {told}")
                self._told[name] = told
        return looks

    def _concluded(self) -> Verdict | None:
        """The verdict, once there is one before the deadline."""
        if verdict := ended(self.sights) or gone_bad(self._wanted, self.sights, self._limit, self._baseline):
            return verdict
        baked = self._proved_at is None or self._spent >= self._proved_at + self._wanted.bake
        if not baked or not is_proved(self._wanted, self.sights):
            return None
        now = self._clock.wall()
        if any([layer.is_older(now) for layer in self._layers]):  # the last word is not an old one
            self.sights[-1] = self.sights[-1]._replace(looks=self._layers_seen(now, fresh=True))
            if verdict := ended(self.sights):
                return verdict
            if not is_proved(self._wanted, self.sights):
                return None
        if self._proved_at is None and self._wanted.bake:
            self._proved_at = self._spent
            self._log.say(f"proved after {self._spent:.0f} s; everything is looked at for {self._wanted.bake:g} s more")
            return None
        return Verdict(PASSED, self._proof())

    def _proof(self) -> str:
        plan, rounds = self._wanted.http, rounds_of(self.sights)
        told = [judge(plan, rounds).reason if rounds else f"{plan.consecutive} good looks in a row"]
        if names := [name for name, look in self.sights[-1].looks if look.checks]:
            told.append(f"{', '.join(names)} good")
        if self._proved_at is not None:
            told.append(f"for {self._wanted.bake:g} s more too")
        return "; ".join(told)

    def _wait(self, failures: int) -> float | None:
        """Seconds before the next look; None at the deadline. While wrong answers can end it, there is no backing off from them."""
        plan, left = self._wanted.http, self._left
        if self._limit:
            wait: float | None = min(plan.interval, DOUBT_SECONDS) if failures else plan.interval
        else:
            wait = pause(plan, failures, left, self._random)
        if self._proved_at is not None and wait is not None:
            baked = self._proved_at + self._wanted.bake - self._spent
            wait = min(wait, baked) if baked > 0 else wait
        return wait if wait is not None and wait < left else None

    @property
    def _spent(self) -> float:
        return self._clock.now() - self._began

    @property
    def _left(self) -> float:
        """Until the deadline of the proof; in the bake, until the bake is over and as long again as the deadline for what wavers then."""
        if self._proved_at is None:
            return self._wanted.http.deadline - self._spent
        return self._proved_at + self._wanted.bake + self._wanted.http.deadline - self._spent

    @property
    def _limit(self) -> int:
        return self._wanted.fail_after or (0 if self._proved_at is None else BAKE_FAILURES)
