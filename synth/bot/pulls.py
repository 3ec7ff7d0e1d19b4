"""Which pull requests are meant: by number, all open ones, or those that a run of another workflow was for."""

from __future__ import annotations

from urllib.parse import quote

from synth.bot.values import Pull
from synth.record import Record, record
from synth.runtime.github_api import GitHubError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.bot.ports import Api

_PAGE = 100
_LONGEST_NAME = 255


class NoPullError(GitHubError):
    """No open pull request is at the commit that a run was for. A guess could put one pull request's text on another."""


@record
class Source(Record):
    """What a run of another workflow tells of its pull request: whose branch, its name, and the commit. It names no number."""

    owner: str
    branch: str
    head: str


def pull(api: Api, repository: str, number: int) -> Pull:
    """Raises GitHubError's kinds."""
    return _pull(repository, api.get(f"/repos/{repository}/pulls/{number}"))


def open_pulls(api: Api, repository: str, query: str = "") -> list[Pull]:
    found: list[Pull] = []
    page = 1
    while True:
        listed = api.get(f"/repos/{repository}/pulls", f"state=open&{query}per_page={_PAGE}&page={page}")
        found += [_pull(repository, one) for one in listed]
        if len(listed) < _PAGE:
            return found
        page += 1


def pulls_of_run(api: Api, repository: str, source: Source) -> list[Pull]:
    """The open ones from that branch at that very commit. Raises NoPullError for none.

    `workflow_run.pull_requests` is empty for forks, and so is `commits/{sha}/pulls` for their commits (github/docs #22501).
    """
    head = quote(f"{source.owner}:{source.branch[:_LONGEST_NAME]}", safe="")
    found = [one for one in open_pulls(api, repository, f"head={head}&") if one.head == source.head]
    if not found:
        raise NoPullError(f"no open pull request of {repository} is at commit {source.head}: it was closed, or has newer commits")
    return found


def _pull(repository: str, told: Any) -> Pull:
    head, base = told["head"], told["base"]
    from_fork = (head.get("repo") or {}).get("id") != base["repo"]["id"]  # a fork may be gone
    return Pull(
        repository=repository, repository_id=base["repo"]["id"], number=told["number"], head=head["sha"], base=base["sha"], from_fork=from_fork
    )
