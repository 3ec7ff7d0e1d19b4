"""Releases as GitHub deployments: a payload says which release it is, a status that it was verified.

The deployment that a job's `environment` makes has no payload and takes none later, so these are others, set apart by their task.
"""

from __future__ import annotations

from calendar import timegm
from time import strptime
from typing import NamedTuple
from urllib.parse import quote, urlencode

from synth.runtime.github_api import Unanswered
from synth.runtime.record.mark import Mark, payload_mark

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.runtime.github_api import GitHubApi

TASK = "ghsynth:release"
PAGE = 100


class Recorded(NamedTuple):
    """A deployment that is a record."""

    id: int
    mark: Mark


class Written(NamedTuple):
    """What became of a record; `new` is false where GitHub had it already, state and all."""

    id: int
    new: bool


class Deployments(NamedTuple):
    """Those of one repository and environment. Every method raises GitHubError's kinds."""

    api: GitHubApi
    repository: str
    environment: str

    def recorded(self, owner: str) -> list[Recorded]:
        """The newest records of a service, `cluster/name`."""
        query = urlencode({"environment": self.environment, "task": TASK, "per_page": PAGE}, quote_via=quote)
        found = [(one["id"], payload_mark(one.get("payload"), moment(one["created_at"]))) for one in self.api.get(self._path(), query)]
        return [Recorded(identity, mark) for identity, mark in found if mark is not None and owner_of(mark) == owner]

    def state(self, deployment: int) -> str:
        """The newest state, empty for none."""
        found = self.api.get(self._path(f"/{deployment}/statuses"), "per_page=1")
        return str(found[0]["state"]) if found else ""

    def was_verified(self, deployment: int) -> bool:
        """Whether it succeeded and did not fail after that. `inactive` only says that another came after it."""
        return verified_states([one["state"] for one in self.api.get(self._path(f"/{deployment}/statuses"), f"per_page={PAGE}")])

    def write(self, mark: Mark, state: str, url: str, log_url: str) -> Written:
        """The record of that release by that run, with that state; what is there already is not made twice."""
        identity = self._find(mark)
        made = identity is None
        if identity is None:
            identity = self._create(mark)
        if not made and self.state(identity) == state:
            return Written(identity, False)
        content = {"state": state, "environment": self.environment, "description": _said(state), "auto_inactive": False}
        links = {name: value for name, value in (("environment_url", url), ("log_url", log_url)) if value}
        try:
            self.api.post(self._path(f"/{identity}/statuses"), {**content, **links})
        except Unanswered:
            if self.state(identity) != state:
                self.api.post(self._path(f"/{identity}/statuses"), {**content, **links})
        return Written(identity, True)

    def _create(self, mark: Mark) -> int:
        content = {
            "ref": mark.sha,
            "task": TASK,
            "environment": self.environment,
            "auto_merge": False,
            "required_contexts": [],
            "payload": mark.payload(),
            "description": "A release that ghsynth deployed",
        }
        try:
            return int(self.api.post(self._path(), content)["id"])
        except Unanswered:
            found = self._find(mark)  # the answer was lost, the deployment perhaps not
        return int(self.api.post(self._path(), content)["id"]) if found is None else found

    def _find(self, mark: Mark) -> int | None:
        found = [one.id for one in self.recorded(owner_of(mark)) if one.mark._replace(at=0.0) == mark._replace(at=0.0)]
        return found[0] if found else None

    def _path(self, rest: str = "") -> str:
        return f"/repos/{self.repository}/deployments{rest}"


def verified_states(states: Sequence[str]) -> bool:
    """Whether these states, the newest first, say so."""
    return next((state for state in states if state in ("success", "failure", "error")), "") == "success"


def owner_of(mark: Mark) -> str:
    """`cluster/service` of the release."""
    return mark.service_revision.partition(":service-revision/")[2].rpartition("/")[0]


def moment(text: Any) -> float:
    """GitHub's time in seconds since 1970; 0 for what is none."""
    try:
        return float(timegm(strptime(str(text), "%Y-%m-%dT%H:%M:%SZ")))
    except ValueError:
        return 0.0


def _said(state: str) -> str:
    return {"success": "Verified", "failure": "Not verified", "error": "Not verified", "inactive": "No longer deployed"}.get(state, "Under way")
