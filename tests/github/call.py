"""One request on its way through a handler, with what the handler asks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from tests.github.clock import seconds
from tests.github.exchange import Answer, Refusal, Request, invalid, not_found, unprocessable
from tests.github.identity import Identity
from tests.github.repository import Record, Repository
from tests.github.routes import Route
from tests.github.world import World


@dataclass(frozen=True)
class Page:
    """A list, whole: the service cuts the page that was asked for. With a key it stands beside `total_count`."""

    items: Sequence[Any]
    key: str = ""


@dataclass
class Call:
    world: World
    request: Request
    route: Route
    identity: Identity

    @cached_property
    def repository(self) -> Repository:
        return self.world.visible(f"{self.route.parameters['owner']}/{self.route.parameters['repo']}", self.identity)

    @property
    def body(self) -> Record:
        return self.request.body if isinstance(self.request.body, dict) else {}

    @property
    def query(self) -> dict[str, str]:
        return self.request.query

    @property
    def login(self) -> str:
        return self.identity.login

    def parameter(self, name: str) -> str:
        return self.route.parameters[name]

    def number(self, name: str) -> int:
        """A number of the path. Raises Refusal where something else stands."""
        text = self.parameter(name)
        if not text.isascii() or not text.isdigit():
            raise not_found()
        return int(text)

    def commit(self, name: str) -> str:
        """The commit that a name in a request stands for. Raises Refusal."""
        found = self.repository.resolve(name)
        if found is None:
            raise Refusal(422, f"No commit found for SHA: {name}", [])
        return found

    def given(self, *fields: str, resource: str) -> list[Any]:
        """Fields of the body. Raises Refusal for the first that is missing or empty."""
        for name in fields:
            if self.body.get(name) in (None, ""):
                raise invalid(resource, name, "missing_field")
        return [self.body[name] for name in fields]


def moment(text: str) -> int:
    """The seconds of a time in a request. Raises Refusal for what is none."""
    try:
        return seconds(text)
    except (ValueError, OverflowError):
        raise unprocessable(f"'{text}' is not a valid date") from None


def paged(call: Call, page: Page) -> Answer:
    """The page that the query asks for: 30 items unless told, 100 at most, with the links to the others."""
    per_page = _number(call.query.get("per_page"), 30, 100)
    at = _number(call.query.get("page"), 1, 10**9)
    last = max(-(-len(page.items) // per_page), 1)
    items = list(page.items[(at - 1) * per_page : at * per_page])
    data = {"total_count": len(page.items), page.key: items} if page.key else items
    return Answer(data, headers=_links(call, at, last))


def _number(text: str | None, usual: int, most: int) -> int:
    return min(int(text), most) if text and text.isascii() and text.isdigit() and int(text) > 0 else usual


def _links(call: Call, at: int, last: int) -> dict[str, str]:
    others = {"prev": at - 1, "next": at + 1, "last": last, "first": 1}
    wanted = [name for name in others if (name in ("prev", "first") and at > 1) or (name in ("next", "last") and at < last)]
    rest = urlencode({name: value for name, value in call.query.items() if name != "page"})
    base = f"{call.world.address}{quote(call.request.path, safe='/%')}?{rest + '&' if rest else ''}page="
    return {"Link": ", ".join(f'<{base}{others[name]}>; rel="{name}"' for name in wanted)} if wanted else {}
