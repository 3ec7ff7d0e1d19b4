"""What detection concludes: projects, and for each its settings, with the place and the reason of every one."""

from __future__ import annotations

from synth.record import Record, field, positional, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


@positional
class Fact(Record):
    """A setting of a stack, its value, where that stands (`package.json:7`), and why it was concluded."""

    setting: str
    value: Any
    where: str
    why: str


@positional
class Missing(Record):
    """A setting that nothing in the project declares, and what would declare it."""

    setting: str
    why: str


@positional
class Note(Record):
    """Something that was seen and not used, and why."""

    where: str
    why: str


@record
class Project(Record):
    """One project: the stack that it is of, its folder, and its settings. `members` are the folders that share its lock file."""

    kind: str
    folder: str
    where: str  # what shows that it is one
    why: str
    facts: tuple[Fact, ...] = ()
    missing: tuple[Missing, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the stack is made with."""
        return {"folder": self.folder, **{fact.setting: fact.value for fact in self.facts}}

    def missing_for(self, setting: str) -> str:
        """Why there is no such setting, empty where there is one."""
        return next((one.why for one in self.missing if one.setting == setting), "")


@record
class Findings(Record):
    """What a repository holds. `notes` are about files that belong to no project."""

    projects: tuple[Project, ...] = field(kw_only=False)
    notes: tuple[Note, ...] = ()

    def of(self, folder: str) -> list[Project]:
        """The projects of the folder, or those around it whose member it is."""
        return [one for one in self.projects if one.folder == folder] or [one for one in self.projects if folder in one.members]


class Gathering:
    """Facts on their way into a project."""

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.missing: list[Missing] = []

    def add(self, setting: str, value: Any, where: str, why: str) -> None:
        self.facts.append(Fact(setting, value, where, why))

    def lacks(self, setting: str, why: str) -> None:
        self.missing.append(Missing(setting, why))

    def project(self, kind: str, folder: str, where: str, why: str, members: tuple[str, ...] = ()) -> Project:
        return Project(kind=kind, folder=folder, where=where, why=why, facts=tuple(self.facts), missing=tuple(self.missing), members=members)
