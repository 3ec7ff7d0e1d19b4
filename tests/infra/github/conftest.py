"""The shop on the fake GitHub."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.github import GitHub
from tests.github.loopback import loopback_only  # noqa: F401  # a fixture for all tests here
from tests.github.specification import ABSENT, FILE
from tests.infra.github.bench import Bench


@pytest.fixture
def bench() -> Iterator[Bench]:
    if not FILE.is_file():
        pytest.skip(ABSENT)
    with GitHub() as github:
        yield Bench(github)
