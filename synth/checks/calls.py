"""Which workflows the jobs call, as far as their files are at hand, and what those take."""

from __future__ import annotations

from synth.checks.places import dynamic
from synth.model import CallJob

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from synth.checks.subject import Subject, Surroundings
    from synth.model import Trigger, Workflow

OWN = ("./", "$/")


def calls(workflow: Workflow | None) -> Iterator[tuple[str, CallJob, str]]:
    """The jobs that call a workflow, by id, with what they call."""
    for name, job in workflow.jobs.items() if workflow is not None else ():
        if isinstance(job, CallJob) and job.uses.reference and not dynamic(job.uses.reference):
            yield name, job, job.uses.reference


def interfaces(subject: Subject) -> Iterator[tuple[str, CallJob, str, Trigger]]:
    """The jobs whose called workflow is at hand, with what it takes."""
    for name, job, reference in calls(subject.workflow):
        trigger = interface_of(subject.around, reference)
        if trigger is not None:
            yield name, job, reference, trigger


def interface_of(around: Surroundings, reference: str) -> Trigger | None:
    """What the called workflow takes; None when it is not at hand, or cannot be called."""
    called = around.workflow(reference)
    return called.on.get("workflow_call") if called is not None else None


def seen_from(reference: str, caller: str) -> str:
    """The reference in a called workflow, as one that means the same here: `./x` in `owner/repo/y@ref` is `owner/repo/x@ref`."""
    if not reference.startswith(OWN) or not caller or caller.startswith(OWN):
        return reference
    path, _, ref = caller.partition("@")
    return f"{'/'.join(path.split('/')[:2])}/{reference[2:].lstrip('/')}@{ref}"


def folded(given: Mapping[str, Any] | str | None) -> dict[str, str]:
    """The keys by their small letters: names of inputs and secrets compare without case."""
    return {name.lower(): name for name in given or ()} if not isinstance(given, str) else {}
