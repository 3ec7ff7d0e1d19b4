"""Who called what, on what, when, with which result: one list for everything in the cloud."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import NamedTuple


class Entry(NamedTuple):
    """`at` is in real seconds since the cloud began. `who` is a role, a token's subject, a login, or the part of the cloud that acted itself.

    `what` is `service:Operation`; `on` the ARN, name or path that it was about; `result` is "ok", or a code and, after a colon, the reason.
    """

    at: float
    who: str
    what: str
    on: str
    result: str

    def __str__(self) -> str:
        return f"{self.at:8.2f}  {self.who:<24} {self.what:<34} {self.on}  {self.result}"


class Journal:
    """Safe to write from any thread; never waits for anything but itself."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._began, self._lock = clock, clock(), threading.Lock()
        self._entries: list[Entry] = []

    def note(self, who: str, what: str, on: str, result: str = "ok") -> None:
        with self._lock:
            self._entries.append(Entry(round(self._clock() - self._began, 3), who, what, on, result))

    def __call__(self, what: str = "*", who: str = "*") -> list[Entry]:
        """The entries so far, in order; of the operations and callers that the patterns (`ecr:*`) name."""
        with self._lock:
            return [one for one in self._entries if fnmatchcase(one.what, what) and fnmatchcase(one.who, who)]
