"""A clock that moves only when told to, and HTTP whose answers are written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from synth.runtime.ports import Answer, Unreachable

Reply = Answer | str


class FakeClock:
    """Sleeping moves it on; so does whatever a test lets take time."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept: list[float] = []

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


class FakeHttp:
    """Gives the replies one after another, the last for ever; a text is the reason of an Unreachable. Each takes `seconds`."""

    def __init__(self, clock: FakeClock, replies: Iterable[Reply] | Callable[[str], Reply], seconds: float = 0.1) -> None:
        self.clock = clock
        self.seconds = seconds
        self.asked: list[tuple[str, float]] = []
        self.headers: list[dict[str, str]] = []
        self._reply = replies if callable(replies) else self._in_turn(list(replies))

    def get(self, url: str, headers: dict[str, str], timeout: float) -> Answer:
        self.asked.append((url, timeout))
        self.headers.append(headers)
        self.clock.time += min(self.seconds, timeout)
        reply = self._reply(url)
        if isinstance(reply, str):
            raise Unreachable(reply)
        return reply

    @staticmethod
    def _in_turn(replies: list[Reply]) -> Callable[[str], Reply]:
        def reply(url: str) -> Reply:
            return replies.pop(0) if len(replies) > 1 else replies[0]

        return reply
