"""A pull request on the fake GitHub."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.bot.bench import Bench
from tests.github import GitHub
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE


@pytest.fixture
def bench() -> Iterator[Bench]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github, ExitStack() as open_ones:
        yield Bench(github, open_ones)
