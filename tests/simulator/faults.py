"""Things that go wrong between a client and AWS: for chosen operations, a number of calls or a span of virtual time."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal

from tests.simulator.errors import ApiError

Kind = Literal["throttle", "error-500", "html-503", "hang", "reset", "expired-token", "access-denied", "stale", "lag", "skew", "paging"]
KINDS: tuple[Kind, ...] = ("throttle", "error-500", "html-503", "hang", "reset", "expired-token", "access-denied", "stale", "lag", "skew", "paging")

ERRORS: dict[Kind, tuple[str, str, int]] = {
    "throttle": ("ThrottlingException", "Rate exceeded", 400),
    "error-500": ("ServerException", "Service Unavailable. Please try again later.", 500),
    "expired-token": ("ExpiredTokenException", "The security token included in the request is expired", 400),
    "access-denied": ("AccessDeniedException", "User is not authorized to perform this operation", 400),
}


@dataclass(eq=False, slots=True)
class Fault:
    """`operation` is a pattern such as `DescribeServices`, `ecs:List*` or `*`.

    It strikes the matching calls after the first `skip`, `times` of them (None: all), from `since` until before `until` (virtual
    seconds since the start). `seconds` is how long a hang lasts in real time, how old a stale answer is, how long something new stays
    unlisted, or by how much times are off. `size` is the length of a page.
    """

    kind: Kind
    operation: str = "*"
    times: int | None = None
    skip: int = 0
    since: float = 0.0
    until: float | None = None
    seconds: float = 5.0
    size: int = 1
    hits: int = 0
    seen: int = field(default=0, repr=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"'{self.kind}' is no kind of fault; there are {', '.join(KINDS)}")

    def strikes(self, service: str, operation: str, now: int) -> bool:
        """Whether it strikes this call; counts it."""
        if not (fnmatchcase(operation, self.operation) or fnmatchcase(f"{service}:{operation}", self.operation)):
            return False
        if now < self.since or (self.until is not None and now >= self.until):
            return False
        self.seen += 1
        if self.seen <= self.skip or (self.times is not None and self.hits >= self.times):
            return False
        self.hits += 1
        return True

    def error(self) -> ApiError | None:
        """The error that it answers, where it is of that kind."""
        return ApiError(*ERRORS[self.kind]) if self.kind in ERRORS else None


class Faults:
    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def strike(self, service: str, operation: str, now: int) -> list[Fault]:
        """Those that strike this call, in the order in which they were planned; an error or a cut ends the list."""
        struck = []
        for fault in self.planned:
            if fault.strikes(service, operation, now):
                struck.append(fault)
                if fault.kind not in ("stale", "lag", "skew", "paging"):
                    break
        return struck
