"""An empty repository for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    root = tmp_path / "repository"
    root.mkdir()
    return Repository(root)
