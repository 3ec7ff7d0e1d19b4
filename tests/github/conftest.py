"""A GitHub with one repository, and PyGithub, unmodified, as its client."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from github import Auth, Github
from github.Repository import Repository as Client

from tests.github import GitHub, Repository
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE

NAME = "octo-org/hello"


@pytest.fixture
def github() -> Iterator[GitHub]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield github


@pytest.fixture
def repository(github: GitHub) -> Repository:
    return github.repository(NAME)


@pytest.fixture
def connect(github: GitHub) -> Iterator[Callable[..., Github]]:
    """Clients with a token, or without one for None; they retry nothing unless told."""
    with ExitStack() as open_ones:

        def made(token: str | None = "", **settings: object) -> Github:
            auth = Auth.Token(token or github.token()) if token is not None else None
            usual = {"retry": None, "seconds_between_requests": None, "seconds_between_writes": None}
            return open_ones.enter_context(Github(auth=auth, base_url=github.url, **{**usual, **settings}))  # type: ignore[arg-type]  # each of its own type

        yield made


@pytest.fixture
def client(connect: Callable[..., Github], repository: Repository) -> Client:
    """The repository as PyGithub has it, with a token that may do everything."""
    return connect().get_repo(repository.full_name)
