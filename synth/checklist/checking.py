"""All points held against a pipeline."""

from __future__ import annotations

from synth.checklist import after_merge, before_merge, rollback_ready
from synth.checklist.evidence import Evidence
from synth.checklist.values import MISSED, Checklist, Result, satisfied
from synth.explain.explaining import staged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synth import model
    from synth.checklist.values import Point, Verdict
    from synth.pipeline import Pipeline

POINTS: tuple[Point, ...] = (*before_merge.POINTS, *after_merge.POINTS, *rollback_ready.POINTS)


def checked(pipeline: Pipeline, file: str, workflows: Sequence[model.Workflow], read: Callable[[str], str | None]) -> Checklist:
    """The verdict on each point. `workflows` are what the pipeline became, linked, its own first; `read` gives files of the repository."""
    evidence = Evidence(pipeline=pipeline, staged=staged(pipeline), workflows=workflows, read=read)
    results = [Result(list=one.list, id=one.id, text=one.text, verdict=_verdict(one, evidence)) for one in POINTS]
    return Checklist(pipeline=pipeline.name, file=file, results=tuple(results))


def _verdict(point: Point, evidence: Evidence) -> Verdict:
    found = point.verdict(evidence)
    stage = evidence.named(point.id)
    if found.state == MISSED and stage is not None:
        return satisfied(stage.origin, f"{type(stage).__name__} says so")
    return found
