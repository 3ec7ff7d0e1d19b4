"""A pull request on the fake GitHub, and ways to ask for it: PyGithub, unmodified, and the standard library."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from synth.adapters.github_bot import GitHubBot
from synth.adapters.github_client import reader, writer
from synth.bot.values import Draft, Place
from synth.runtime.address import address
from synth.runtime.clock import RealClock
from synth.runtime.github_api import GitHubApi
from synth.runtime.network import Network
from tests.github import GitHub

NAME = "octo-org/hello"
BOT = "github-actions[bot]"
PERMISSIONS = {"contents": "read", "pull_requests": "write"}
KEY = "1:default"


class Quick:
    """A clock that does not wait."""

    def now(self) -> float:
        return RealClock().now()

    def wall(self) -> float:
        return RealClock().wall()

    def sleep(self, seconds: float) -> None:
        pass


class Bench:
    """`number` is the pull request, `head` its last commit."""

    def __init__(self, github: GitHub, open_ones: ExitStack) -> None:
        self.github, self._open = github, open_ones
        self.repository = github.repository(NAME)
        self.push("a")
        self.number = self.repository.pull_request("topic")
        self.token = github.token(BOT, permissions=PERMISSIONS, limit=10**7)
        self.place = Place(repository=NAME, number=self.number)

    @property
    def head(self) -> str:
        return self.repository.head("topic")

    def push(self, text: str) -> str:
        """Another commit on the pull request's branch; gives its id."""
        return self.repository.commit({".github/workflows/ci.yml": f"# {text}\n"}, branch="topic")

    def api(self, token: str = "") -> GitHubBot:
        """PyGithub."""
        token, url = token or self.token, self.github.url
        return self._open.enter_context(GitHubBot(reader(token, url, retries=10, backoff_seconds=0.001), writer(token, url, pause_seconds=0)))

    def bare(self, token: str = "", url: str = "") -> GitHubApi:
        """The standard library."""
        clock = Quick()
        return GitHubApi(Network(clock, largest=100 << 20), clock, address(url or self.github.url), token or self.token, needs="pull-requests: write")

    def draft(self, body: str = "It is fine.", run: int = 7, **other: Any) -> Draft:
        return Draft(**{"body": body, "key": KEY, "head": self.head, "run": (run, 1), **other})

    @property
    def comments(self) -> list[str]:
        return self.repository.comments_of(self.number)

    @property
    def bodies(self) -> list[str]:
        """The comments without their first lines."""
        return [text.partition("\n")[2] for text in self.comments]

    @property
    def writes(self) -> list[str]:
        """What was asked that changes something."""
        return [
            f"{one.request.method} {one.answer.status}" for one in self.github.done if one.request.method != "GET" and one.request.path != "/graphql"
        ]
