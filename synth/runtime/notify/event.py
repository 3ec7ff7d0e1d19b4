"""What happened to a release, as every channel is told it."""

from __future__ import annotations

from typing import NamedTuple

EVENTS = {
    "started": ("🚀", "is being deployed to"),
    "waiting": ("✋", "waits for an approval for"),
    "promoted": ("✅", "is live in"),
    "rejected": ("🚫", "was rejected for"),
    "failed": ("🔥", "could not be deployed to"),
    "rolled-back": ("↩️", "was rolled back in"),
    "rollback-failed": ("🚨", "failed, and could not be rolled back, in"),
    "alert": ("⚠️", "needs attention in"),
    "vulnerable": ("🛡️", "was stopped by a security scan on its way to"),
}
BAD = ("failed", "rolled-back", "rollback-failed", "alert", "vulnerable")
ALOUD = (*BAD, "waiting", "rejected")  # what somebody has to hear of
ENDS = ("promoted",)  # what closes an incident that an earlier run opened


class Happening(NamedTuple):
    """`kind` is a key of EVENTS. `run_url` leads to the run; `links` are pairs of a title and an address; `details` are free text."""

    kind: str
    service: str
    environment: str
    version: str = ""
    actor: str = ""
    repository: str = ""
    run_url: str = ""
    details: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def sentence(self) -> str:
        """`orders-api 1.4.0 is live in production`."""
        name = " ".join([part for part in (self.service, self.version) if part])
        return f"{name} {EVENTS[self.kind][1]} {self.environment}"

    @property
    def sign(self) -> str:
        return EVENTS[self.kind][0]

    @property
    def bad(self) -> bool:
        return self.kind in BAD

    @property
    def aloud(self) -> bool:
        return self.kind in ALOUD


class Told(NamedTuple):
    """What came of telling one channel: `result` is sent, skipped or failed. `outputs` are for the steps after this one."""

    channel: str
    result: str
    what: str
    outputs: dict[str, str] = {}
