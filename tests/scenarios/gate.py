"""Where jobs of guarded environments wait until somebody has decided: GitHub's required reviewers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from tests.cloud.journal import Journal
from tests.cloud.loopback import Loopback
from tests.simulator.wire.message import Answer, Request

Decision = Literal["approved", "rejected", "expired"]
_WHY = {"rejected": "a reviewer rejected {}", "expired": "nobody approved {} within 30 days"}


class Gate:
    """`reviews` has a decision for each environment that people guard, `meanwhile` what is looked at while its job waits. Others are not held."""

    def __init__(self, journal: Journal, reviews: Mapping[str, Decision], meanwhile: Mapping[str, Callable[[], object]]) -> None:
        self._journal, self._reviews, self._meanwhile = journal, reviews, meanwhile
        self.seen: dict[str, object] = {}
        self.server = Loopback(self.answer)

    @property
    def address(self) -> str:
        return f"{self.server.url}/gate"

    def answer(self, request: Request) -> Answer:
        environment = parse_qs(urlsplit(request.path).query).get("environment", [""])[0]
        if environment not in self._reviews:
            return Answer(200, {}, b"nobody guards it")
        if environment in self._meanwhile:
            self.seen[environment] = self._meanwhile[environment]()
        decision = self._reviews[environment]
        self._journal.note("reviewer", "github:Review", environment, decision)
        return Answer(200, {}, b"approved") if decision == "approved" else Answer(403, {}, _WHY[decision].format(environment).encode())
