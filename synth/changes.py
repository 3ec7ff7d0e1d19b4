"""Jobs for what changed alone: the job that finds it, the conditions on it, and the one that says how all of it ended.

GitHub's own `paths` filters are not used. A workflow that they leave out never reports, so a required check of it waits for ever, and they look at
the first 300 files of a change: the service of the 301st would silently not be deployed. A run that finds nothing to do takes seconds.
"""

from __future__ import annotations

from synth.bindings import checkout
from synth.build.actions import vendored
from synth.build.jobs import Job, JobResult
from synth.build.steps import run
from synth.build.triggers import event
from synth.expr import always, text
from synth.link import file_name, link
from synth.model import Origin, Uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.jobs import CallJob
    from synth.build.steps import Step
    from synth.build.triggers import Trigger
    from synth.build.workflows import Workflow
    from synth.expr.tree import Expr

DEFINITIONS = ".github/ghsynth.*"  # and their lock
FIND = "Find changes"


def only_for(workflow: Workflow, paths: Sequence[str], gates: Sequence[Job | CallJob]) -> Workflow:
    """The workflow with its jobs left out where nothing of these patterns changed, and a last job for branch protection to require.

    The workflow's own file and the definition count as well. `gates` are the jobs that the last one answers for; a merge queue asks for it too.
    Raises ExpressionError for a pattern that can match nothing.
    """
    part = {"name": workflow.name, "paths": patterns(paths, workflow)}
    found = found_by(part)
    finding = finder([found], {"changed": found.outputs["changed"]}, workflow.origin)
    condition = finding.output("changed") == "true"
    jobs = [_only_if(job, condition, needs) for job, needs in _with_needs(workflow)]
    there = {job.key for job in workflow.jobs}
    last = verdict(workflow.name, [finding, *[job for job in gates if job.key in there]], workflow.origin)
    return workflow.replace(on=[*workflow.on, merge_group()], jobs=[finding, *jobs, last])


def merge_group() -> Trigger:
    """The event of a merge queue, which waits for the required checks like a pull request does; without a queue it never comes."""
    return event("merge_group", types=["checks_requested"])


def patterns(paths: Sequence[str], workflow: Workflow) -> list[str]:
    """The patterns, and the files that the workflow comes from."""
    from synth.expr.literal import ExpressionError
    from synth.runtime.paths.pattern import parsed

    if isinstance(paths, str):
        raise ExpressionError(f"paths takes a list: paths=[{paths!r}]")
    try:
        parsed(paths)
    except ValueError as error:
        raise ExpressionError(f"paths: {error}") from None
    return [*paths, file_name(workflow), DEFINITIONS]


def found_by(*parts: Mapping[str, Any], name: str = FIND) -> Step[Any]:
    """The step that finds which of the parts changed."""
    import json

    listed = "[\n" + ",\n".join(["  " + json.dumps(part) for part in parts]) + "\n]\n"
    return vendored("changed-paths", {"parts": listed}, outputs=("changed", "names", "matrix"), name=name)


def finder(steps: Sequence[Step[Any]], outputs: Mapping[str, Expr[Any]], origin: Origin) -> Job:
    """The job of these steps: a clone with all commits but no files, save those of .github, and no credential that outlives it."""
    clone = checkout("Check out the history", fetch_depth=0, filter="blob:none", sparse_checkout=[".github"])
    return Job(FIND, [clone, *steps], outputs=outputs, timeout_minutes=10, origin=origin)


def verdict(name: str, jobs: Sequence[Job | CallJob], origin: Origin) -> Job:
    """The job that fails when one of these failed or was cancelled, and succeeds when there was nothing to do.

    It always runs, so that it always reports. A skipped job counts as success in branch protection, also one that is skipped because the job
    before it failed, or because its run was cancelled: such checks protect nothing.
    """
    results = text(" ".join(["{" + f"job{i}" + "}" for i in range(len(jobs))]), **{f"job{i}": JobResult(job, False) for i, job in enumerate(jobs)})
    tell = run(
        """
        echo "jobs before this one ended:" {results}
        case {results} in
          *failure* | *cancelled*) exit 1 ;;
        esac
        """,
        name="Fail if a job before failed",
        results=results,
    )
    return Job(f"{name} passed", [tell], needs=jobs, if_=always(), timeout_minutes=5, origin=origin)


def _with_needs(workflow: Workflow) -> list[tuple[Job | CallJob, bool]]:
    """Each job, and whether it comes after another one."""
    linked = link(workflow, Uses)
    return [(job, bool(made.needs)) for job, made in zip(workflow.jobs, linked.jobs.values(), strict=True)]


def _only_if(job: Job | CallJob, condition: Expr[bool], needs: bool) -> Job | CallJob:
    """The job under the condition. One that comes after others is skipped with them, unless it has a condition, which may ask how they ended."""
    if isinstance(job.if_, bool) or (needs and job.if_ is None):
        return job
    return job.replace(if_=condition if job.if_ is None else condition & job.if_)
