"""A called workflow asks for no permission that the job which calls it does not have, on each level.

GitHub refuses the run: "The nested job 'x' is requesting 'contents: write', but is only allowed 'contents: read'"
(actions/runner, src/Sdk/WorkflowParser). Without any `permissions` the repository's settings decide, which a file does not tell.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.calls import calls, seen_from
from synth.checks.grants import excess, granted
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.checks.grants import Grant
    from synth.checks.subject import Surroundings
    from synth.model import CallJob, Job

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
permissions:
  contents: read
jobs:
  release:
    uses: ./.github/workflows/release.yml
"""
GOOD = """
on: push
permissions:
  contents: write
jobs:
  release:
    uses: ./.github/workflows/release.yml
"""
BESIDE = {
    ".github/workflows/release.yml": """
on: workflow_call
jobs:
  publish:
    permissions:
      contents: write
    runs-on: ubuntu-latest
    steps:
      - run: make release
"""
}
_DEEPEST = 10


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for name, job, reference in calls(workflow):
        allowed = granted(job.permissions if job.permissions is not None or workflow is None else workflow.permissions)
        for asking, asked, had in _asked((reference,), allowed, subject.around):
            message = f"job '{name}' calls {asking}, which asks for '{asked}', but may have '{had}'"
            yield Found(places.key(workflow, "jobs", name) if workflow else None, message, f"grant the job '{asked}', or ask for less there")


def _asked(way: tuple[str, ...], allowed: Grant | None, around: Surroundings) -> Iterator[tuple[str, str, str]]:
    """Who asks for too much below: in words, what it asks for, and what it may have."""
    called = around.workflow(way[-1])
    if called is None or len(way) > _DEEPEST or way[-1] in way[:-1]:
        return
    wanted = granted(called.permissions)
    if asked := excess(wanted, allowed):
        yield f"the workflow '{way[-1]}'", *asked
    inside = allowed if wanted is None else wanted
    for name, job in called.jobs.items():
        if job is None:
            continue
        wanted = granted(job.permissions)
        limit = allowed if allowed is not None else inside
        if asked := excess(wanted, limit):
            yield f"'{way[-1]}' with the job '{_name(name, job)}'", *asked
    for _, job, reference in calls(called):
        own = granted(job.permissions)
        yield from _asked((*way, seen_from(reference, way[-1])), inside if own is None else own, around)


def _name(name: str, job: Job | CallJob) -> str:
    return job.name if job.name and not places.dynamic(job.name) else name
