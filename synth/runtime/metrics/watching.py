"""Looks at metrics, alarms and logs until a rule fails or the window is over."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.expectation import Check
from synth.runtime.layers.asking import Asking
from synth.runtime.metrics.gathering import Gatherer
from synth.runtime.metrics.judging import checks_of, verdict_of
from synth.runtime.metrics.moment import Moment
from synth.runtime.metrics.plan import schedule
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.commands import Log
    from synth.runtime.metrics.plan import Plan
    from synth.runtime.metrics.ports import Ports
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen

ONCE_MORE, ONCE_MORE_SECONDS = 3, 20.0  # tries of a last look for which AWS gave no answer, and the time between them


class Look(NamedTuple):
    """`upto` is until when points were judged, in seconds since 1970; `whole` says that AWS answered everything."""

    number: int
    upto: float
    checks: tuple[Check, ...]
    whole: bool = True


class Watched(NamedTuple):
    """A watch that is over. Times are in seconds since 1970."""

    plan: Plan
    verdict: Verdict
    looks: Sequence[Look]
    begin: float
    started: float
    seconds: float


class Watcher:
    def __init__(self, plan: Plan, ports: Ports, clock: Clock, screen: Screen, log: Log) -> None:
        self._plan, self._clock, self._screen, self._log = plan, clock, screen, log
        self._started, self._began = clock.wall(), clock.now()
        self._times = schedule(plan, self._started)
        asking = Asking(screen, lambda message: log.annotate("warning", [message], "verify-metrics"))
        self._gatherer = Gatherer(plan.rules, ports, self._times, asking)
        self._end = ""
        self.looks: list[Look] = []

    def run(self) -> Watched:
        self._end = self._gatherer.snapshot()
        for number in range(self._times.first(self._started), self._times.looks + 1):
            if not self._end:
                self._sleep_until(self._times.at(number))
            last = number == self._times.looks
            look = self._look(number, last)
            for _ in range(ONCE_MORE if last else 0):
                if not look.whole and not self._end:
                    self._clock.sleep(ONCE_MORE_SECONDS)
                    look = self._look(number, last)
            self._keep(look)
            verdict = verdict_of(look.checks, last or bool(self._end), self._told())
            if verdict is not None:
                return self.watched(verdict)
        raise AssertionError("the last look has a verdict")

    def watched(self, verdict: Verdict) -> Watched:
        """What was seen so far."""
        return Watched(self._plan, verdict, tuple(self.looks), self._times.begin, self._started, self._clock.now() - self._began)

    def _look(self, number: int, last: bool) -> Look:
        times = self._times
        upto = min(times.end, max(times.upto(number), self._clock.wall() - times.lag))
        seen = self._gatherer.gather(upto)
        self._end = seen.end
        passed, found = (upto - times.begin) / (times.end - times.begin), []
        for rule in self._plan.rules:
            alpha = self._plan.share_of_alpha(rule)
            moment = Moment(seen.data, times.begin, upto, times.looks, alpha, passed, last, seen.before, times.base_begin, times.base_end)
            found += checks_of(rule, moment, seen, self._screen)
        return Look(number, upto, tuple(found), not seen.unread)

    def _sleep_until(self, at: float) -> None:
        if (left := at - self._clock.wall()) > 0:
            self._clock.sleep(left)

    def _keep(self, look: Look) -> None:
        self.looks.append(look)
        minutes = (look.upto - self._times.begin) / 60
        told = "; ".join([f"{check.name} {check.result}: {check.observed}" for check in look.checks])
        self._log.say(f"look {look.number} of {self._times.looks}, {minutes:.0f} min: {told}")

    def _told(self) -> str:
        rules, looks = len(self._plan.rules), len(self.looks)
        held = "1 rule holds" if rules == 1 else f"{rules} rules hold"
        return f"{held} over {self._plan.window / 60:g} min, {looks} look{'s' if looks > 1 else ''}"
