"""What a job that comments on pull requests must not have, checked on the model of any workflow."""

from __future__ import annotations

import re
from collections.abc import Mapping

from synth import model
from synth.model import Permission, Step

_FULL = re.compile(r"[0-9a-f]{40}")
_FORBIDDEN = ("actions/checkout", "actions/upload-artifact", "actions/download-artifact", "actions/cache", "actions/github-script")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_HARMLESS = re.compile(r"github\.event\.workflow_run\.head_sha|inputs\.pull( \|\| 'all')?|steps\.[\w-]+\.outputs\.token")
_MINTING = "actions/create-github-app-token"


def problems(workflow: model.Workflow) -> list[str]:
    """A sentence for each thing that is wrong with jobs that may write to pull requests; none where no job may, or all is well."""
    found = ["the workflow starts on pull_request_target"] if "pull_request_target" in workflow.on else []
    for name, job in workflow.jobs.items():
        if _writes(job.permissions if job.permissions is not None else workflow.permissions) or _signs_in(job):
            found += [f"job '{name}' {problem}" for problem in _of_job(workflow, job)]
    return found


def _writes(granted: Mapping[str, Permission] | str | None) -> bool:
    """Without a block, the repository's default may be to write."""
    if granted is None or isinstance(granted, str):
        return granted != "read-all"
    return any([one.level == "write" for one in granted.values()])


def _signs_in(job: model.Job | model.CallJob) -> bool:
    return isinstance(job, model.Job) and any([step.uses is not None and step.uses.reference.startswith(_MINTING) for step in job.steps])


def _of_job(workflow: model.Workflow, job: model.Job | model.CallJob) -> list[str]:
    if isinstance(job, model.CallJob):
        return ["calls another workflow"]
    found = []
    if (job.permissions is None and workflow.permissions is None) or isinstance(job.permissions, str):
        found.append("does not name its permissions")
    else:
        granted = job.permissions or {}
        found += [f"may write {scope}" for scope, one in granted.items() if one.level == "write" and scope != "pull-requests"]
    if job.container is not None or job.services:
        found.append("has a container")
    if job.env or workflow.env:
        found.append("has variables")
    if job.timeout_minutes is None:
        found.append("has no timeout")
    return found + [f"has a step that {problem}" for step in job.steps for problem in _of_step(step, "pull_request" in workflow.on)]


def _of_step(step: Step, on_pull_request: bool) -> list[str]:
    """A step is one pinned action with harmless inputs: no shell, no checkout, no artifact, and secrets only to sign in as an App."""
    if step.uses is None:
        return ["runs a script"]
    name, _, ref = step.uses.reference.partition("@")
    found = ["has variables"] if step.env else []
    if any([name == one or name.startswith(f"{one}/") for one in _FORBIDDEN]):
        found.append(f"uses {name}")
    if name.startswith("./") or (name.startswith("$/") and on_pull_request):
        found.append(f"uses {name}, which the pull request can change")
    elif not name.startswith("$/") and not _FULL.fullmatch(ref):
        found.append(f"uses {step.uses.reference}, which is no commit")
    if isinstance(step.with_, str) or name == _MINTING:
        return found + (["takes its inputs from an expression"] if isinstance(step.with_, str) else [])
    for value in (step.with_ or {}).values():
        found += [f"is given {inside.strip()}" for inside in _EXPRESSION.findall(str(value)) if not _HARMLESS.fullmatch(inside.strip())]
    return found
