"""The outside world as the project sees it; `adapters` has the real one, tests have doubles. What can go wrong has one exception per decision."""

from __future__ import annotations

from typing import Protocol

from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class OutsideError(Exception):
    """Something outside did not give what was asked; the message names it and says what to do next."""


class NotFoundError(OutsideError):
    """There is no such thing, or not any more: a repository, a tag, a file's folder, an image. Asking again does not help; the reference is wrong."""


class MovedError(OutsideError):
    """A tag stands for another commit than was seen before: `expected` then, `found` now. Nobody but a person can say which of the two is right."""

    def __init__(self, message: str, expected: str, found: str) -> None:
        self.expected, self.found = expected, found
        super().__init__(message)


class RateLimitedError(OutsideError):
    """Too much was asked. Asking again helps after `until`, which is UTC; None when the server does not say."""

    def __init__(self, message: str, until: datetime | None) -> None:
        self.until = until
        super().__init__(message)


class RefusedError(OutsideError):
    """The server knows who asks, or does not want to, and says no: a token that has expired, that is missing, or that may not do this."""


class WorkflowsRefusedError(RefusedError):
    """The token may write, but no files in .github/workflows: GITHUB_TOKEN never may. Asking again without them helps."""


class UnreachableError(OutsideError):
    """No answer that can be used: no network, a server that fails even after retries, or work without a network was asked for."""


@positional
class Resolved(Record):
    """What a ref of a repository stands for.

    `repository` is its name now, which differs from the one asked for after a rename. `commit` is a full SHA, annotated tags peeled. `tag` is the
    exact tag, `v4.2.2` where `v4` was asked for; empty when no tag stands for the commit. `day` is that of the tag, or of the commit: 2026-08-22.
    """

    repository: str
    commit: str
    tag: str
    day: str


@positional
class Tag(Record):
    """A tag of a repository: its name, the commit that it stands for, peeled, and the day on which it was made."""

    name: str
    commit: str
    day: str


class Versions(Protocol):
    """What repositories of actions hold. One value serves one run: what was asked once is not asked again.

    Each method raises NotFoundError, RateLimitedError, RefusedError and UnreachableError. A `repository` is `owner/name`.
    """

    def resolve(self, repository: str, ref: str, expected: str = "") -> Resolved:
        """What a tag, a branch or a commit's SHA stands for; the repository may have another name now.

        Raises MovedError when a commit is expected and the ref stands for another one.
        """
        ...

    def tags(self, repository: str) -> tuple[Tag, ...]:
        """All tags that stand for commits, the newest commit first."""
        ...

    def file(self, repository: str, path: str, commit: str) -> str | None:
        """The text of a file at a commit; None when the commit has no such file, or it is no UTF-8 text."""
        ...


class Images(Protocol):
    """What registries hold."""

    def digest(self, image: str) -> str:
        """The digest, `sha256:` and 64 digits, that an image's tag stands for: that of the index where there is one per platform.

        Raises NotFoundError, RateLimitedError, RefusedError and UnreachableError.
        """
        ...


@positional
class Proposal(Record):
    """A change that people are to look at. `files` are texts by path, None for one that goes; `message` is that of the commit, whose first line
    tells the branch's own commits from those of others.
    """

    branch: str
    title: str
    body: str
    message: str
    files: Mapping[str, str | None]


@positional
class Proposed(Record):
    """The pull request of a proposal, and what was done to it: `opened`, `refreshed`, or `unchanged`."""

    number: int
    url: str
    kind: str


@positional
class PullRequest(Record):
    """A pull request as it is now. `repository` is where its branch is; `fork_point` is the commit of the base that the branch stands on."""

    number: int
    author: str
    repository: str
    branch: str
    commit: str
    fork_point: str
    paths: tuple[str, ...]


class PullRequests(Protocol):
    """What a repository's pull requests hold, and making one. A write is never repeated blindly: after a failure it is looked for.

    Each method raises NotFoundError, RateLimitedError, RefusedError, UnreachableError; those that write, WorkflowsRefusedError too.
    """

    def propose(self, repository: str, base: str, onto: str, proposal: Proposal) -> Proposed:
        """One pull request to the branch `base`, whose branch is one commit onto the commit `onto`; it is opened, or brought up to date.

        Raises RefusedError where the branch has commits of others: those are never overwritten.
        """
        ...

    def pull(self, repository: str, number: int) -> PullRequest:
        """The pull request."""
        ...

    def texts(self, repository: str, commit: str, folder: str) -> Mapping[str, str]:
        """The text of each YAML and lock file below the folder at a commit."""
        ...

    def add(self, repository: str, branch: str, onto: str, message: str, files: Mapping[str, str | None]) -> str:
        """A commit on the branch, which has to be at `onto` still; gives its id."""
        ...
