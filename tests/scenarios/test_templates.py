"""Each template, as `ghsynth init` gives it, delivers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.scenarios.templates import TEMPLATES

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("name", TEMPLATES)
def test_template(name: str, tmp_path: Path, row: Callable[[str, str], None]) -> None:
    said = TEMPLATES[name].played(tmp_path)
    row(name, "; ".join([TEMPLATES[name].why, *said]))
