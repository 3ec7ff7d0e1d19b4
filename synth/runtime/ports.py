"""The outside world as the runtime sees it: a clock and HTTP. Tests give fakes; RealClock and Network are the real ones."""

from __future__ import annotations

from typing import NamedTuple, Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from synth.runtime.address import Address


class Clock(Protocol):
    def now(self) -> float:
        """Seconds since some fixed moment; never goes back."""
        ...

    def wall(self) -> float:
        """Seconds since 1970, as certificates and reports count them."""
        ...

    def sleep(self, seconds: float) -> None: ...


class Answer(NamedTuple):
    """What a server answered. `complete` is false where the body was longer than is read; `certificate_expires` is in seconds since 1970."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    complete: bool = True
    certificate_expires: float | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Unreachable(Exception):  # noqa: N818  # an outcome of a try, not a fault of the program
    """No answer: name resolution, connection, TLS or time. `timed_out` says that it was time."""

    def __init__(self, reason: str, timed_out: bool = False) -> None:
        self.timed_out = timed_out
        super().__init__(reason)


class Garbled(Exception):  # noqa: N818  # as above
    """An answer that is not HTTP, or breaks off."""


class Http(Protocol):
    def get(self, address: Address, headers: Iterable[tuple[str, str]], within_seconds: float) -> Answer:
        """The answer to one GET, redirects not followed, within that time from name resolution to the last byte.

        Raises Unreachable and Garbled.
        """
        ...


class Sender(Protocol):
    """HTTP that changes something."""

    def send(self, method: str, address: Address, headers: Iterable[tuple[str, str]], body: bytes, within_seconds: float) -> Answer:
        """The answer to one request, redirects not followed, within that time. Raises Unreachable and Garbled, after which it may have been done."""
        ...
