"""What follows when a job fails, as GitHub decides it: https://docs.github.com/actions/reference/workflows-and-actions/expressions#status-check-functions"""

from __future__ import annotations

import re

from synth import model
from synth.explain.telling import told
from synth.explain.values import OnFailure
from synth.picture.graph import ancestors, needs_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_STATUS = re.compile(r"\b(always|failure|cancelled)\s*\(\s*\)", re.IGNORECASE)  # with one of these GitHub does not add success() by itself
_ON_FAILURE = {  # by action, and by its input `rollback` or `mode` where it has one
    ("approval-audit", "audit"): "the approval does not count, so nothing is deployed",
    ("deploy-ec2", ""): "each host is taken back to the last verified release, and the job fails",
    ("deploy-ecs", "auto"): "the last good release is restored and verified, and the job fails",
    ("deploy-ecs", "never"): "the release stays as it is, and the job fails",
}


def failures(workflow: model.Workflow) -> dict[str, OnFailure]:
    """What follows the failure of each job, by its id."""
    needs = needs_of(workflow)
    before = ancestors(needs)
    return {name: _on_failure(name, workflow, before) for name in workflow.jobs}


def _on_failure(name: str, workflow: model.Workflow, before: Mapping[str, set[str]]) -> OnFailure:
    job = workflow.jobs[name]
    goes_on = getattr(job, "continue_on_error", None) is True
    later = [other for other in workflow.jobs if name in before[other]]
    runs = [other for other in later if _STATUS.search(workflow.jobs[other].if_ or "")]
    skipped = [] if goes_on else [other for other in later if other not in runs]
    here = [*_here(job), *(() if goes_on else told(name, workflow))]
    return OnFailure(here=tuple(here), skipped=tuple(skipped), runs=tuple([] if goes_on else runs), goes_on=goes_on)


def _here(job: model.Job | model.CallJob) -> tuple[str, ...]:
    said = []
    for step in getattr(job, "steps", ()):
        inputs = step.with_ if step.with_ is not None and not isinstance(step.with_, str) else {}
        action = step.uses.reference.rpartition("/")[2] if step.uses is not None else ""
        way = inputs.get("rollback") or (inputs.get("mode", "audit") if action == "approval-audit" else "")
        if found := _ON_FAILURE.get((action, str(way))):
            said.append(found)
        if isinstance(step.if_, str) and _STATUS.search(step.if_):
            said.append(f"step '{step.name or step.id or 'without name'}' runs all the same")
    return tuple(said)
