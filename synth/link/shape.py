"""Lists that hold what they should: the mistakes that a type checker finds, said to those who run none."""

from __future__ import annotations

from synth.build.jobs import CallJob, Concurrency, Job
from synth.build.steps import Step
from synth.build.triggers import Trigger
from synth.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.build.workflows import Workflow


def misshapen(workflow: Workflow) -> list[Problem]:
    """What stands where something else belongs; empty for a workflow that can be linked."""
    found = [Problem(workflow.origin, f"workflow '{workflow.name}': {said}") for said in _wrong(workflow.on, (Trigger,), "on=[push()]")]
    found += [Problem(workflow.origin, f"workflow '{workflow.name}': {said}") for said in _wrong(workflow.jobs, (Job, CallJob), "jobs=[Job(...)]")]
    if found:
        return found
    for job in workflow.jobs:
        wrong = list(_wrong(job.steps, (Step,), "[run(...)]")) if isinstance(job, Job) else []
        if job.concurrency is not None and not isinstance(job.concurrency, Concurrency):
            wrong.append(f"{job.concurrency!r} is no Concurrency: write Concurrency({job.concurrency!r})")
        found += [Problem(job.origin, f"job '{job.name}': {said}") for said in wrong]
    return found


def _wrong(items: Any, kinds: tuple[type, ...], example: str) -> Iterator[str]:
    if isinstance(items, kinds):
        yield f"a list is wanted, not one {kinds[0].__name__}: put brackets around it, {example}"
    elif not isinstance(items, (list, tuple)):
        yield f"{items!r} is no list: write {example}"
    else:
        for item in items:
            if not isinstance(item, kinds):
                yield f"{item!r} is no {kinds[0].__name__}: write {example}"
