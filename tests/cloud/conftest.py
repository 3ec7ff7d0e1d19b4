"""One cloud for each test; one that made it say something of the wrong shape fails, whatever else it found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from tests.cloud import Cloud


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    with Cloud() as made:
        yield made
        assert [] == made.violations


def code_of(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def message_of(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Message", "")
