"""What GitHub knows of a run that waits or waited for an environment: approvals, people, and since when. Every function raises GitHubError's kinds.

The approvals have no time. The deployment that GitHub makes for the job has: its status `waiting` is when the wait began, the next one when it
ended. https://docs.github.com/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote, urlencode

from synth.runtime.record.deployments import PAGE, moment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from synth.runtime.github_api import GitHubApi

_MOST_LOOKED_AT = 20  # deployments of one commit to one environment


class Approval(NamedTuple):
    by: str
    comment: str


class Wait(NamedTuple):
    """In seconds since 1970; 0 where GitHub does not tell."""

    began: float
    ended: float


class GitHubRuns(NamedTuple):
    api: GitHubApi
    repository: str

    def run(self, run_id: str) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.api.get(self.path(f"actions/runs/{run_id}"))
        return found

    def approvals(self, run_id: str, environments: tuple[str, ...]) -> list[Approval]:
        """Those of the environments, one for each person."""
        found: dict[str, Approval] = {}
        for one in self.api.get(self.path(f"actions/runs/{run_id}/approvals")):
            if one["state"] == "approved" and any([place["name"] in environments for place in one["environments"]]):
                login = str((one.get("user") or {}).get("login") or "ghost")
                found.setdefault(login.lower(), Approval(login, str(one.get("comment") or "")))
        return list(found.values())

    def author(self, sha: str) -> str:
        """The login of the commit's author; empty where the address in the commit belongs to no account."""
        return login_of(self.api.get(self.path(f"commits/{sha}")), "author")

    def wait(self, run_id: str, environment: str, sha: str) -> Wait:
        """When the run began to wait for the environment, and when it was let go on."""
        query = {"environment": environment, "sha": sha, "per_page": _MOST_LOOKED_AT}
        for one in self.api.get(self.path("deployments"), urlencode(query, quote_via=quote)):
            statuses = self.api.get(self.path(f"deployments/{one['id']}/statuses"), f"per_page={PAGE}")[::-1]
            told = [status for status in statuses if f"/actions/runs/{run_id}/" in f"{status.get('log_url') or status.get('target_url') or ''}/"]
            if any([status["state"] == "waiting" for status in told]):
                last = max([at for at, status in enumerate(told) if status["state"] == "waiting"])
                after = [moment(status["created_at"]) for status in told[last + 1 :]]
                return Wait(moment(told[last]["created_at"]), after[0] if after else 0.0)
        return Wait(0.0, 0.0)

    def waiting_runs(self) -> Iterator[Mapping[str, Any]]:
        for number in range(1, 11):
            found = self.api.get(self.path("actions/runs"), f"status=waiting&per_page={PAGE}&page={number}")["workflow_runs"]
            yield from found
            if len(found) < PAGE:
                return

    def pending(self, run_id: str) -> list[str]:
        """The environments that the run waits for."""
        return [str(one["environment"]["name"]) for one in self.api.get(self.path(f"actions/runs/{run_id}/pending_deployments"))]

    def cancel(self, run_id: str) -> None:
        """Only a reviewer may reject; a token with `actions: write` may cancel."""
        self.api.post(self.path(f"actions/runs/{run_id}/cancel"), None)

    def path(self, rest: str) -> str:
        return f"/repos/{self.repository}/{rest}"


def login_of(found: Mapping[str, Any], name: str) -> str:
    return str((found.get(name) or {}).get("login") or "")
