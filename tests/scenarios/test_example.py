"""The example's own pipeline, executed from lint to production, and all that can happen on the way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.broken import BROKEN
from tests.scenarios.delivered import DELIVERED
from tests.scenarios.early import EARLY

pytestmark = pytest.mark.slow
SCENARIOS = {**DELIVERED, **EARLY, **BROKEN}


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str, tmp_path: Path, row: Callable[[str, str], None]) -> None:
    said = SCENARIOS[name].played(tmp_path)
    row(name, "; ".join([SCENARIOS[name].why, *said]))
