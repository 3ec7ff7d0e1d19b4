"""Asks an address until it has answered well several times in a row, or until the deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from synth.runtime.clock import full_jitter
from synth.runtime.expectation import Check, Expectation
from synth.runtime.ports import Answer, Clock, Http, Unreachable
from synth.runtime.verdict import Verdict
from synth.runtime.version import VersionEcho

MOST_REDIRECTS = 5
ENOUGH_SAMPLES = 20


@dataclass(frozen=True)
class Target:
    """What to ask and what to want of it. Times are in seconds, `p95_ms` in milliseconds."""

    url: str
    expect: Expectation = field(default_factory=Expectation)
    version: VersionEcho | None = None
    headers: dict[str, str] = field(default_factory=dict)
    follow_same_host: bool = False
    consecutive: int = 3
    interval: float = 5.0
    timeout: float = 5.0
    p95_ms: float | None = None


@dataclass(frozen=True)
class Observation:
    """One try: when it ended (seconds since the start), how long the health request took, and what was seen. `error` means no answer."""

    at: float
    milliseconds: float
    checks: tuple[Check, ...] = ()
    error: str = ""
    version: str = ""
    certificate_days: float | None = None

    @property
    def passed(self) -> bool:
        return not self.error and all([check.passed for check in self.checks])

    @property
    def why(self) -> str:
        """The first thing that is wrong, in words; empty when nothing is."""
        if self.error:
            return self.error
        wrong = [check for check in self.checks if not check.passed]
        return f"{wrong[0].name} is {wrong[0].observed}, not {wrong[0].wanted}" if wrong else ""


def watch(
    target: Target,
    http: Http,
    clock: Clock,
    deadline: float,
    wait: Callable[[float, int], float] = full_jitter,
) -> Iterator[Observation]:
    """Tries until the target is proved or `deadline` (a time of the clock) has passed; at least once."""
    start, in_a_row, failures = clock.now(), 0, 0
    latencies: list[float] = []
    while True:
        seen = observe(target, http, clock, deadline, start)
        yield seen
        in_a_row, failures = (in_a_row + 1, 0) if seen.passed else (0, failures + 1)
        if seen.passed:
            latencies.append(seen.milliseconds)
        sampled = target.p95_ms is None or len(latencies) >= ENOUGH_SAMPLES
        if in_a_row >= target.consecutive and sampled:
            return
        pause = target.interval if seen.passed else wait(target.interval, failures)
        if clock.now() + pause >= deadline:
            return
        clock.sleep(pause)


def observe(target: Target, http: Http, clock: Clock, deadline: float, start: float) -> Observation:
    """One try, which never lasts beyond the deadline."""
    began = clock.now()
    limit = min(began + target.timeout, deadline)
    try:
        answer = _answer(target.url, target, http, clock, limit)
    except Unreachable as error:
        return Observation(clock.now() - start, (clock.now() - began) * 1000, error=str(error))
    milliseconds = (clock.now() - began) * 1000
    checks = target.expect.checks(answer)
    version = ""
    if target.version is not None:
        version, check = _version(target, target.version, answer, http, clock, deadline)
        checks.append(check)
    return Observation(clock.now() - start, milliseconds, tuple(checks), version=version, certificate_days=answer.certificate_days)


def judge(target: Target, seen: list[Observation]) -> Verdict:
    """What the tries prove: passed, failed (it answers, but not as wanted), or inconclusive (it was never reached, or too little was seen)."""
    in_a_row = 0
    for one in seen:
        in_a_row = in_a_row + 1 if one.passed else 0
        if in_a_row >= target.consecutive:
            break
    if in_a_row < target.consecutive:
        if all([one.error for one in seen]):
            return Verdict("inconclusive", f"never reached: {seen[-1].error}")
        wrong = [one for one in seen if not one.passed]
        if not wrong:
            return Verdict("inconclusive", f"{in_a_row} good answers before the deadline, {target.consecutive} in a row are wanted")
        return Verdict("failed", f"{wrong[-1].why}; {len(seen) - len(wrong)} of {len(seen)} answers were good")
    if target.p95_ms is not None:
        latencies = [one.milliseconds for one in seen if one.passed]
        if len(latencies) < ENOUGH_SAMPLES:
            return Verdict("inconclusive", f"{len(latencies)} good answers are too few for a 95th percentile: {ENOUGH_SAMPLES} are")
        measured = percentile(latencies, 0.95)
        if measured > target.p95_ms:
            return Verdict("failed", f"the 95th percentile is {measured:.0f} ms, not {target.p95_ms:.0f} ms or less")
    return Verdict("passed", f"{target.consecutive} good answers in a row")


def percentile(values: list[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]


def _answer(url: str, target: Target, http: Http, clock: Clock, limit: float) -> Answer:
    answer = http.get(url, target.headers, limit - clock.now())
    for _ in range(MOST_REDIRECTS):
        if not target.follow_same_host or answer.status not in (301, 302, 303, 307, 308) or "location" not in answer.headers:
            break
        onward = urljoin(url, answer.headers["location"])
        if urlsplit(onward)[:2] != urlsplit(url)[:2]:
            break  # another host might be anybody's: the redirect itself is the answer
        url = onward
        answer = http.get(url, target.headers, limit - clock.now())
    return answer


def _version(target: Target, echo: VersionEcho, answer: Answer, http: Http, clock: Clock, deadline: float) -> tuple[str, Check]:
    """The version that answers, and whether it is the wanted one."""
    if echo.path is not None:
        try:
            answer = _answer(_beside(target.url, echo.path), target, http, clock, min(clock.now() + target.timeout, deadline))
        except Unreachable as error:
            return "", Check("version", False, str(error), echo.wanted)
    return echo.seen(answer), echo.check(answer)


def _beside(url: str, path: str) -> str:
    """The same host with another path; the query belongs to the health path alone."""
    return urlsplit(url)._replace(path=path, query="", fragment="").geturl()
