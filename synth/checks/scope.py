"""What the contexts hold at a place of a workflow or action: which steps, jobs, axes and inputs an expression there can name, and their kinds."""

from __future__ import annotations

from synth.bindings.known import interface
from synth.checks.releases import holds
from synth.expr import known
from synth.expr.check import type_of
from synth.expr.embedded import embedded, is_whole
from synth.expr.known import TEXTS
from synth.expr.types import ANY, NUMBER, TEXT, TRUTH, List, Object, joined_all, type_of_value
from synth.model import CallJob, Job, Matrix, Workflow
from synth.model.action import ActionFile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.checks.subject import Subject
    from synth.expr.types import Type
    from synth.model import Step

_INPUTS: Mapping[str | None, Type] = {"string": TEXT, "choice": TEXT, "environment": TEXT, "boolean": TRUTH, "number": NUMBER}
_NOTHING = Object({})
_OPEN = Object({}, ANY)
_ALWAYS_THERE = ("GITHUB_TOKEN", "ACTIONS_STEP_DEBUG", "ACTIONS_RUNNER_DEBUG")


class Scopes:
    """The scopes of one workflow or action."""

    def __init__(self, subject: Subject) -> None:
        self.around = subject.around
        self.part = subject.part
        self._whole: dict[str, Type] | None = None
        self._jobs: dict[str, dict[str, Type]] = {}
        self._steps: dict[tuple[str, int], Type] = {}

    def at(self, path: Sequence[str | int]) -> Mapping[str, Type]:
        """The types of the contexts at a path such as ("jobs", "build", "steps", 2, "run")."""
        whole = self.whole()
        if path[:3] == ("on", "workflow_call", "inputs") and isinstance(self.part, Workflow):
            return {**whole, "inputs": self.declared_before(str(path[3]))}
        if isinstance(self.part, ActionFile):
            inside = path[:2] == ("runs", "steps") and len(path) > 2
            return {**whole, "steps": self.steps("", self.part.steps, int(path[2]) if inside else len(self.part.steps))}
        if path[0] != "jobs" or len(path) < 2 or (job := self.part.jobs.get(str(path[1]))) is None:
            return whole
        scope = self.job(str(path[1]), job)
        if isinstance(job, Job):
            inside = len(path) > 3 and path[2] == "steps"
            scope = {**scope, "steps": self.steps(str(path[1]), job.steps, int(path[3]) if inside else len(job.steps))}
        return scope

    def whole(self) -> dict[str, Type]:
        """What is the same everywhere in the file."""
        if self._whole is None:
            if isinstance(self.part, ActionFile):
                self._whole = {"inputs": Object(dict.fromkeys(self.part.inputs or {}, TEXT))}
            else:
                self._whole = _of_workflow(self.part)
                self._whole["jobs"] = Object({name: self.of_job(job) for name, job in self.part.jobs.items()})
        return self._whole

    def declared_before(self, name: str) -> Object:
        """The inputs that the default of another may name."""
        inputs = self.whole()["inputs"]
        assert isinstance(inputs, Object)
        names = list(inputs.properties)
        return Object({other: inputs.properties[other] for other in names[: names.index(name)]}) if name in names else inputs

    def job(self, name: str, job: Job | CallJob) -> dict[str, Type]:
        made = self._jobs.get(name)
        if made is None:
            assert isinstance(self.part, Workflow)
            needed = {other: self.of_job(self.part.jobs[other]) for other in job.needs or () if other in self.part.jobs}
            made = {**self.whole(), "needs": Object(needed, None if all("${{" not in other for other in job.needs or ()) else ANY)}
            made["matrix"] = _of_matrix(job)
            self._jobs[name] = made
        return made

    def of_job(self, job: Job | CallJob) -> Object:
        """What others can read of a job."""
        outputs: Type = TEXTS
        if isinstance(job, Job):
            outputs = Object(dict.fromkeys(job.outputs or {}, TEXT))
        elif (called := self.around.workflow(job.uses.reference)) is not None:
            trigger = called.on.get("workflow_call")
            outputs = Object(dict.fromkeys((trigger and trigger.outputs) or {}, TEXT))
        return known.needed(outputs)

    def steps(self, job: str, steps: Sequence[Step], count: int) -> Type:
        """The steps before a place, by their ids."""
        made = self._steps.get((job, count))
        if made is None:
            found = {}
            for step in steps[:count]:
                for one in (step, *(step.parallel or ())):
                    if one.id:
                        found[one.id] = known.step(self.outputs(one))
            made = self._steps[job, count] = Object(found)
        return made

    def outputs(self, step: Step) -> Type:
        if step.uses is None:
            return TEXTS
        reference = step.uses.reference
        action = self.around.action(reference)
        if action is not None:
            docker = action.runs is not None and action.runs.using == "docker"
            return Object(dict.fromkeys(action.outputs or {}, TEXT), TEXT if docker else None)
        facts = interface(reference)
        if facts is None or facts.open_outputs or not holds(step.uses, facts):
            return TEXTS
        return Object(dict.fromkeys(facts.outputs, TEXT))


def _of_workflow(workflow: Workflow) -> dict[str, Type]:
    call, dispatch = workflow.on.get("workflow_call"), workflow.on.get("workflow_dispatch")
    inputs: dict[str, Type] = {}
    for trigger in (call, dispatch):
        for name, given in ((trigger and trigger.inputs) or {}).items():
            declared = given.type if given is not None else None
            kind = _INPUTS.get(declared, TEXT if trigger is dispatch and not declared else ANY)
            inputs[name] = joined_all([inputs[name], kind]) if name in inputs else kind
    scope: dict[str, Type] = {**known.CONTEXTS, "inputs": Object(inputs)}
    if dispatch is not None:
        scope["github"] = known.github(known.event_with(Object(dict.fromkeys(dispatch.inputs or {}, TEXT))))
    if call is not None and call.secrets is not None and len(workflow.on) == 1:
        scope["secrets"] = Object(dict.fromkeys((*call.secrets, *_ALWAYS_THERE), TEXT))
    return scope


def _of_matrix(job: Job | CallJob) -> Type:
    strategy = job.strategy
    if strategy is None:
        return _NOTHING
    matrix = None if isinstance(strategy, str) else strategy.matrix
    if not isinstance(matrix, Matrix):
        return _OPEN
    found: dict[str, Type] = {name: _of_axis(values) for name, values in matrix.axes.items() if "${{" not in name}
    is_open = any("${{" in name for name in matrix.axes)
    if isinstance(matrix.include, str):
        is_open = True
    for cell in matrix.include or () if not isinstance(matrix.include, str) else ():
        if not isinstance(cell, dict):
            is_open = True
            continue
        for name, value in cell.items():
            found[name] = joined_all([found[name], _of_cell(value)]) if name in found else _of_cell(value)
    return Object(found, ANY if is_open else None)


def _of_axis(values: Any) -> Type:
    if isinstance(values, str):
        given = _of_cell(values)
        return given.of if isinstance(given, List) else ANY
    return joined_all([_of_cell(value) for value in values]) if isinstance(values, (tuple, list)) else ANY


def _of_cell(value: Any) -> Type:
    """The type of a value of the matrix, which may be an expression or hold some."""
    match value:
        case str():
            found, _ = embedded(value)
            return type_of(found[0].text, _ANYWHERE) if is_whole(value, found) else TEXT
        case tuple() | list():
            return List(joined_all([_of_cell(item) for item in value]))
        case dict():
            return Object({str(key): _of_cell(item) for key, item in value.items()})
    return type_of_value(value)


_ANYWHERE: Mapping[str, Type] = known.CONTEXTS
