"""What a run on this machine imitates, and what it cannot show: said before it begins."""

from __future__ import annotations

from synth import model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ALWAYS = (
    "act runs the steps on this machine, in copies of the repository: no image of GitHub's runners, and nothing is isolated",
    "GITHUB_TOKEN is a text that GitHub does not know",
)


def told(file: str, workflow: model.Workflow, only: str = "") -> list[str]:
    """A line for each part of the workflow that runs otherwise than on GitHub."""
    notes = list(_of_workflow(workflow))
    for id, job in workflow.jobs.items():
        if only in ("", id):
            notes += [f"job '{id}': {note}" for note in _of_job(job)]
    return [f"{file}  {note}" for note in notes]


def _of_workflow(workflow: model.Workflow) -> Iterator[str]:
    if workflow.concurrency is not None or any([job.concurrency is not None for job in workflow.jobs.values()]):
        yield "concurrency: no other run is waited for or cancelled"


def _of_job(job: model.Job | model.CallJob) -> Iterator[str]:
    if isinstance(job, model.CallJob):
        return
    if job.environment is not None:
        yield f"environment {job.environment.name}: its approval is imitated; its branches, wait timer and deployment record are not"
    if job.timeout_minutes is None:
        yield "it has no timeout-minutes: on GitHub it may run for six hours"
    if job.continue_on_error not in (None, False):
        yield "continue-on-error is not imitated: where it fails, the run fails"
    if job.strategy is not None and "strategy." in str([step.run for step in job.steps]):
        yield "strategy.job-index and strategy.job-total are empty here"
