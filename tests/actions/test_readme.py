"""The README of each action says what its action.yml says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.readme import current, folders


@pytest.mark.parametrize("action", folders(), ids=lambda path: path.name)
def test_tables_are_current(action: Path) -> None:
    assert current(action) == (action / "README.md").read_text(), "run: python -m tests.actions.readme"
