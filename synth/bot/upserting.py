"""One comment, whatever happens: several runs at once, answers that never come, comments that somebody deletes.

GitHub has no write that depends on what is there. So: look, write, look again. The oldest comment of the bot wins, the others go; the newest commit
wins, and a run that finds that it wrote over a newer one writes what the newer one would have. Without trouble that takes at most four requests and
one for every hundred comments.
"""

from __future__ import annotations

from synth.bot.marker import digest, marked
from synth.bot.thread import Thread, comment, own, standing
from synth.bot.values import Posted
from synth.runtime.github_api import Declined, GitHubError, Unanswered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.bot.ports import Api
    from synth.bot.thread import Comment
    from synth.bot.values import Draft, Place

ATTEMPTS = 12
_LAG_SECONDS = (0.2, 0.5, 1.0, 2.0, 4.0)  # how long a list may take to show what was just made
_GONE = (404, 410)


class UnsettledError(GitHubError):
    """After all attempts it is not known what the pull request shows. The next run puts it right."""


def upsert(
    api: Api,
    place: Place,
    draft: Draft,
    renew: Callable[[str], Draft] | None = None,
    *,
    update_only: bool = False,
    sleep: Callable[[float], None] | None = None,
) -> Posted:
    """Has the pull request show the draft once. `renew` makes the draft for another commit, for when this run wrote over a newer one's comment.

    `update_only` corrects a comment that is there, and makes none. Raises GitHubError's kinds.
    """
    now = standing(api, place)
    if now.head != draft.head:
        return Posted(action="stale")
    writing = _Writing(api, place, now.login, sleep)
    for _ in range(ATTEMPTS):
        action = writing.attempt(draft, update_only)
        if action is None:
            continue
        if writing.tried:
            head = standing(api, place).head
            if head != draft.head:
                if renew is None:
                    return Posted(action="stale", url=writing.url, deleted=writing.deleted)
                draft = renew(head)
                continue
        return Posted(action=action, url=writing.url, deleted=writing.deleted)
    raise UnsettledError(
        f"the comment on pull request {place.number} of {place.repository} did not settle in {ATTEMPTS} attempts"
    ) from writing.failure


class _Writing:
    """The attempts of one run. `tried` says that something was written, or may have been."""

    def __init__(self, api: Api, place: Place, login: str, sleep: Callable[[float], None] | None) -> None:
        self._api, self._place, self._login, self._sleep = api, place, login, sleep
        self._thread = Thread(api, place)
        self._path = f"/repos/{place.repository}/issues"
        self._made: int | None = None
        self._missing: set[int] = set()
        self.action = "unchanged"
        self.tried = False
        self.deleted = 0
        self.url = ""
        self.failure: Exception | None = None

    def attempt(self, draft: Draft, update_only: bool) -> str | None:
        """What was done, all attempts together; None where it is time to look again."""
        found = self._own(draft.key)
        if not found:
            if update_only:
                return "none"
            self._create(draft)
            return None
        keeper = found[0]
        self.url = keeper.url
        if self._is_newer(keeper, draft):
            return "stale" if not self.tried or self._delete(found[1:]) else None  # one of them may be this run's own
        if not (self._edit(keeper, draft) and self._delete(found[1:])):
            return None
        return self.action

    def _own(self, key: str) -> list[Comment]:
        """The bot's comments. After this run made one, GitHub's list is looked at until it shows it, and with it all that are older."""
        if self._made is None:
            return own(self._thread.everything(), self._login, key)
        made, self._made = self._made, None
        listed = self._thread.up_to(made)
        for seconds in _LAG_SECONDS:
            if any([one.id >= made for one in listed]):
                break
            self._wait(seconds)
            listed = self._thread.up_to(made)
        return own(listed, self._login, key)

    def _wait(self, seconds: float) -> None:
        import time

        (self._sleep or time.sleep)(seconds)

    def _create(self, draft: Draft) -> None:
        self.tried, self.action = True, "created"
        try:
            made = self._api.send("POST", f"{self._path}/{self._place.number}/comments", {"body": marked(draft)})
            self._made = comment(made).id
        except Unanswered as error:  # it may have been done: the next attempt looks
            self.failure = error

    def _is_newer(self, keeper: Comment, draft: Draft) -> bool:
        """Whether a later run wrote the comment, of the same commit or of one that came after this one."""
        there = keeper.marker
        if there is None or not draft.run > (0, 0) or there.run <= draft.run:
            return False
        return there.head == draft.head or standing(self._api, self._place).head != draft.head

    def _edit(self, keeper: Comment, draft: Draft) -> bool:
        """Whether the comment says what the draft says. False where it is gone, or nobody knows."""
        if keeper.marker is not None and keeper.marker.digest == digest(draft):
            return True
        self.tried = True
        try:
            self._api.send("PATCH", f"{self._path}/comments/{keeper.id}", {"body": marked(draft)})
        except Declined as error:
            if error.status not in _GONE:
                raise
            self.failure = error
            return False
        except Unanswered as error:
            self.failure = error
            return False
        if self.action == "unchanged":
            self.action = "edited"
        return True

    def _delete(self, others: list[Comment]) -> bool:
        """Whether the others are gone. For one that GitHub does not find, somebody else was faster, or GitHub errs: that is looked at once more."""
        looked_at = True
        for one in others:
            try:
                self._api.send("DELETE", f"{self._path}/comments/{one.id}", None)
                self.deleted += 1
            except Declined as error:
                if error.status not in _GONE:
                    raise
                looked_at = looked_at and one.id in self._missing
                self._missing.add(one.id)
            except Unanswered as error:
                self.failure = error
                return False
        return looked_at
