"""The actions and reusable workflows that a file uses."""

from __future__ import annotations

import re

from synth.checks import places
from synth.model import CallJob, Step
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.checks.subject import Subject
    from synth.model import Job, Origin

OWN = ("./", "$/")
SHA = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")


@positional
class Used(Record):
    """An action of another repository in a step, or a workflow of another repository that a job calls.

    `name` is `owner/repository` or `owner/repository/path` in small letters, `comment` what stands behind it in the file.
    """

    name: str
    ref: str
    comment: str
    by: Step | CallJob
    job: Job | None = None

    @property
    def where(self) -> Origin | None:
        return places.at(self.by, "uses")

    @property
    def is_pinned(self) -> bool:
        """Whether it is used by a full commit SHA."""
        return SHA.fullmatch(self.ref) is not None


def used(subject: Subject) -> Iterator[Used]:
    """What other repositories give: neither folders of this one nor images, nor what only the runner knows."""
    for job, by in users(subject):
        reference = by.uses.reference if by.uses else ""
        name, at, ref = reference.partition("@")
        if at and by.uses and not name.startswith((*OWN, "docker://")) and not places.dynamic(reference):
            yield Used(name.lower(), ref, by.uses.version, by, job)


def users(subject: Subject) -> Iterator[tuple[Job | None, Step | CallJob]]:
    """The steps with their jobs, and the jobs that call workflows."""
    for job, step in subject.steps():
        if step.uses is not None:
            yield job, step
    for call in subject.workflow.jobs.values() if subject.workflow else ():
        if isinstance(call, CallJob):
            yield None, call
