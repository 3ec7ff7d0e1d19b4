"""What a runner gives a step, and how a step answers."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NoReturn


def inputs() -> dict[str, str]:
    """The action's inputs; those without a value and default are empty."""
    read: dict[str, object] = json.loads(os.environ["INPUTS"])
    return {name: "" if value is None else value if isinstance(value, str) else json.dumps(value) for name, value in read.items()}


def output(name: str, value: str) -> None:
    _append("GITHUB_OUTPUT", name, value)


def variable(name: str, value: str) -> None:
    """In the environment of the steps after this one."""
    _append("GITHUB_ENV", name, value)


def path(folder: Path) -> None:
    """Before all else in the PATH of the steps after this one."""
    with open(os.environ["GITHUB_PATH"], "a", encoding="utf-8") as file:
        file.write(f"{folder}\n")


def mask(value: str) -> None:
    print(f"::add-mask::{value}")


def state(name: str) -> Path:
    """A folder that lasts as long as the run."""
    folder = Path(os.environ["STAND_INS_STATE"]) / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def fail(message: str) -> NoReturn:
    print(f"::error::{message}", flush=True)
    sys.exit(1)


def _append(file: str, name: str, value: str) -> None:
    with open(os.environ[file], "a", encoding="utf-8") as opened:
        opened.write(f"{name}<<END_OF_{name}\n{value}\nEND_OF_{name}\n")
