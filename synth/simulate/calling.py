"""Jobs that call a workflow: the called jobs stand in their place. Files of other repositories are not at hand; what they do is unknown."""

from __future__ import annotations

from synth.checks.calls import OWN
from synth.expr.evaluate import EvaluationError
from synth.expr.values import text_of
from synth.record import replace
from synth.simulate.happening import inputs
from synth.simulate.partly import Partly
from synth.simulate.scene import DEEPEST, Scene, outputs_of
from synth.simulate.texts import filled
from synth.simulate.unknown import Open, Unknown
from synth.simulate.values import JobSimulated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any, TypeAlias

    from synth.model import CallJob, Trigger, Workflow
    from synth.simulate.jobs import Ended

    Brought: TypeAlias = tuple[tuple[JobSimulated, ...], Any, Any]

_MANY = 16  # legs of a matrix, from which on the called jobs are told of once


def called(
    scene: Scene,
    job: CallJob,
    id: str,
    names: Sequence[str],
    each: Sequence[Partly],
    allowed: dict[str, str] | None,
    met: bool | None,
    simulated: Callable[[Scene], Mapping[str, Ended]],
) -> Brought:
    """The jobs that the call brings, its result and its outputs."""
    reference = job.uses.reference
    workflow = scene.find(reference) if reference.startswith(OWN) else None
    trigger = workflow.on.get("workflow_call") if workflow is not None else None
    if workflow is None or trigger is None or scene.depth >= DEEPEST or scene.left[0] <= 0:
        return (), "success", Open(f"needs.{id}.outputs", outputs_of(scene.event, id))
    told: list[JobSimulated] = []
    results: list[Any] = []
    outputs: dict[str, Any] = {}
    several = len(names) > 1
    for name, partly in list(zip(names, each, strict=True))[: _MANY if several else 1]:
        inner = _scene(scene, workflow, trigger, job, id, name if several else id, partly, allowed)
        ended = simulated(inner)
        for one in ended.values():
            told += [one.told, *one.inner]
        results += [one.result for one in ended.values()]
        outputs = _outputs(trigger, ended, inner)
    return tuple([_unsure(one) if met is None else one for one in told]), _together(id, results), {**outputs, **outputs_of(scene.event, id)}


def _scene(
    scene: Scene, workflow: Workflow, trigger: Trigger, job: CallJob, id: str, prefix: str, partly: Partly, allowed: dict[str, str] | None
) -> Scene:
    given_inputs: dict[str, Any] = {}
    for name, value in (job.with_ or {}).items():
        try:
            given_inputs[name] = filled(value, partly)
        except EvaluationError:
            given_inputs[name] = Unknown(f"inputs.{name}")
    asked = job.secrets
    passed = (
        scene.passed if asked == "inherit" else {name.lower(): text_of(value) for name, value in asked.items()} if isinstance(asked, dict) else {}
    )
    contexts = {**scene.contexts, "inputs": inputs(given_inputs, trigger.inputs), "matrix": {}, "needs": {}}
    if passed is not None:
        contexts["secrets"] = Open("secrets")
    return replace(
        scene, workflow=workflow, contexts=contexts, prefix=f"{prefix} / ", inside=id, allowed=allowed, passed=passed, depth=scene.depth + 1
    )


def _unsure(job: JobSimulated) -> JobSimulated:
    """A job in a workflow that may not be called at all."""
    if job.status not in ("runs", "waits"):
        return job
    return replace(job, status="unknown", why=f"it is unknown whether '{job.inside}' runs; then: {job.why}", result=None)


def _together(id: str, results: Sequence[Any]) -> Any:
    """The result of a call: the worst of its jobs', skipped if all are."""
    some = [one.possible or ("success",) if isinstance(one, Unknown) else (one,) for one in results]
    certain = [one[0] for one in some if len(one) == 1]
    for bad in ("failure", "cancelled"):
        if bad in certain:
            return bad
    cases = [bad for bad in ("failure", "cancelled") if any([bad in one for one in some])]
    if all(["skipped" in one for one in some]):
        cases.append("skipped")
    if any(["success" in one for one in some]) or not some:
        cases.append("success")
    return cases[0] if len(cases) == 1 else Unknown(f"needs.{id}.result", tuple(cases))


def _outputs(trigger: Trigger, ended: Mapping[str, Ended], scene: Scene) -> dict[str, Any]:
    jobs = {name: {"result": one.result, "outputs": one.outputs} for name, one in ended.items()}
    partly = Partly({**scene.contexts, "jobs": jobs})
    made: dict[str, Any] = {}
    for name, output in (trigger.outputs or {}).items():
        try:
            value = filled(output.value, partly)
        except EvaluationError:
            value = Unknown(f"outputs.{name}")
        made[name] = value if isinstance(value, Unknown) else text_of(value)
    return made
