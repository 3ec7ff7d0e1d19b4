"""Verified releases that GitHub's deployments remember, by PyGithub."""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import requests
from github import Github, GithubException
from urllib3.exceptions import HTTPError

from synth.adapters.github_client import api_url, host_of, meaning, reader, token_from
from synth.ports import UnreachableError
from synth.runtime.record.deployments import PAGE, TASK, moment, owner_of, verified_states
from synth.runtime.record.mark import payload_mark

if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.runtime.record.mark import Mark

_MOST = 5  # of a service: each costs a request for its statuses


class GitHubRecords:
    """Those of one repository. Several threads may ask at once; `close` closes the connections."""

    def __init__(self, client: Github, repository: str) -> None:
        self._client, self._repository, self._one_at_a_time = client, repository, Lock()

    @classmethod
    def from_environment(cls, repository: str, environment: Mapping[str, str] = os.environ) -> GitHubRecords | None:
        """With the token and the address that the environment names; None without a token."""
        address = api_url(environment)
        token = token_from(environment, host_of(address))
        return cls(reader(token, address), repository) if token else None

    def close(self) -> None:
        self._client.close()

    def verified(self, environment: str, owner: str) -> list[Mark]:
        """Verified releases of the service `owner`, which is `cluster/name`. Raises OutsideError's kinds."""
        path = f"/repos/{self._repository}/deployments"
        listed = self._get(f"{path}?{urlencode({'environment': environment, 'task': TASK, 'per_page': PAGE}, quote_via=quote)}")
        found = [(one["id"], payload_mark(one.get("payload"), moment(one["created_at"]))) for one in listed]
        ours = [(identity, mark) for identity, mark in found if mark is not None and owner_of(mark) == owner][:_MOST]
        return [
            mark for identity, mark in ours if verified_states([one["state"] for one in self._get(f"{path}/{identity}/statuses?per_page={PAGE}")])
        ]

    def _get(self, path: str) -> Any:
        what = f"deployments of {self._repository}"
        try:
            with self._one_at_a_time:  # PyGithub's requester keeps one connection, and state of the last answer
                return self._client.requester.requestJsonAndCheck("GET", path)[1]
        except GithubException as error:
            raise meaning(error, what, host_of(self._client.requester.base_url), True) from error
        except (requests.RequestException, HTTPError, OSError) as error:
            raise UnreachableError(f"{what}: no answer from {host_of(self._client.requester.base_url)}: check the network and the proxy") from error
