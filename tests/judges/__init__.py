"""Third parties' verdicts on workflows and actions: GitHub's parser, two actionlints, SchemaStore, zizmor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from tests.judges import github, schema, zizmor
from tests.judges.actionlints import Jactionlint, Kjanat
from tests.judges.finding import Finding, JudgeError, Subject

__all__ = ["JUDGES", "Finding", "JudgeError", "Subject", "judge", "subjects"]


class Judge(Protocol):
    NAME: str

    def version(self) -> str: ...

    def judge(self, subjects: Sequence[Subject]) -> list[Finding]: ...


JUDGES: tuple[Judge, ...] = (github, Jactionlint(), Kjanat(), schema, zizmor)


def subjects(root: Path) -> list[Subject]:
    """The workflows and actions of a repository."""
    found = [*root.glob(".github/workflows/*.y*ml"), *root.glob(".github/actions/**/action.y*ml"), *root.glob("actions/*/action.y*ml")]
    return [Subject(root, path.relative_to(root).as_posix()) for path in sorted(found)]


def judge(chosen: Iterable[Subject]) -> list[Finding]:
    """What all judges find. Raises JudgeError when one is absent or breaks off."""
    listed = list(chosen)
    return [finding for one in JUDGES for finding in one.judge(listed)]
