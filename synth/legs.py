"""Jobs that run once for each part of a list which only the run knows: a stack's checks in the folder of each, and the image of each."""

from __future__ import annotations

from synth.bindings import build_push, checkout, setup_buildx
from synth.build.jobs import Job
from synth.build.matrix import Matrix, axis
from synth.expr import from_json, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.build.steps import Step
    from synth.expr.tree import Expr

HERE = "@part@"  # stands for a part's folder until the matrix does


def for_each(job: Job, listed: Expr[str], name: str) -> Job:
    """The job for each part that the list has, with the part's folder where the mark is; left out where the list is empty, which GitHub refuses."""
    matrix, part = _matrix(listed)
    folder = part["folder"]

    def given(value: Any) -> Any:
        if not isinstance(value, str) or HERE not in value:
            return value
        return folder if value == HERE else text(value.replace(HERE, "{folder}"), folder=folder)

    def changed(step: Step[Any]) -> Step[Any]:
        inputs = {key: given(value) for key, value in (step.inputs or {}).items()}
        if isinstance(step.action, str) and step.action.startswith("actions/upload-artifact@"):
            inputs["name"] = text("{what}-{part}", what=inputs["name"], part=part["name"])  # a second artifact of one name is refused
        return step.replace(inputs=inputs or None)

    steps = [changed(step) for step in job.steps]
    return job.replace(name=name, steps=steps, if_=listed != "[]", matrix=matrix, working_directory=folder)


def image_of(listed: Expr[str]) -> Job:
    """The images of the parts, built and thrown away."""
    matrix, part = _matrix(listed)
    built = build_push("Build", context=part["context"], file=part["file"], build_args=part["arguments"], push=False, outputs="type=cacheonly")
    steps = [checkout("Check out"), setup_buildx("Set up Buildx"), built]
    return Job("Build image", steps, if_=listed != "[]", matrix=matrix, timeout_minutes=30)


def _matrix(listed: Expr[str]) -> tuple[Matrix, Any]:
    """The matrix of the parts in the list, one run each, and the part of the run: an object with name and folder."""

    class Parts(Matrix):
        part = axis.of(from_json(listed))

    made = Parts(fail_fast=False)  # what one part's tests say is no reason to stop those of another
    return made, made.part
