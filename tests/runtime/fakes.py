"""A clock that moves only when told to, and HTTP whose answers are written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence

from synth.runtime.address import Address
from synth.runtime.expectation import FAILED, Check
from synth.runtime.ports import Answer, Garbled, Unreachable
from synth.runtime.probe import RIGHT, Observation

Reply = Answer | Exception

GOOD, BAD = Answer(200), Answer(500)
REFUSED = Unreachable("the connection was refused")
SILENT = Unreachable("no complete answer", timed_out=True)


class FakeClock:
    """Sleeping moves it on; so does FakeHttp."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def wall(self) -> float:
        return self.time + 1_800_000_000

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.time += seconds


class FakeHttp:
    """Gives the replies in turn, the last for ever, or what a function says. An answer takes `seconds`; silence all the time that it gets."""

    def __init__(self, clock: FakeClock, replies: Sequence[Reply] | Callable[[Address], Reply], seconds: float = 0.1) -> None:
        self.clock, self.seconds, self.replies = clock, seconds, replies
        self.asked: list[tuple[str, float]] = []

    def get(self, address: Address, headers: Iterable[tuple[str, str]], within_seconds: float) -> Answer:
        reply = self.replies(address) if callable(self.replies) else self.replies[min(len(self.asked), len(self.replies) - 1)]
        self.asked.append((f"{address}?{address.query}" if address.query else str(address), round(within_seconds, 6)))
        silent = isinstance(reply, Unreachable) and reply.timed_out
        self.clock.time += within_seconds if silent else min(self.seconds, within_seconds)
        if isinstance(reply, Unreachable | Garbled):
            raise reply
        assert isinstance(reply, Answer)
        return reply


def told(data: object, status: int = 200) -> Answer:
    return Answer(status, body=json.dumps(data).encode())


def seen(kind: str, milliseconds: float = 10.0, status: int | None = 200, url: str = "u") -> Observation:
    """An observation of that kind, as `judge` reads it."""
    checks = () if kind == RIGHT else (Check("status", FAILED, "500", "200"),)
    return Observation(url, 0.0, kind, milliseconds, checks, status)
