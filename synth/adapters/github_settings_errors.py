"""What GitHub's refusals mean to somebody who manages settings: a permission, a plan, a limit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import requests
from github import GithubException, RateLimitExceededException
from github.GithubException import RateLimitExceededExceedsMaxWait
from urllib3.exceptions import HTTPError

from synth.adapters.github_client import meaning
from synth.ports import NotFoundError, OutsideError, RefusedError, UnreachableError
from synth.runtime.screen import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    T = TypeVar("T")

_PLANS = "reviewers and wait timers of a private repository need GitHub Enterprise, environments and rulesets GitHub Pro, Team or Enterprise"


def asked(what: str, host: str, permission: str, ask: Callable[[], T]) -> T:
    """The answer. `permission` is what a fine-grained token or an App needs for it. Raises OutsideError."""
    try:
        return ask()
    except GithubException as error:
        raise _meant(error, what, host, permission) from error
    except (requests.RequestException, HTTPError, OSError, RuntimeError) as error:  # RuntimeError: PyGithub's, for a redirect to another host
        raise UnreachableError(f"{what}: {host} gave no answer ({type(error).__name__}): try again later") from error


def _meant(error: GithubException, what: str, host: str, permission: str) -> OutsideError:
    told = _sentence(error)
    if isinstance(error, RateLimitExceededException | RateLimitExceededExceedsMaxWait) or error.status in (401, 429) or error.status >= 500:
        return meaning(error, what, host, has_token=True)
    if "billing plan" in told or "Upgrade to GitHub" in told:
        return RefusedError(f"{what}: the owner's plan does not offer it, {host} says '{told}': {_PLANS}")
    if error.status == 403 and "rate limit" not in told.lower():
        needed = {name.lower(): value for name, value in (error.headers or {}).items()}.get("x-accepted-github-permissions")
        return RefusedError(f"{what}: {host} refuses it, '{told}': the token needs {f'{permission} ({needed})' if needed else permission}")
    if error.status == 404:
        return NotFoundError(f"{what}: {host} has no such thing, or hides it from the token, which needs {permission}")
    if error.status in (409, 422):
        return RefusedError(f"{what}: {host} does not take it, '{told}'")
    return meaning(error, what, host, has_token=True)


def _sentence(error: GithubException) -> str:
    """GitHub's message, with those about fields."""
    data = error.data if isinstance(error.data, dict) else {}
    said = [str(data.get("message") or "without a reason")]
    for one in data.get("errors") or ():
        said.append(str(one.get("message") or f"{one.get('field')} {one.get('code')}") if isinstance(one, dict) else str(one))
    return printable("; ".join(said))[:300]
