"""What Sentry is told: that a version exists, with its commit, and that it was deployed.

https://docs.sentry.io/api/releases/create-a-new-release-for-an-organization/, https://docs.sentry.io/api/releases/create-a-deploy/
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import quote

from synth.runtime.notify.delivery import Undelivered, content_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.notify.delivery import Delivery
    from synth.runtime.ports import Answer


class Marking(NamedTuple):
    """What is to be told. `repository` is the name that Sentry's integration has for it, empty for telling no commit. Times are RFC 3339."""

    api: Address
    token: str
    organization: str
    projects: tuple[str, ...]
    version: str
    environment: str
    repository: str
    commit: str
    started: str
    finished: str
    url: str


class Sentry(NamedTuple):
    """Every method raises Undelivered, whose message may hold what the server sent."""

    marking: Marking
    delivery: Delivery

    def release(self) -> str:
        """Makes the release, or adds the projects to the one that is there, which Sentry does by itself: 201, and 208 for one that is there."""
        one = self.marking
        content: dict[str, Any] = {"version": one.version, "projects": list(one.projects)}
        if one.repository:
            content["refs"] = [{"repository": one.repository, "commit": one.commit}]
        answer = self._post("/releases/", content)
        if answer.status == 400 and one.repository and "refs" in content_of(answer):
            del content["refs"]  # Sentry knows no such repository: the release matters more than its commits
            self._taken(self._post("/releases/", content))
            return f"release {one.version} without commits: Sentry knows no repository {one.repository}"
        self._taken(answer)
        return f"release {one.version}"

    def deploy(self) -> str:
        """Marks the release as deployed to the environment. It is not sent again where it may have arrived: each one is another deploy."""
        one = self.marking
        content: dict[str, Any] = {"environment": one.environment, "projects": list(one.projects), "dateFinished": one.finished}
        content |= {name: value for name, value in (("dateStarted", one.started), ("url", one.url)) if value}
        self._taken(self._post(f"/releases/{quote(one.version, safe='')}/deploys/", content, safe_to_repeat=False))
        return f"deployed to {one.environment}"

    def _post(self, path: str, content: dict[str, Any], safe_to_repeat: bool = True) -> Answer:
        one = self.marking
        address = one.api.beside(f"{one.api.path.rstrip('/')}/api/0/organizations/{quote(one.organization, safe='')}{path}")
        return self.delivery.post(address, {"Authorization": f"Bearer {one.token}"}, content, safe_to_repeat)

    def _taken(self, answer: Answer) -> None:
        if answer.status not in (200, 201, 208):
            content = content_of(answer)
            said = content.get("detail") if isinstance(content, dict) else None
            why = said if isinstance(said, str) else answer.body[:200].decode("utf-8", "replace")
            raise Undelivered(f"Sentry answered HTTP {answer.status}: {why}")
