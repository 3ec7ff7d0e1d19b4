"""Where the judges' programs are, and running them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.judges.finding import JudgeError


def binary(name: str) -> str:
    """A program of the environment that runs this. Raises JudgeError when it is not installed."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise JudgeError(f"{name} is not installed: run 'make setup'")
    return str(path)


def answered(command: Sequence[str], root: Path, fine: Sequence[int] = (0, 1)) -> Any:
    """The JSON that the program prints. Raises JudgeError for another exit code than `fine`, and for what is no JSON."""
    text = said(command, root, fine)
    try:
        return json.loads(text)
    except ValueError:
        raise JudgeError(f"{Path(command[0]).name} broke off without an answer: {text}") from None


def said(command: Sequence[str], root: Path, fine: Sequence[int] = (0, 1)) -> str:
    """What the program prints. Raises JudgeError for another exit code than `fine`."""
    plain = {**os.environ, "RUST_BACKTRACE": "0"}  # a backtrace would hide the reason
    done = subprocess.run(command, cwd=root, env=plain, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in fine:
        raise JudgeError(f"{Path(command[0]).name} broke off with {done.returncode}: {done.stderr or done.stdout}")
    return done.stdout


def version(command: Sequence[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\n")[0].split()[-1]
