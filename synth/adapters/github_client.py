"""How GitHub is asked: clients that retry and that do not, the token, the address, and what an error means to a caller."""

from __future__ import annotations

import logging
import subprocess
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from github import Auth, Github, GithubException, RateLimitExceededException
from github.GithubException import RateLimitExceededExceedsMaxWait
from github.GithubRetry import GithubRetry

from synth.ports import NotFoundError, OutsideError, RateLimitedError, RefusedError, UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from urllib3.response import BaseHTTPResponse

API_URL = "https://api.github.com"
API_VERSION = "2022-11-28"
_SECONDARY_SECONDS = 60  # what GitHub advises where it does not say how long


class Patience(GithubRetry):
    """PyGithub's retries, for reads. Theirs would sleep as long as a Retry-After says; this one raises where that is longer than was allowed."""

    def increment(self, method: str | None = None, url: str | None = None, response: BaseHTTPResponse | None = None, *rest: Any, **more: Any) -> Any:
        after = response.headers.get("Retry-After", "") if response is not None else ""
        if response is not None and after.isdigit() and self.max_rate_limit_wait is not None and int(after) > self.max_rate_limit_wait:
            response.drain_conn()  # else the connection is never given back
            raise RateLimitExceededExceedsMaxWait(response.status, None, dict(response.headers), wait=int(after))
        return super().increment(method, url, response, *rest, **more)  # type: ignore[arg-type]  # urllib3 2 has a wider type of answers


def reader(token: str | None, url: str = API_URL, max_wait_seconds: float = 30, retries: int = 3, backoff_seconds: float = 0.5) -> Github:
    """A client that asks again after a failure of the server or the network, and waits for limits no longer than allowed."""
    patience = Patience(
        total=retries,
        backoff_factor=backoff_seconds,
        secondary_rate_wait=_SECONDARY_SECONDS,
        max_rate_limit_wait=max_wait_seconds,
        allowed_methods=["GET", "POST"],  # POST because GraphQL's queries are; nothing is written with this client
        raise_on_status=False,
    )
    return Github(
        auth=_auth(token), base_url=url, retry=patience, api_version=API_VERSION, seconds_between_requests=None, seconds_between_writes=None
    )


def writer(token: str, url: str = API_URL, pause_seconds: float = 1.0) -> Github:
    """A client that repeats nothing: a 502 may come after the effect, and PyGithub's own retry then writes twice. Look before you try again.

    GitHub wants a second between two writes.
    """
    return Github(
        auth=_auth(token), base_url=url, retry=None, api_version=API_VERSION, seconds_between_requests=None, seconds_between_writes=pause_seconds
    )


def _auth(token: str | None) -> Auth.Auth | None:
    logging.getLogger("github").setLevel(logging.WARNING)  # PyGithub writes each redirect and retry to stderr, which is the command's
    return Auth.Token(token) if token else None


def token_from(environment: Mapping[str, str], host: str = "github.com") -> str | None:
    """The token of GH_TOKEN or GITHUB_TOKEN, else that of `gh auth login`; None without any. It is never printed."""
    given = environment.get("GH_TOKEN") or environment.get("GITHUB_TOKEN")
    if given:
        return given
    try:
        told = subprocess.run(["gh", "auth", "token", "--hostname", host], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return told.stdout.strip() or None


def api_url(environment: Mapping[str, str], given: str = "") -> str:
    """The address of the API: what was given, else GITHUB_API_URL, which runners set on GitHub Enterprise too, else github.com's."""
    return (given or environment.get("GITHUB_API_URL") or API_URL).rstrip("/")


def host_of(url: str) -> str:
    """The host that people know: github.com, not api.github.com."""
    host = url.partition("://")[2].partition("/")[0]
    return "github.com" if host == "api.github.com" else host


def meaning(error: GithubException, what: str, host: str, has_token: bool) -> OutsideError:
    """The exception of ours that stands for PyGithub's: what was asked, what is wrong, what to do."""
    headers = {name.lower(): str(value) for name, value in (error.headers or {}).items()}
    told = _message(error)
    if _is_limit(error) or error.status == 429 or "rate limit" in told.lower():
        until = _until(error, headers)
        when = f" until {until:%Y-%m-%d %H:%M:%S} UTC" if until else ""
        advice = "wait until then" if has_token else "set GH_TOKEN, with which the limit is far higher"
        return RateLimitedError(f"{what}: {host} answers no more questions{when}: {advice}", until)
    match error.status:
        case 404 | 410 | 451:
            hidden = "the token may not see it" if has_token else "it is private and needs a token in GH_TOKEN"
            return NotFoundError(f"{what} is not on {host}: it was deleted, or never was, or {hidden}")
        case 409 | 422:
            return NotFoundError(f"{what} is not on {host}: {told}")
        case 401:
            return RefusedError(
                f"{what}: {host} does not accept the token, which is wrong or has expired: set another in GH_TOKEN, or 'gh auth login'"
            )
        case 403:
            advice = (
                "give the token read access to the contents of the repository, and allow it for the organisation" if has_token else "set GH_TOKEN"
            )
            return RefusedError(f"{what}: {host} refuses it, {told or 'without a reason'}: {advice}")
        case status if status >= 500:
            return UnreachableError(f"{what}: {host} answered {status} each time that it was asked: try again later")
        case status:
            return RefusedError(f"{what}: {host} answered {status} {told}".rstrip())


def _message(error: GithubException) -> str:
    """GitHub's sentence: of GraphQL, the first error's."""
    data = error.data if isinstance(error.data, dict) else {}
    errors = data.get("errors") or [{}]
    return str(data.get("message") or (errors[0].get("message") if "data" in data or len(data) == 1 else "") or "")


def _until(error: GithubException, headers: Mapping[str, Any]) -> datetime | None:
    """When asking again helps, by Retry-After, else by the reset of the primary limit, else by GitHub's advice: a minute."""
    now = datetime.now(UTC)
    if str(headers.get("retry-after", "")).isdigit():
        return now + timedelta(seconds=int(headers["retry-after"]))
    if headers.get("x-ratelimit-remaining") == "0" and str(headers.get("x-ratelimit-reset", "")).isdigit():
        return datetime.fromtimestamp(int(headers["x-ratelimit-reset"]), UTC)
    return now + timedelta(seconds=_SECONDARY_SECONDS) if _is_limit(error) else None


def _is_limit(error: GithubException) -> bool:
    return isinstance(error, RateLimitExceededException | RateLimitExceededExceedsMaxWait)
