"""GitHub as synth.bot asks it, by PyGithub: reads are repeated, writes never, for a 502 may come after the effect and PyGithub would write twice."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import requests
from github import Github, GithubException
from urllib3.exceptions import HTTPError

from synth.adapters.github_client import api_url, host_of, reader, token_from, writer
from synth.runtime.github_api import Declined, Unanswered
from synth.runtime.screen import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_GRAPHQL = {"NOT_FOUND": 404, "FORBIDDEN": 403}


class GitHubBot:
    """`synth.bot.ports.Api`, used in `with`, which closes the connections. For one thread."""

    def __init__(self, reading: Github, writing: Github) -> None:
        self._reading, self._writing = reading, writing

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> GitHubBot | None:
        """With the token and the address that the environment names; None without a token."""
        address = api_url(environment)
        token = token_from(environment, host_of(address))
        return cls(reader(token, address), writer(token, address)) if token else None

    def __enter__(self) -> GitHubBot:
        return self

    def __exit__(self, *_: object) -> None:
        self._reading.close()
        self._writing.close()

    def get(self, path: str, query: str = "") -> Any:
        target = f"{path}?{query}" if query else path
        return _asked(f"GET {path}", lambda: self._reading.requester.requestJsonAndCheck("GET", target)[1])

    def query(self, text: str, variables: Mapping[str, Any]) -> Any:
        return _asked("POST /graphql", lambda: self._reading.requester.graphql_query(text, dict(variables))[1]["data"])

    def send(self, method: str, path: str, content: Any) -> Any:
        return _asked(f"{method} {path}", lambda: self._writing.requester.requestJsonAndCheck(method, path, input=content)[1])


def _asked(what: str, ask: Callable[[], Any]) -> Any:
    """The answer. Raises Unanswered and Declined."""
    try:
        return ask()
    except GithubException as error:
        data = error.data if isinstance(error.data, dict) else {}
        told = data if "message" in data else (data.get("errors") or [{}])[0]  # GraphQL's have no message of their own
        status = _GRAPHQL.get(str(told.get("type")), error.status)
        message = f"{what}: HTTP {status} {printable(str(told.get('message') or ''))[:200]}".rstrip()
        if status >= 500 or status == 429:
            raise Unanswered(message) from error
        raise Declined(status, message) from error
    except (requests.RequestException, HTTPError, OSError, RuntimeError) as error:  # RuntimeError: PyGithub's, for a redirect to another host
        raise Unanswered(f"{what}: no answer: {type(error).__name__}") from error
