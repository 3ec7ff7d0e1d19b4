"""Kinds of stages by what they do to a run. A new stage has to be in one of the tables here and beside: a test walks through all of them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

DEPLOYING = frozenset({"Deploy", "Ec2Deploy", "OneBox", "Regions"})  # what changes an environment
DEPLOYS = frozenset({"deploy-ec2", "deploy-ecs"})  # the actions that do it
LOOKING = frozenset({"Bake", "EndToEnd", "LoadTest", "ScheduledChecks", "Smoke", "VerifyMetrics"})  # what asks one and changes nothing
WITHOUT_JOBS = frozenset({"Approvals", "Hotfix", "Rollback", "ScheduledChecks"})  # none in the pipeline's own workflow, that is


def kind_of(stage: Any) -> str:
    """The stage of ghsynth that it is, or that it was made from; empty for one of your own."""
    return next((cls.__name__ for cls in type(stage).__mro__ if cls.__module__.startswith("synth.stages.")), "")


def deploys(stage: Any) -> bool:
    """Whether the stage changes an environment; what else stands beside a deployment looks at it."""
    return kind_of(stage) in DEPLOYING


def places(stage: Any) -> list[Any]:
    """The environments that the stage names, values or names of them."""
    one, several = getattr(stage, "environment", None), getattr(stage, "environments", None)
    return [*([one] if one is not None else []), *(several if isinstance(several, (list, tuple)) else [])]
