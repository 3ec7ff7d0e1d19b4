"""GitHub, Slack, PagerDuty and Monday beside the cloud: the fakes that the other tests use, their requests written into the journal too."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from tests.actions.notify.conftest import Request, Services
from tests.cloud.journal import Journal
from tests.github.exchange import Refusal
from tests.github.server import GitHub
from tests.github.service import Done
from tests.github.specification import ABSENT, FILE

T = TypeVar("T")
_NAMES = {"/api/": "slack", "/hooks/": "slack", "/pd/": "pagerduty", "/monday": "monday"}


class _Told(list[T]):
    """A list that tells of what it is given."""

    def __init__(self, tell: Callable[[T], None]) -> None:
        super().__init__()
        self._tell = tell

    def append(self, value: T) -> None:
        super().append(value)
        self._tell(value)


def services(journal: Journal) -> Services:
    made = Services()

    def tell(request: Request) -> None:
        name = next((name for path, name in _NAMES.items() if request.path.startswith(path)), "http")
        journal.note("job", f"{name}:{request.path.rsplit('/', 1)[-1]}", request.path)

    made.requests = _Told(tell)
    return made


def github(journal: Journal) -> GitHub:
    """Raises RuntimeError where GitHub's own description is not there."""
    if not FILE.is_file():
        raise RuntimeError(ABSENT)
    made = GitHub()

    def tell(done: Done) -> None:
        status = done.answer.status
        what = f"github:{done.operation or done.request.method}"
        journal.note(_login(made, done), what, done.request.path, "ok" if status < 400 else str(status))

    made.service.done = _Told(tell)
    return made


def _login(github: GitHub, done: Done) -> str:
    try:
        return github.world.identity(done.request.headers.get("authorization")).login or "nobody"
    except Refusal:
        return "nobody"
