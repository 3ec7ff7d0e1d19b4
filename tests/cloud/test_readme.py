"""The README's example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tests.cloud


@pytest.mark.slow
def test_the_example_runs() -> None:
    text = (Path(tests.cloud.__file__).parent / "README.md").read_text()
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example is not None
    exec(compile(example[1], "README.md", "exec"), {})
