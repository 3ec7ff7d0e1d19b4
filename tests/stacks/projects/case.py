"""A project in small: its files, and what should be concluded of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Expected:
    """A project that should be found: all of its settings but the folder, and the names of all that should be missing."""

    kind: str
    settings: Mapping[str, Any]
    missing: tuple[str, ...] = ()
    folder: str = "."
    members: tuple[str, ...] = ()


@dataclass(frozen=True)
class Case:
    """`notes` are the places of what should be noted."""

    name: str
    files: Mapping[str, str]
    projects: tuple[Expected, ...]
    notes: tuple[str, ...] = ()

    def write(self, root: Path) -> Path:
        for path, text in self.files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        return root


def package(**content: Any) -> str:
    """A package.json, one key on each line."""
    return json.dumps({"name": "orders", "version": "1.0.0", "private": True, **content}, indent=2) + "\n"


def needs(*names: str) -> dict[str, str]:
    """Dependencies at some version."""
    return dict.fromkeys(names, "^1.0.0")
