"""GitHub's REST API by the standard library alone, as far as actions need it. Reads are repeated, writes never: whoever writes looks first."""

from __future__ import annotations

import json
from typing import NamedTuple

from synth.runtime.clock import chance, full_jitter
from synth.runtime.ports import Garbled, Unreachable
from synth.runtime.screen import Screen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.ports import Answer, Clock, Sender

API_URL = "https://api.github.com"
API_VERSION = "2022-11-28"
TIMEOUT_SECONDS = 10.0
_READS = 3


class GitHubError(Exception):
    """A request that gave nothing; the message is fit to show."""


class Unanswered(GitHubError):  # noqa: N818  # an outcome of a request, not a fault of the program
    """No answer, or one that says that the server failed. After a write nobody knows whether it was done."""


class Declined(GitHubError):  # noqa: N818  # as above
    """GitHub says no: the token is missing, has expired or may not do this, or the request does not fit."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(message)


class GitHubApi(NamedTuple):
    """`base` is the API's address, with a path on GitHub Enterprise Server. The token goes into a header, and nowhere else. `needs` are the
    permissions that a refusal advises."""

    sender: Sender
    clock: Clock
    base: Address
    token: str
    random: Callable[[], float] = chance
    needs: str = "deployments: write"

    def get(self, path: str, query: str = "") -> Any:
        """The JSON of an answer, asked for up to three times. Raises Unanswered and Declined."""
        return self._patiently("GET", path, query, None)

    def query(self, text: str, variables: Mapping[str, Any]) -> Any:
        """The data that GraphQL has for a query, asked for as `get` asks. Raises Unanswered and Declined."""
        told = self._patiently("POST", "/graphql", "", {"query": text, "variables": dict(variables)})
        errors = told.get("errors") if isinstance(told, dict) else None
        if errors:
            screen = Screen([self.token])
            status = _GRAPHQL.get(str(errors[0].get("type")), 422)
            raise Declined(status, f"POST /graphql: {screen.show(str(errors[0].get('message', '')))}")
        return told["data"]

    def post(self, path: str, content: Any) -> Any:
        """`send` with POST."""
        return self.send("POST", path, content)

    def send(self, method: str, path: str, content: Any) -> Any:
        """The JSON of the answer to one request. Raises Unanswered, after which it may have been done, and Declined, after which it was not."""
        return self._asked(method, path, "", content)

    def _patiently(self, method: str, path: str, query: str, content: Any) -> Any:
        number = 0
        while True:
            number += 1
            try:
                return self._asked(method, path, query, content)
            except Unanswered:
                if number == _READS:
                    raise
            self.clock.sleep(full_jitter(1.0, number, self.random))

    def _asked(self, method: str, path: str, query: str, content: Any) -> Any:
        what, screen = f"{method} {path}", Screen([self.token])
        root = self.base.path.rstrip("/")
        if path == "/graphql":
            root = root.removesuffix("/v3")  # GitHub Enterprise Server has /api/v3 beside /api/graphql
        address = self.base._replace(path=root + path, query=query)
        body = b"" if content is None else json.dumps(content).encode()
        try:
            answer = self.sender.send(method, address, self._headers(), body, TIMEOUT_SECONDS)
        except (Unreachable, Garbled) as error:
            raise Unanswered(f"{what}: {screen.show(str(error))}") from None
        if answer.status < 300:
            return _content(answer, what)
        told = screen.show(_message(answer))
        if answer.status >= 500 or answer.status == 429:
            raise Unanswered(f"{what}: HTTP {answer.status} {told}".rstrip())
        raise Declined(answer.status, f"{what}: HTTP {answer.status} {told}".rstrip() + _ADVICE.get(answer.status, "").format(needs=self.needs))

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Accept", "application/vnd.github+json"),
            ("Authorization", f"Bearer {self.token}"),
            ("Content-Type", "application/json; charset=utf-8"),
            ("User-Agent", "ghsynth"),
            ("X-GitHub-Api-Version", API_VERSION),
        ]


_ADVICE = {
    401: "; the token is wrong or has expired",
    403: "; the job needs permissions: {needs}",
    404: "; the repository is another one, or the token may not see it",
}
_GRAPHQL = {"NOT_FOUND": 404, "FORBIDDEN": 403}


def _content(answer: Answer, what: str) -> Any:
    try:
        return json.loads(answer.body) if answer.body else None
    except ValueError:
        raise Unanswered(f"{what}: the answer is no JSON") from None


def _message(answer: Answer) -> str:
    try:
        content = json.loads(answer.body)
    except ValueError:
        return ""
    return str(content.get("message", "")) if isinstance(content, dict) else ""
