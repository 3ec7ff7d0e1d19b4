"""A generator that is broken on purpose does not pass: the scenario that is named catches it, by the assertion that the table shows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.sabotage import SABOTAGES, Sabotage, caught

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.what)
def test_it_is_caught(sabotage: Sabotage, tmp_path: Path, row: Callable[[str, str], None]) -> None:
    by = caught(sabotage, tmp_path)
    assert by, f"'{sabotage.caught_by}' passes, although {sabotage.what}"
    row(sabotage.what, f"caught by '{sabotage.caught_by}': {by}")
