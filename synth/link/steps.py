"""Steps of build values -> the model. What reads nothing of others is the same wherever it stands, so it is written once and shared."""

from __future__ import annotations

from synth import model
from synth.build.jobs import Job
from synth.build.steps import flat
from synth.link.names import action_folder
from synth.link.values import Values
from synth.record import record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from synth.build.jobs import CallJob
    from synth.build.matrix import Matrix
    from synth.build.steps import Step
    from synth.link.values import Pin


class Steps(Values):
    """Writes the steps of the job that References is at."""

    def steps(self, job: Job | CallJob) -> list[model.Step]:
        """The steps of the job; `finished` adds the ids.

        Steps are immutable, and jobs and workflows share them: those that read nothing from outside their job are written once.
        """
        assert isinstance(job, Job)
        if not job.steps:
            self.problem(f"job '{job.name}' has no steps")
        ids = self.step_ids[self.here]
        kept = _written.get(id(job.steps))
        if kept is not None and kept.steps == job.steps and kept.matrix is job.matrix and kept.way == self.way and not ids:
            ids.update(kept.ids)
            return list(kept.made)
        before = self.foreign, len(self.problems), len(ids)
        made = []
        for n, step in enumerate(flat(job.steps)):
            self.step, self.origin = n, step.origin
            made.append(self._alone(step, self._step))
        self.step = -1
        if before == (self.foreign, len(self.problems), 0):
            if len(_written) > 256:
                _written.clear()
            _written[id(job.steps)] = _Written(steps=list(job.steps), matrix=job.matrix, way=self.way, made=tuple(made), ids=dict(ids))
        return made

    def _alone(self, part: Any, write: Callable[[Any], Any]) -> Any:
        """A step, trigger or matrix as `write` has it; one that reads nothing of others is the same wherever it stands."""
        kept = _closed.get(id(part))
        if kept is not None and kept[0] is part and kept[1] == self.way:
            return kept[2]
        before = self.foreign, self.resolved, len(self.problems)
        made = write(part)
        if before == (self.foreign, self.resolved, len(self.problems)):
            if len(_closed) > 256:
                _closed.clear()
            _closed[id(part)] = (part, self.way, made)
        return made

    def _step(self, step: Step[Any]) -> model.Step:
        return model.Step(**self._fields(step))

    def _fields(self, step: Step[Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {"name": step.name, "origin": step.origin}
        if step.if_ is not None:
            fields["if_"] = self.condition(step.if_, f"step '{step.label}'")
        if step.script is not None:
            script = step.script if isinstance(step.script, str) else self.written(step.script)
            fields["run"] = script if "\n" not in script or script.endswith("\n") else script + "\n"
            fields["shell"] = step.shell
            if step.working_directory is not None:
                fields["working_directory"] = self.text(step.working_directory)
        elif step.action is not None:
            fields["uses"] = self.pinned(step.action) if isinstance(step.action, str) else model.Uses(f"$/{action_folder(step.action)}")
            if step.inputs:
                fields["with_"] = self.values(step.inputs)
        else:
            self._waiting(step, fields)
        if step.background:
            fields["background"] = True
        if step.env:
            fields["env"] = self.values(step.env)
        if step.continue_on_error is not None:
            fields["continue_on_error"] = self.value(step.continue_on_error)
        if step.timeout_minutes is not None:
            fields["timeout_minutes"] = self.value(step.timeout_minutes)
        if step.extra is not None:
            fields["extra"] = self.values(step.extra)
        return fields

    def _waiting(self, step: Step[Any], fields: dict[str, Any]) -> None:
        """What a step that runs nothing itself says."""
        if step.waits:
            fields["wait"] = tuple([self.background_id(one) for one in step.waits])
        elif step.waits_for_all:
            fields["wait_all"] = True
        elif step.cancels is not None:
            fields["cancel"] = self.background_id(step.cancels)

    def finished(self, i: int, steps: list[model.Step]) -> tuple[model.Step, ...]:
        """The steps with their ids, those of parallel groups in their groups. `steps` is flat."""
        for n, id_ in self.step_ids[i].items():
            steps[n] = _named(steps[n], id_)
        job = self.jobs[i]
        if not isinstance(job, Job) or len(steps) == len(job.steps):
            return tuple(steps)
        following = iter(steps)
        return tuple([_grouped(next(following), [next(following) for _ in step.parallel]) for step in job.steps])


@record
class _Written:
    """Steps as they were written, and what that depended on."""

    steps: list[Step[Any]]
    matrix: Matrix | None
    way: tuple[type, Pin]
    made: tuple[model.Step, ...]
    ids: dict[int, str]


_closed: dict[int, tuple[Any, tuple[type, Pin], Any]] = {}  # by a part's identity; it is kept beside, so that no other has it
_written: dict[int, _Written] = {}  # by the identity of a job's steps
_with_id: dict[tuple[int, str], tuple[model.Step, model.Step]] = {}  # by a step's identity; it is kept beside, so that no other has it


def _grouped(step: model.Step, inner: list[model.Step]) -> model.Step:
    return replace(step, parallel=tuple(inner)) if inner else step


def _named(step: model.Step, id_: str) -> model.Step:
    """The step with an id; a step that is shared stays so."""
    kept = _with_id.get((id(step), id_))
    if kept is None or kept[0] is not step:
        if len(_with_id) > 256:
            _with_id.clear()
        kept = _with_id[id(step), id_] = (step, replace(step, id=id_))
    return kept[1]
