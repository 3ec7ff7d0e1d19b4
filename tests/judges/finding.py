"""What a judge says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


class JudgeError(Exception):
    """A judge is absent or broke off: its silence would not mean that a file is good."""


@dataclass(frozen=True)
class Finding:
    judge: str
    file: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}  {self.judge}: {self.rule}: {' '.join(self.message.split())}"


@dataclass(frozen=True)
class Subject:
    """A file to judge: its path below the root, and whether it is a workflow or an action."""

    root: Path
    path: str

    @property
    def kind(self) -> str:
        return "action" if Path(self.path).name in ("action.yml", "action.yaml") else "workflow"

    @property
    def text(self) -> str:
        return (self.root / self.path).read_text(encoding="utf-8")
