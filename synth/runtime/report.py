"""The JSON report that an action leaves on the runner's disk."""

from __future__ import annotations

import json
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

SCHEMA = 1  # raised when a reader of reports would have to change


def save(folder: str, action: str, content: Mapping[str, Any]) -> str:
    """Writes a report under a new name, readable by its owner alone, and returns its path."""
    path = os.path.join(folder, f"{action}-{os.urandom(6).hex()}.json")
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(file, "w", encoding="utf-8") as stream:
        stream.write(json.dumps({"schema": SCHEMA, "action": action, **content}, indent=2) + "\n")
    return path
