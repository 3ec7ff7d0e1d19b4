"""What a container image does once it is started: the one thing that decides how a deployment goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Fate = Literal["healthy", "crash", "pull-fail", "unhealthy"]


@dataclass(frozen=True, slots=True)
class Image:
    """`fates` are those of its tasks and `statuses` those of its answers, in turn and then from the first again.

    `says` is the version in its answers, where that is not `version`. With `flap_seconds`, statuses change with time instead of with
    each request. A task with the fate "crash" ends `crash_after` seconds after RUNNING, which may be long after it was healthy.
    """

    version: str
    fates: tuple[Fate, ...] = ("healthy",)
    statuses: tuple[int, ...] = (200,)
    says: str | None = None
    latency_ms: float = 40.0
    flap_seconds: int = 0
    crash_after: int = 5
    exit_code: int = 1
    start: int | None = None
    healthy: int | None = None
    lines: tuple[str, ...] = ("listening on :8080",)

    def fate(self, number: int) -> Fate:
        return self.fates[number % len(self.fates)]

    def status(self, number: int, now: int) -> int:
        return self.statuses[(now // self.flap_seconds if self.flap_seconds else number) % len(self.statuses)]


def good(version: str) -> Image:
    return Image(version)


def crashing(version: str, after: int = 5, exit_code: int = 1) -> Image:
    return Image(
        version, fates=("crash",), crash_after=after, exit_code=exit_code, lines=("Traceback (most recent call last):", "KeyError: 'DATABASE_URL'")
    )


def pull_failing(version: str) -> Image:
    return Image(version, fates=("pull-fail",))


def never_healthy(version: str) -> Image:
    return Image(version, fates=("unhealthy",))


def failing(version: str, status: int = 500) -> Image:
    """Healthy to ECS, and answers nothing else than that status."""
    return Image(version, statuses=(status,), lines=("listening on :8080", "ERROR unhandled exception in /"))


def lying(version: str, says: str) -> Image:
    return Image(version, says=says)


def slow(version: str, latency_ms: float = 2000.0) -> Image:
    return Image(version, latency_ms=latency_ms)


def flapping_start(version: str) -> Image:
    """Of three tasks, two crash."""
    return replace(crashing(version), fates=("crash", "crash", "healthy"))


def flapping_answers(version: str, seconds: int = 20) -> Image:
    return Image(version, statuses=(200, 500), flap_seconds=seconds)


KINDS: dict[str, Callable[..., Image]] = {
    "good": good,
    "crashing": crashing,
    "pull-failing": pull_failing,
    "never-healthy": never_healthy,
    "failing": failing,
    "lying": lying,
    "slow": slow,
    "flapping-start": flapping_start,
    "flapping-answers": flapping_answers,
}
