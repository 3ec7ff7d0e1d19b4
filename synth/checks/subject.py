"""What a check is given, and what it gives back."""

from __future__ import annotations

from synth.model import CallJob, Job, Origin, Workflow
from synth.model.action import ActionFile
from synth.record import Record, field, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any, Protocol

    from synth.model import Step
    from synth.yaml.load import Written
    from synth.yaml.tree import Document

    class Surroundings(Protocol):
        """What lies around a file: its repository, and files of other repositories that are at hand."""

        def workflow(self, reference: str) -> Workflow | None:
            """The reusable workflow of `./path`, `$/path` or `owner/repo/path@ref`; None when it is not at hand."""

        def action(self, reference: str) -> ActionFile | None:
            """The action of `./path`, `$/path` or `owner/repo/path@ref`; None when it is not at hand."""

        def flaws(self, reference: str) -> tuple[str, ...]:
            """The errors in the file of an action that is at hand."""
            ...

        def holds(self, path: str) -> bool | None:
            """Whether the repository has such a file or folder; None when there is no repository to look into."""


@positional
class Found(Record):
    """One thing that a check found. Severity, confidence, rule and level are the check's own unless they are given."""

    where: Origin | None
    message: str
    remedy: str = ""
    severity: str = ""
    confidence: str = ""
    rule: str = ""  # of checks that look for several things
    level: str = ""


class Nowhere:
    """The surroundings of a file that has none."""

    def workflow(self, reference: str) -> None:
        return None

    def action(self, reference: str) -> None:
        return None

    def flaws(self, reference: str) -> tuple[str, ...]:
        return ()

    def holds(self, path: str) -> None:
        return None


@positional
class Subject(Record):
    """A workflow or action that is checked. `document` and `written` are those of a file that was read; a built one has none."""

    part: Workflow | ActionFile
    around: Surroundings = field(default_factory=Nowhere, kw_only=False)
    settings: Mapping[str, Any] = field(default_factory=dict, kw_only=False)
    document: Document | None = None
    written: tuple[Written, ...] = ()

    @property
    def workflow(self) -> Workflow | None:
        return self.part if isinstance(self.part, Workflow) else None

    @property
    def action(self) -> ActionFile | None:
        return self.part if isinstance(self.part, ActionFile) else None

    def jobs(self) -> Iterator[tuple[str, Job]]:
        """The jobs with steps, by id."""
        for name, job in self.part.jobs.items() if isinstance(self.part, Workflow) else ():
            if isinstance(job, Job):
                yield name, job

    def steps(self) -> Iterator[tuple[Job | None, Step]]:
        """All steps, those of parallel groups among them, each with its job; in an action there is none."""
        if isinstance(self.part, ActionFile):
            for step in self.part.steps:
                yield None, step
        for _, job in self.jobs():
            for step in flat(job.steps):
                yield job, step


def flat(steps: tuple[Step, ...]) -> Iterator[Step]:
    """The steps in order, with what stands in parallel groups."""
    for step in steps:
        yield step
        yield from step.parallel or ()


def texts(values: Mapping[str, Any] | str | None) -> Iterable[Any]:
    """The values of an `env` or `with`, or the expression that gives them all."""
    return (values,) if isinstance(values, str) else (values or {}).values()


def parts_that_use(subject: Subject) -> Iterator[Step | CallJob]:
    """The steps and jobs that may name an action or a workflow."""
    for job in subject.part.jobs.values() if isinstance(subject.part, Workflow) else ():
        if isinstance(job, CallJob):
            yield job
    for _, step in subject.steps():
        yield step
