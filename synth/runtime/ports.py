"""The outside world as the runtime sees it: a clock and HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class Clock(Protocol):
    """Time that only moves forward, and waiting."""

    def now(self) -> float:
        """Seconds since some fixed moment."""
        ...

    def sleep(self, seconds: float) -> None: ...


@dataclass(frozen=True)
class Answer:
    """What a server answered. Header names are in lower case; `body` holds at most the first MiB."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    certificate_days: float | None = None  # until the server's certificate expires


class Unreachable(Exception):  # noqa: N818  # an outcome of a probe, not a fault of the program
    """No answer: name resolution, connection, TLS or time ran out. The message says which."""


class Http(Protocol):
    def get(self, url: str, headers: dict[str, str], timeout: float) -> Answer:
        """The answer to one GET without following redirects, within `timeout` seconds in all. Raises Unreachable."""
        ...
