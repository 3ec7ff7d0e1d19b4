"""A repository's settings on GitHub, by PyGithub: reads are repeated, writes never, for a 502 may come after the effect.

PyGithub has no classes for patterns of branches, rulesets and the permissions of actions, so all goes through its requester, in GitHub's own words.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from github import Github

from synth.adapters.github_client import api_url, host_of, reader, token_from, writer
from synth.adapters.github_settings_errors import asked
from synth.adapters.github_settings_reading import actions_of, environment_of, ruleset_of
from synth.adapters.github_settings_writing import request_of
from synth.infra.github.values import Found, Ref
from synth.ports import NotFoundError, RefusedError
from synth.record import replace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from synth.infra.github.values import Act, Declared, Present, Ruleset

_PAGE = 100


class GitHubSettings:
    """`synth.infra.github.port.Settings` of one repository, used in `with`, which closes the connections."""

    def __init__(self, repository: str, reading: Github, writing: Github, host: str = "github.com") -> None:
        self._repository, self._reading, self._writing, self._host = repository, reading, writing, host
        self._ids: dict[str, int] = {}

    @classmethod
    def from_environment(cls, repository: str, environment: Mapping[str, str] = os.environ) -> GitHubSettings | None:
        """With the token and the address that the environment names; None without a token."""
        address = api_url(environment)
        token = token_from(environment, host_of(address))
        return cls(repository, reader(token, address), writer(token, address), host_of(address)) if token else None

    def __enter__(self) -> GitHubSettings:
        return self

    def __exit__(self, *_: object) -> None:
        self._reading.close()
        self._writing.close()

    # what there is

    def found(self, declared: Declared) -> Found:
        told = self._get("", self._repository)
        self._repository = told["full_name"]  # its name now: a write is not redirected
        unseen: list[str] = []
        every = self._all("/environments", "environments of", "environments")
        found = [environment_of(one, told["owner"]["login"], self._ids) for one in every]
        environments = [self._whole(one, declared, unseen) for one in found]
        wish = bool(declared.secrets or any([one.secrets for one in declared.environments]))
        secrets = self._names("secrets", wish, unseen)
        wish = bool(declared.used_variables or any([one.used_variables for one in declared.environments]))
        variables = self._names("variables", wish, unseen)
        return Found(
            repository=self._repository,
            private=told["private"],
            environments=tuple(environments),
            rulesets=self._rulesets() if declared.rulesets else None,
            actions=actions_of(self._get("/actions/permissions", "which actions may run in")) if declared.pinned_actions is not None else None,
            secrets=secrets,
            variables=variables,
            unseen=tuple(unseen),
        )

    def unknown(self, reviewers: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for reviewer in reviewers:
            try:
                self._id(reviewer)
            except NotFoundError as error:
                found[reviewer] = str(error)
        return found

    def _whole(self, present: Present, declared: Declared, unseen: list[str]) -> Present:
        """With patterns, variables and names of secrets, for an environment that is declared."""
        wanted = declared.environment(present.name)
        if wanted is None:
            return present
        below = f"/environments/{quote(present.name, safe='')}"
        refs: dict[Ref, int] = {}
        if present.access == "chosen":
            every = self._all(f"{below}/deployment-branch-policies", f"branches that may deploy to '{present.name}' in", "branch_policies")
            refs = {Ref(one.get("type", "branch"), one["name"]): one["id"] for one in every}
        what = f"of environment '{present.name}' in"
        variables = self._seen(f"{below}/variables", f"variables {what}", "variables", bool(wanted.variables or wanted.used_variables), unseen)
        secrets = self._seen(f"{below}/secrets", f"secrets {what}", "secrets", bool(wanted.secrets), unseen)
        return replace(
            present,
            refs=refs,
            variables=None if variables is None else {one["name"]: one["value"] for one in variables},
            secrets=None if secrets is None else tuple([one["name"] for one in secrets]),
        )

    def _names(self, kind: str, wish: bool, unseen: list[str]) -> tuple[str, ...] | None:
        """The names of the repository's secrets or variables and of those that its organisation gives it; nobody is asked in vain."""
        if not wish:
            return ()
        own = self._seen(f"/actions/{kind}", f"{kind} of", kind, True, unseen)
        shared = self._seen(f"/actions/organization-{kind}", f"{kind} of the organisation for", kind, True, unseen)
        return None if own is None or shared is None else tuple([one["name"] for one in (*own, *shared)])

    def _seen(self, below: str, what: str, key: str, wish: bool, unseen: list[str]) -> list[Any] | None:
        """The list; None where the token may not see it, which is noted if it is of interest."""
        try:
            return self._all(below, what, key)
        except NotFoundError:  # a person's repository has no organisation
            return []
        except RefusedError as error:
            if wish:
                unseen.append(str(error))
            return None

    def _rulesets(self) -> tuple[Ruleset, ...]:
        every = self._all("/rulesets", "rulesets of", "", "includes_parents=false&")
        return tuple([ruleset_of(self._get(f"/rulesets/{one['id']}", f"ruleset '{one['name']}' of")) for one in every])

    def _id(self, reviewer: str) -> int:
        if reviewer not in self._ids:
            owner, slash, team = reviewer.partition("/")
            path = f"/orgs/{quote(owner)}/teams/{quote(team)}" if slash else f"/users/{quote(reviewer)}"
            what = f"{'team' if slash else 'person'} '{reviewer}'"
            self._ids[reviewer] = asked(what, self._host, "Members: read", lambda: self._json(self._reading, "GET", path))["id"]
        return self._ids[reviewer]

    # what is written

    def carry_out(self, act: Act) -> None:
        asking = request_of(act, self._id)
        path = f"/repos/{self._repository}{asking.below}"
        permission = f"{asking.permission}: write"
        asked(f"{asking.what} {self._repository}", self._host, permission, lambda: self._json(self._writing, asking.method, path, asking.body))

    # how it is asked

    def _get(self, below: str, what: str) -> Any:
        said = f"{what} {self._repository}" if below else what
        permission = "Administration: read" if below.startswith(("/actions/p", "/rulesets")) else "Metadata: read"
        return asked(said, self._host, permission, lambda: self._json(self._reading, "GET", f"/repos/{self._repository}{below}"))

    def _all(self, below: str, what: str, key: str, query: str = "") -> list[Any]:
        """Every page of a list."""
        found: list[Any] = []
        permission = {"secrets": "Secrets: read and Environments: read", "variables": "Variables: read and Environments: read"}.get(
            key, "Actions: read"
        )
        for page in range(1, 100):
            path = f"/repos/{self._repository}{below}?{query}per_page={_PAGE}&page={page}"
            answer = asked(f"{what} {self._repository}", self._host, permission, lambda path=path: self._json(self._reading, "GET", path))  # type: ignore[misc]
            items = answer[key] if key else answer
            found += items
            total = answer.get("total_count") if key else None
            if not items or (total is not None and len(found) >= total) or (total is None and len(items) < _PAGE):
                break
        return found

    @staticmethod
    def _json(client: Github, method: str, path: str, body: Any = None) -> Any:
        return client.requester.requestJsonAndCheck(method, path, input=body)[1]
