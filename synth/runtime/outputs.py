"""Files through which a step tells the runner its outputs and its summary."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def write_outputs(path: str, outputs: Mapping[str, str]) -> None:
    """Appends to $GITHUB_OUTPUT, each value between delimiters that it cannot guess; without a path, as on one's own machine, nothing."""
    append(path, "".join([_output(name, value, f"ghsynth_{os.urandom(16).hex()}") for name, value in outputs.items()]))


def append(path: str, text: str) -> None:
    if path:
        with open(path, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.write(text)


def _output(name: str, value: str, end: str) -> str:
    return f"{name}<<{end}\n{value}\n{end}\n"
