"""boto3 called every operation that there is, in the other tests of this folder."""

from __future__ import annotations

import re
from pathlib import Path

from tests.simulator.api.operations import OPERATIONS


def test_each_is_called_by_a_test() -> None:
    text = "".join(path.read_text() for path in sorted(Path(__file__).parent.glob("test_*.py")))
    snake = {name: re.sub(r"(?<!^)(?=[A-Z])", "_", name.split(":")[1]).lower() for name in OPERATIONS}
    assert [] == [name for name, method in snake.items() if f".{method}(" not in text and f'"{method}"' not in text]
