"""What changes environments in a pipeline, whatever stage does it, in the words of the points."""

from __future__ import annotations

from synth.explain.kinds import DEPLOYING, kind_of, places
from synth.record import Record, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.model import Origin
    from synth.pipeline import Health, Pipeline

_WATCHING = ("alarms", "logs", "metrics", "compare_with")


@record
class Deployment(Record):
    """One environment's. `how` is the strategy's name, None where the service keeps its own; `watched` is whether more than health is judged.

    `machines` has no task definition and no circuit breaker of ECS: the run itself goes back, host by host.
    """

    environment: str
    kind: str
    health: Health | None
    how: str | None
    goes_back: bool
    watched: bool
    machines: bool
    origin: Origin


def deployments(pipeline: Pipeline) -> list[Deployment]:
    """In the order of the pipeline; a stage with several environments has one for each."""
    return [_of(stage, place) for stage in pipeline.stages if kind_of(stage) in DEPLOYING for place in places(stage)]


def _of(stage: Any, place: Any) -> Deployment:
    kind, strategy = kind_of(stage), getattr(stage, "strategy", None)
    machines = kind == "Ec2Deploy"
    return Deployment(
        environment=getattr(place, "name", place),
        kind=kind,
        health=getattr(stage, "health", None),
        how="host by host" if machines else type(strategy).__name__ if strategy else None,
        goes_back=getattr(stage, "rollback", True) is not False,
        watched=any([getattr(stage, name, None) for name in _WATCHING]),
        machines=machines,
        origin=stage.origin,
    )
