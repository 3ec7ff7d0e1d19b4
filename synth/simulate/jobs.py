"""The jobs of a workflow, one after another in the order of their needs."""

from __future__ import annotations

from synth.explain.schedule import ordered
from synth.expr.evaluate import EvaluationError
from synth.expr.values import text_of
from synth.model import CallJob
from synth.picture.graph import ancestors, needs_of
from synth.record import Record, field, record, replace
from synth.simulate.calling import called
from synth.simulate.concurrency import held
from synth.simulate.conditions import Before, Decision, decide
from synth.simulate.holding import secrets, token
from synth.simulate.matrix import MatrixError, combinations, leg_name
from synth.simulate.partly import Partly
from synth.simulate.scene import given, outputs_of
from synth.simulate.texts import filled, text
from synth.simulate.unknown import Open, Unknown, truth
from synth.simulate.values import JobSimulated, Leg

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.model import Job
    from synth.simulate.scene import Scene


@record
class Ended(Record):
    """A job, those that it brings with it, and what jobs after it see: its result and outputs."""

    told: JobSimulated
    inner: tuple[JobSimulated, ...] = ()
    result: Any
    outputs: Any = field(default_factory=dict)


def simulated(scene: Scene) -> dict[str, Ended]:
    """The jobs by their own ids, in the workflow's order."""
    jobs = scene.workflow.jobs
    needs = needs_of(scene.workflow)
    before = ancestors(needs)
    ended: dict[str, Ended] = {}
    for id in ordered(needs):
        known = {name: ended[name] for name in ended if name in before[id]}
        ended[id] = _Work(scene, id, jobs[id], known, needs[id]).ended()
    return {id: ended[id] for id in jobs}


class _Work:
    """One job. `before` are all jobs before it, `needs` those that it names."""

    def __init__(self, scene: Scene, id: str, job: Job | CallJob, before: Mapping[str, Ended], needs: Sequence[str]) -> None:
        self.scene = scene
        self.job = job
        self.id = scene.prefix + id
        self.before = Before({name: one.result for name, one in before.items()}, lambda world: _needs(before, needs, world))
        self.contexts = {**scene.contexts, "needs": self.before.needs(self.before.results)}
        self.partly = Partly(self.contexts)
        self.told = JobSimulated(
            id=self.id,
            name=scene.prefix + (text(job.name, self.partly) or id),
            status="unknown",
            why="",
            needs=tuple([scene.prefix + need for need in needs]),
            condition=None if job.if_ is None else text_of(job.if_).strip(),
            inside=scene.inside,
            calls=job.uses.reference if isinstance(job, CallJob) else None,
            origin=job.origin,
        )

    def ended(self) -> Ended:
        self.scene.left[0] -= 1
        if given(self.scene.event.results, self.id) == "skipped":
            return self._without("skipped", "it is given as skipped", "skipped")
        decision = decide(self.job.if_, self.contexts, self.before)
        self.told = replace(self.told, values=decision.values)
        if decision.fails:
            return self._without("fails", decision.why, "failure")
        if decision.met is False:
            return self._without("skipped", decision.why, "skipped")
        try:
            cells = combinations(self.job.strategy, self.partly)
        except (MatrixError, EvaluationError) as error:
            return self._without("fails", str(error), "failure")
        return self._run(decision, cells or [None], cells)

    def _without(self, status: str, why: str, result: str) -> Ended:
        return Ended(told=replace(self.told, status=status, why=why, result=result), result=result)

    def _run(self, decision: Decision, cells: Sequence[tuple[dict[str, Any], dict[str, Any]] | None], known: Any) -> Ended:
        scene, job = self.scene, self.job
        matrices: list[Any] = [Open("matrix")] if known is None else [{} if cell is None else cell[1] for cell in cells]
        each = [Partly({**self.contexts, "matrix": matrix}) for matrix in matrices]
        names = [self._name(cell, partly) for cell, partly in zip(cells, each, strict=True)]
        legs = None if known is None else tuple([Leg(name=name, values=cell[1]) for name, cell in zip(names, cells, strict=True) if cell is not None])
        place = getattr(job, "environment", None)
        environments = () if place is None else tuple(dict.fromkeys([text(place.name, partly) for partly in each]))
        environments = tuple([one for one in environments if one != ""])
        waits = [one for one in environments if one in scene.approved]
        allowed = token(job, scene.workflow, scene.event, scene.allowed)
        told = replace(
            self.told,
            status="unknown" if decision.met is None else "waits" if waits else "runs",
            why=decision.why + (f"; a person approves {' and '.join([repr(one) for one in waits])}" if waits else ""),
            legs=legs,
            environments=environments,
            concurrency=tuple(dict.fromkeys([found for partly in each if (found := held(job.concurrency, partly)) is not None])),
            permissions=allowed,
            secrets=secrets(job, scene.workflow, scene.event, scene.passed),
        )
        if isinstance(job, CallJob):
            inner, result, outputs = called(scene, job, self.id, names, each, allowed, decision.met, simulated)
            told = replace(told, why=told.why if inner or decision.met is False else f"{told.why}; what it calls is not at hand")
        else:
            inner, result, outputs = (), "success", self._outputs(each)
        result = self._result(decision.met, result, each[0])
        return Ended(told=replace(told, result=result if isinstance(result, str) else None), inner=inner, result=result, outputs=outputs)

    def _name(self, cell: tuple[dict[str, Any], dict[str, Any]] | None, partly: Partly) -> str:
        own = self.job.name
        if isinstance(own, str) and "${{" in own:
            return self.scene.prefix + (text(own, partly) or own)
        return self.told.name if cell is None else leg_name(self.told.name, cell[0])

    def _result(self, met: bool | None, result: Any, partly: Partly) -> Any:
        """What jobs after this one see. A failure that the job may continue on is none."""
        asked = given(self.scene.event.results, self.id)
        result = result if asked is None else asked
        if result == "failure":
            try:
                goes_on = truth(filled(getattr(self.job, "continue_on_error", None), partly))
            except EvaluationError:
                goes_on = False
            result = "success" if goes_on else Unknown(f"needs.{self.id}.result", ("success", "failure")) if goes_on is None else "failure"
        if met is not None:
            return result
        kinds = result.possible if isinstance(result, Unknown) else (result,)
        return Unknown(f"needs.{self.id}.result", tuple(dict.fromkeys([*kinds, "skipped"])))

    def _outputs(self, each: Sequence[Partly]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        for name, value in (getattr(self.job, "outputs", None) or {}).items():
            try:
                made[name] = filled(value, each[0]) if len(each) == 1 else Unknown(f"{self.id}.{name}")
            except EvaluationError:
                made[name] = Unknown(f"{self.id}.{name}")
            made[name] = made[name] if isinstance(made[name], Unknown) else text_of(made[name])
        return {**made, **outputs_of(self.scene.event, self.id)}


def _needs(before: Mapping[str, Ended], needs: Sequence[str], world: Mapping[str, Any]) -> dict[str, Any]:
    """The context `needs`. A job that is skipped has no outputs."""
    return {name: {"result": world[name], "outputs": {} if world[name] == "skipped" else before[name].outputs} for name in needs if name in before}
