"""An empty git repository for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository.made(tmp_path / "repository")
