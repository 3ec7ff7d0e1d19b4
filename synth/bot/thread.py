"""The comments of a pull request, all pages, and those of them that are the bot's own."""

from __future__ import annotations

from synth.bot.marker import marker
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.bot.marker import Marker
    from synth.bot.ports import Api
    from synth.bot.values import Place

PAGE = 100
_STANDING = """query($owner: String!, $name: String!, $number: Int!) {
  viewer { login } repository(owner: $owner, name: $name) { pullRequest(number: $number) { headRefOid } } }"""


@record
class Comment(Record):
    id: int
    author: str
    url: str
    marker: Marker | None = None


@record
class Standing(Record):
    """Who asks, as comments name their authors, and the pull request's last commit now."""

    login: str
    head: str


def standing(api: Api, place: Place) -> Standing:
    """One request for both. A run's own token cannot ask for its user any other way."""
    owner, _, name = place.repository.partition("/")
    found = api.query(_STANDING, {"owner": owner, "name": name, "number": place.number})
    return Standing(login=found["viewer"]["login"], head=found["repository"]["pullRequest"]["headRefOid"])


class Thread:
    """Looks at the comments, the oldest first. `up_to` reads only the end again, to find what was written since the last look."""

    def __init__(self, api: Api, place: Place) -> None:
        self._api, self._path = api, f"/repos/{place.repository}/issues/{place.number}/comments"
        self._count, self._last = 0, 0

    def everything(self) -> list[Comment]:
        return self._from(1, None)

    def up_to(self, made: int) -> list[Comment]:
        """The comments since the last look, some before, until that one is among them; without it where GitHub does not list it yet.

        Where others were deleted, it stands on an earlier page than it should: then all are read.
        """
        page, known, last = self._count // PAGE + 1, self._count % PAGE, self._last
        found = self._from(page, made)
        joins = page == 1 or not known or any([one.id <= last for one in found])
        return found if joins and any([one.id >= made for one in found]) else self.everything()

    def _from(self, page: int, until: int | None) -> list[Comment]:
        found: list[Comment] = []
        before = (page - 1) * PAGE
        while True:
            listed = self._api.get(self._path, f"per_page={PAGE}&page={page}")
            found += [comment(one) for one in listed]
            if len(listed) < PAGE or (until is not None and found[-1].id >= until):
                break
            page += 1
        self._count, self._last = before + len(found), max([one.id for one in found], default=self._last)
        return found


def comment(told: Any) -> Comment:
    """A comment as the API shows it. The author's account may be gone."""
    author = (told.get("user") or {}).get("login", "")
    return Comment(id=told["id"], author=author, url=told["html_url"], marker=marker(told.get("body") or ""))


def own(comments: list[Comment], login: str, key: str) -> list[Comment]:
    """Those that the bot wrote, the oldest first: its marker in line one, and itself the author."""
    return sorted([one for one in comments if one.marker is not None and one.marker.key == key and one.author == login], key=lambda one: one.id)
