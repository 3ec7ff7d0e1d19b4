"""Where a chain is kept: in a file of JSON lines, or as payloads of GitHub deployments of their own task."""

from __future__ import annotations

import json
from typing import NamedTuple
from urllib.parse import quote, urlencode

from synth.runtime.approval.chain import entries_of, line
from synth.runtime.github_api import Unanswered
from synth.runtime.record.deployments import PAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from synth.runtime.github_api import GitHubApi

TASK = "ghsynth:approval"
_MOST_PAGES = 50


class FileChain(NamedTuple):
    """A file that the job brought, such as an artifact of the last run. It need not be there yet."""

    path: str

    def entries(self) -> list[Any]:
        """The oldest first. Raises OSError."""
        try:
            with open(self.path, encoding="utf-8", errors="replace") as file:
                return entries_of(file.read())
        except FileNotFoundError:
            return []

    def add(self, entry: Mapping[str, Any], sha: str) -> None:
        """Raises OSError."""
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(line(entry) + "\n")


class DeploymentChain(NamedTuple):
    """Raises GitHubError's kinds."""

    api: GitHubApi
    repository: str
    environment: str
    chain: str

    def entries(self) -> list[Any]:
        """The oldest first."""
        found: list[tuple[int, Any]] = []
        for number in range(1, _MOST_PAGES + 1):
            query = {"environment": self.environment, "task": TASK, "per_page": PAGE, "page": number}
            listed = self.api.get(self._path(), urlencode(query, quote_via=quote))
            found += [(one["id"], _payload(one.get("payload"))) for one in listed]
            if len(listed) < PAGE:
                break
        return [entry for _, entry in sorted(found, key=lambda one: one[0]) if not isinstance(entry, dict) or entry.get("chain") == self.chain]

    def add(self, entry: Mapping[str, Any], sha: str) -> None:
        content = {"ref": sha, "task": TASK, "environment": self.environment, "auto_merge": False, "required_contexts": [], "payload": dict(entry)}
        try:
            made = self.api.post(self._path(), {**content, "description": "An approval that ghsynth recorded"})
        except Unanswered:  # the answer was lost, the deployment perhaps not
            if any([isinstance(one, dict) and one.get("hash") == entry["hash"] for one in self.entries()]):
                return
            made = self.api.post(self._path(), content)
        state = {"state": "success", "environment": self.environment, "description": "Recorded", "auto_inactive": False}
        try:
            self.api.post(self._path(f"/{made['id']}/statuses"), state)
        except Unanswered:
            return  # the entry is there; its state is for the eye alone

    def _path(self, rest: str = "") -> str:
        return f"/repos/{self.repository}/deployments{rest}"


def _payload(payload: Any) -> Any:
    """GitHub gives a payload back as object or as text."""
    if not isinstance(payload, str):
        return payload
    try:
        return json.loads(payload)
    except ValueError:
        return None
