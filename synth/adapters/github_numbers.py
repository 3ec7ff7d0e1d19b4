"""The numbers of a repository and of its owner, by PyGithub: what stays when names change."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import requests
from github import GithubException
from urllib3.exceptions import HTTPError

from synth.adapters.github_client import api_url, host_of, meaning, reader, token_from
from synth.ports import UnreachableError

if TYPE_CHECKING:
    from collections.abc import Mapping


def numbers(repository: str, environment: Mapping[str, str] = os.environ) -> tuple[int, int]:
    """Of the owner and of the repository. A public one needs no token. Raises OutsideError's kinds."""
    address = api_url(environment)
    token = token_from(environment, host_of(address))
    client, what = reader(token, address), f"repository {repository}"
    try:
        answer = client.requester.requestJsonAndCheck("GET", f"/repos/{repository}")[1]
        return int(answer["owner"]["id"]), int(answer["id"])
    except GithubException as error:
        raise meaning(error, what, host_of(address), token is not None) from error
    except (requests.RequestException, HTTPError, OSError) as error:
        raise UnreachableError(f"{what}: {host_of(address)} did not answer: {type(error).__name__}") from error
    finally:
        client.close()
