"""A faster way to production for a repair: the same jobs without the time that a release is left to bake."""

from __future__ import annotations

from synth.build.origin import here
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record, replace, settable
from synth.stages.deploy import Deploy
from synth.stages.one_box import OneBox
from synth.stages.regions import Regions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from synth.build.workflows import Workflow
    from synth.pipeline import Pipeline, Progress, Stage

_BAKING = ("step_minutes", "bake_minutes")


@record
class Hotfix:
    """A workflow beside the pipeline's that delivers `branch` through the same tests, scan, approvals and verification, and skips baking.

    It has a branch of its own, because a commit is built once: what main has pushed cannot be pushed again. Merge it into main afterwards, by a
    merge commit. Windows hold here too: the reason of who cannot wait is recorded, by a button beside it.
    """

    branch: str = "hotfix"
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if not progress.deployed:
            raise StageError("there is no deployment to make faster yet: put Deploy before it")
        if self.branch == progress.main:
            raise StageError(f"branch '{self.branch}' is the pipeline's own: name another")
        return progress

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflow, for what the pipeline deploys."""
        minutes = {job.name: getattr(job, "timeout_minutes", None) for job in pipeline.progress().jobs}
        stages = [_unbaked(stage, minutes) for stage in pipeline.stages if type(stage).__name__ not in ("Bake", "Hotfix")]
        made = replace(pipeline, name=f"Hotfix {pipeline.name}", main=self.branch, file=None, stages=stages)
        return [made.workflow(), *[workflow for stage in stages if isinstance(stage, Regions) for workflow in stage.beside(made)]]

    def notes(self) -> list[str]:
        """What has to be set in GitHub for the workflow to be as safe as the pipeline's."""
        return [f"branch '{self.branch}' needs the protection that the main branch has, and a place among the branches of each environment"]


def _unbaked(stage: Stage, minutes: Mapping[str, object]) -> Stage:
    """The stage without its time to bake; its job keeps the time limit that it had."""
    if isinstance(stage, (OneBox, Regions)):
        return stage.unbaked()
    if not isinstance(stage, Deploy) or stage.strategy is None:
        return stage
    none = {name: 0 for name in _BAKING if name in settable(type(stage.strategy))}
    limit = minutes[stage.name or f"Deploy to {stage.environment.name}"]
    return replace(stage, strategy=replace(stage.strategy, **none), timeout_minutes=limit)
