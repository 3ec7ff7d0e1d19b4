"""From a pipeline, or any workflow, to its explanation."""

from __future__ import annotations

from synth.build.origin import standing_at
from synth.explain.credentials import credentials
from synth.explain.failures import failures
from synth.explain.gates import gates
from synth.explain.kinds import DEPLOYS, deploys, places
from synth.explain.minutes import AROUND, UNKNOWN, expected
from synth.explain.schedule import START_UP_MINUTES, ordered, scheduled
from synth.explain.values import Explanation, JobExplained, StageExplained
from synth.link.names import file_name
from synth.picture.graph import needs_of
from synth.pipeline import Environment, Progress
from synth.record import Record, field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

    from synth import model
    from synth.build.workflows import Workflow
    from synth.pipeline import Pipeline


@record
class Staged(Record):
    """A pipeline's stages, each with the names of the jobs that it added, and the environments that a person guards."""

    stages: Sequence[tuple[Any, tuple[str, ...]]] = ()
    waiting: frozenset[str] = field(default_factory=frozenset)

    def of(self, job: str) -> Any:
        """The stage that made the job called so; None for one that an edit brought."""
        return next((stage for stage, names in self.stages if job in names), None)


def staged(pipeline: Pipeline) -> Staged:
    """Which stage made which job. Raises DefinitionError as the pipeline does."""
    pipeline.progress()
    progress = Progress(main=pipeline.main)
    stages: list[tuple[Any, tuple[str, ...]]] = []
    for stage in pipeline.stages:
        with standing_at(stage.origin):
            then = stage.after(progress)
        before = {job.name for job in progress.jobs}
        stages.append((stage, tuple([job.name for job in then.jobs if job.name not in before])))
        progress = then
    return Staged(stages=stages, waiting=frozenset([place.name for place in (*environments(pipeline), *progress.deployed) if place.approval]))


def environments(pipeline: Pipeline) -> list[Environment]:
    """Those that stages name, each once, in order."""
    found: dict[str, Environment] = {}
    for stage in pipeline.stages:
        for place in places(stage):
            if isinstance(place, Environment):
                found.setdefault(place.name, place)
    return list(found.values())


def names(workflow: model.Workflow, stages: Staged | None = None) -> set[str]:
    """What minutes may be given for: ids and names of jobs, and kinds of stages."""
    kinds = {type(stage).__name__ for stage, jobs in (stages or Staged()).stages if jobs}
    return {*workflow.jobs, *[job.name for job in workflow.jobs.values() if job.name], *kinds}


def explained(
    source: Workflow,
    workflow: model.Workflow,
    stages: Staged | None = None,
    minutes: Mapping[str, float] | None = None,
    *,
    waiting: Collection[str] = (),
    start_up: float = START_UP_MINUTES,
) -> Explanation:
    """The workflow, linked from `source`. `minutes` by a job's id or name, or by a kind of stage, count before the table's."""
    known = stages or Staged()
    guarded = {*known.waiting, *waiting}
    needs = needs_of(workflow)
    of = {id: known.of(job.name or id) for id, job in workflow.jobs.items()}
    work = {id: _minutes(id, job, of[id], minutes or {}) for id, job in workflow.jobs.items()}
    plan = scheduled(needs, work, start_up)
    failing = failures(workflow)

    def one(id: str) -> JobExplained:
        job, stage = workflow.jobs[id], of[id]
        place = getattr(job, "environment", None)
        environment = place.name if place is not None else None
        begins, ends = plan.times[id]
        return JobExplained(
            id=id,
            name=job.name or id,
            stage=type(stage).__name__ if stage is not None else None,
            where=str(job.origin) if job.origin is not None else None,
            needs=needs[id],
            condition=str(job.if_) if job.if_ is not None else None,
            environment=environment,
            waits=environment in guarded,
            minutes=work[id],
            begins=begins,
            ends=ends,
            critical=id in plan.critical,
            timeout_minutes=getattr(job, "timeout_minutes", None),
            gates=gates(None if _around(stage, job) else stage, environment, environment in guarded),
            credentials=credentials(job, workflow),
            on_failure=failing[id],
        )

    ids = {job.name or id: id for id, job in workflow.jobs.items()}
    return Explanation(
        name=workflow.name or source.name,
        file=file_name(source),
        events=tuple(workflow.on),
        stages=tuple([_stage(stage, [ids[name] for name in made if name in ids]) for stage, made in known.stages]),
        jobs=tuple([one(id) for id in ordered(needs)]),
        critical=plan.critical,
        minutes=plan.minutes,
        serial=plan.serial,
        start_up=start_up,
        model=workflow,
    )


def _stage(stage: Any, jobs: Sequence[str]) -> StageExplained:
    return StageExplained(kind=type(stage).__name__, where=str(stage.origin), jobs=tuple(jobs))


def _minutes(id: str, job: model.Job | model.CallJob, stage: Any, given: Mapping[str, float]) -> float:
    around = _around(stage, job)
    for key in (id, job.name or id, *([] if around else [type(stage).__name__])):
        if key in given:
            return given[key]
    if around:
        return AROUND
    return expected(stage) if stage is not None else UNKNOWN


def _around(stage: Any, job: model.Job | model.CallJob) -> bool:
    """Whether a deploying stage made the job, and it is not the deployment but what stands before or after one."""
    used = [step.uses.reference.rpartition("/")[2] for step in getattr(job, "steps", ()) if step.uses is not None]
    return stage is not None and deploys(stage) and not any([name in DEPLOYS for name in used])
