"""What goes wrong, as data: which requests, when, with what answer, how often."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from typing import Literal

from tests.github.exchange import Answer, Request
from tests.github.identity import secondary_limit

_UNICORN = "<!DOCTYPE html><html><head><title>Unicorn! &middot; GitHub</title></head><body>This page is taking too long to load.</body></html>"


@dataclass
class Fault:
    """`before` the effect of a request, or `after` it, which the client cannot tell apart. `path` is a regular expression.

    Status 0 changes no answer; `delay_seconds` comes first; `disconnect` closes the connection in place of an answer. `held` keeps the request
    itself back for the delay, so that others overtake it. `chance` is how likely it strikes a request that fits.
    """

    method: str = ".*"
    path: str = ".*"
    status: int = 0
    when: Literal["held", "before", "after"] = "before"
    times: int = 1
    message: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    delay_seconds: float = 0.0
    disconnect: bool = False
    chance: float = 1.0

    def answer(self) -> Answer:
        data = {"message": self.message, "documentation_url": "https://docs.github.com/rest"} if self.message else _UNICORN
        return Answer(data, self.status, self.headers)


class Faults:
    """The faults that wait for their requests, in the order in which they were added."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self.random = random.Random(0)

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, request: Request, when: str) -> Fault | None:
        """The first fault for the request; it has one time less."""
        for fault in self._waiting:
            fits = fault.when == when and fault.times > 0 and re.fullmatch(fault.method, request.method) and re.fullmatch(fault.path, request.path)
            if fits and (fault.chance == 1.0 or self.random.random() < fault.chance):
                fault.times -= 1
                return fault
        return None


def bad_gateway(method: str = ".*", path: str = ".*", *, after: bool = False, times: int = 1) -> Fault:
    return Fault(method, path, 502, "after" if after else "before", times)


def slow(delay_seconds: float, method: str = ".*", path: str = ".*", times: int = 1) -> Fault:
    return Fault(method, path, times=times, delay_seconds=delay_seconds)


def held(delay_seconds: float, method: str = ".*", path: str = ".*", times: int = 1) -> Fault:
    """The request has its effect only after the delay: what was asked later may come first."""
    return Fault(method, path, when="held", times=times, delay_seconds=delay_seconds)


def secondary(retry_after: int | None = None, method: str = ".*", path: str = ".*", times: int = 1) -> Fault:
    answer = secondary_limit(retry_after).answer
    return Fault(method, path, answer.status, "before", times, answer.data["message"], answer.headers)


def too_quickly(method: str = "POST", path: str = ".*", times: int = 1) -> Fault:
    """GitHub's answer to content that is made too fast."""
    return Fault(
        method,
        path,
        403,
        "before",
        times,
        "You have exceeded a secondary rate limit and have been temporarily blocked from content creation. Please retry your request again later.",
    )


def not_accessible(method: str = ".*", path: str = ".*", times: int = 1) -> Fault:
    return Fault(method, path, 403, "before", times, "Resource not accessible by integration")


def disconnected(method: str = ".*", path: str = ".*", *, after: bool = False, times: int = 1) -> Fault:
    return Fault(method, path, when="after" if after else "before", times=times, disconnect=True)
