"""What this machine cannot run as GitHub would: a sentence for each, before anything starts. Nothing is skipped in silence."""

from __future__ import annotations

from synth import model
from synth.runs.uses import OWN, Used, kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OTHER_SYSTEMS = ("windows", "macos")


def of_workflow(file: str, workflow: model.Workflow, only: str = "") -> list[str]:
    """Why its jobs cannot run here; `only` is the id of the one that is asked for."""
    return [problem for id, job in workflow.jobs.items() if only in ("", id) for problem in _of_job(file, id, job)]


def of_uses(root: str, uses: Sequence[Used], repositories: Mapping[str, str]) -> list[str]:
    """Why what they use cannot run here."""
    places: dict[str, list[str]] = {}
    for use in uses:
        for problem in _of_use(root, use, repositories):
            places.setdefault(problem, []).append(use.where)
    return [f"{', '.join(dict.fromkeys(where))}  {problem}" for problem, where in places.items()]


def _of_job(file: str, id: str, job: model.Job | model.CallJob) -> Iterator[str]:
    if isinstance(job, model.CallJob):
        return
    where = f"{file}:{job.origin.line}  job '{id}'" if job.origin is not None else f"{file}  job '{id}'"
    if job.services:
        yield f"{where} has `services:`, which need a container engine: run the other jobs with --job"
    if job.container is not None and job.container.image:
        yield f"{where} has a `container:`, which needs a container engine: run the other jobs with --job"
    if job.snapshot is not None:
        yield f"{where} has a `snapshot:`, which only GitHub can take"
    label = next((name for name in _labels(job) if name.lower().startswith(_OTHER_SYSTEMS)), "")
    if label:
        yield f"{where} runs on {label}, which this machine is not"
    for step in job.steps:
        yield from _of_step(file, id, step)


def _of_step(file: str, id: str, step: model.Step) -> Iterator[str]:
    where = f"{file}:{step.origin.line}  job '{id}'" if step.origin is not None else f"{file}  job '{id}'"
    if step.background or step.parallel or step.wait or step.wait_all or step.cancel:
        yield f"{where} has steps side by side, which act does not know"
    given = step.with_ if isinstance(step.with_, dict) else {}
    if step.uses is not None and step.uses.reference.startswith("actions/checkout@") and given.get("repository"):
        yield f"{where} checks out {given['repository']}, which is not here"
    if isinstance(step.timeout_minutes, float) and not step.timeout_minutes.is_integer():
        yield f"{where} has a step with timeout-minutes: {step.timeout_minutes}; act knows whole minutes only"


def _of_use(root: str, use: Used, repositories: Mapping[str, str]) -> Iterator[str]:
    if use.reference.startswith("docker://"):
        yield f"uses {use.reference}, which needs a container engine"
    elif use.reference.startswith(OWN):
        if kind(root, use.path) == "docker":
            yield f"uses {use.reference}, which needs a container engine"
    elif use.repository not in repositories and not use.reference.startswith("actions/checkout@"):
        yield f"uses {use.reference}, which no folder stands for: --local-repository {use.repository}=DIR"
    elif use.repository in repositories and kind(repositories[use.repository], use.path) == "docker":
        yield f"uses {use.reference}, which needs a container engine"


def _labels(job: model.Job) -> tuple[str, ...]:
    labels = job.runs_on.labels if isinstance(job.runs_on, model.RunnerGroup) else job.runs_on
    return (labels,) if isinstance(labels, str) else tuple(labels or ())
