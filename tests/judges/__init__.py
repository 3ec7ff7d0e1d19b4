"""Third parties' verdicts on workflows and actions: GitHub's parser, two actionlints, SchemaStore, zizmor."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from tests.judges import github, schema, zizmor
from tests.judges.actionlints import Jactionlint, Kjanat
from tests.judges.finding import Finding, JudgeError, Subject

__all__ = ["JUDGES", "Finding", "JudgeError", "Subject", "judge", "laid_out", "subjects"]


class Judge(Protocol):
    NAME: str

    def version(self) -> str: ...

    def judge(self, subjects: Sequence[Subject]) -> list[Finding]: ...


JUDGES: tuple[Judge, ...] = (github, Jactionlint(), Kjanat(), schema, zizmor)


def subjects(root: Path) -> list[Subject]:
    """The workflows and actions of a repository, or the one file."""
    if root.is_file():
        return [Subject(root.parent, root.name)]
    found = [*root.glob(".github/workflows/*.y*ml"), *root.glob(".github/actions/**/action.y*ml"), *root.glob("actions/*/action.y*ml")]
    return [Subject(root, path.relative_to(root).as_posix()) for path in sorted(found)]


@contextmanager
def laid_out(root: Path) -> Iterator[Path]:
    """A copy of the repository's workflows and actions in a folder of their own, which judges that look for the root take for it."""
    with tempfile.TemporaryDirectory() as folder:
        for name in (".github", "actions"):
            if (root / name).is_dir():
                shutil.copytree(root / name, Path(folder) / name, ignore=shutil.ignore_patterns("__pycache__"))
        yield Path(folder)


def judge(chosen: Iterable[Subject]) -> list[Finding]:
    """What all judges find. Raises JudgeError when one is absent or breaks off."""
    listed = list(chosen)
    return [finding for one in JUDGES for finding in one.judge(listed)]
