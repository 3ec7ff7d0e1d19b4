"""References: who gives a value, who reads it, and what ids, job outputs and needs that takes."""

from __future__ import annotations

from synth.build.jobs import CallJob, Job, JobOutput, JobResult
from synth.build.matrix import Axis
from synth.build.steps import StepOutcome, StepOutput, flat
from synth.build.triggers import Input
from synth.expr.literal import ExpressionError, dotted
from synth.link.names import slug
from synth.nearest import nearest
from synth.problems import Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from synth.build.steps import Step
    from synth.expr.tree import Expr, Reference
    from synth.model import Origin


class References:
    """The jobs of one workflow and what they read of each other. `here`, `step` and `origin` say which place is being written."""

    whole, nowhere = "job", "in no job of"  # what has steps, and where one is not that is read
    declaring = "dispatch(...) or call(...)"

    def __init__(self, title: str, jobs: Sequence[Job | CallJob], inputs: Sequence[Input[Any]], origin: Origin) -> None:
        self.title = title
        self.jobs = jobs
        self.inputs = inputs
        self.origin = origin
        self.problems: list[Problem] = []
        self.index = {id(job.key): i for i, job in enumerate(jobs)}
        self.places: dict[int, list[tuple[int, int]]] = {}  # a step's key -> the jobs it is in, and where in them
        for i, job in enumerate(jobs):
            if isinstance(job, Job):
                for n, step in enumerate(flat(job.steps)):
                    self.places.setdefault(id(step.key), []).append((i, n))
        self.ids = [job.id or slug(job.name) for job in jobs]
        self.step_ids: list[dict[int, str]] = [{} for _ in jobs]
        self.outputs: list[dict[str, str]] = [{} for _ in jobs]
        self.needs: list[set[int]] = [set() for _ in jobs]
        self.here = -1  # no job: the workflow itself
        self.step = -1  # no step: the job itself
        self.after_jobs = False  # of the workflow itself only the outputs of a call are read when its jobs have run
        self.resolved = 0  # references written so far
        self.foreign = 0  # and those among them to what is outside the job

    def problem(self, message: str, origin: Origin | None = None) -> None:
        self.problems.append(Problem(origin or self.origin, message))

    def need(self, other: Job | CallJob, what: str) -> int | None:
        """The place of a job that the current one reads; it becomes one of its `needs`."""
        i = self.index.get(id(other.key))
        if i is None:
            names = [j.name for j in self.jobs]
            self.problem(f"{what} ({other.origin}), which is not in {self.title}{nearest(other.name, names)}")
        elif self.here < 0 and not self.after_jobs:
            self.problem(f"{what} ({other.origin}), before any job has run: only the outputs of call(...) may")
        elif i == self.here:
            self.problem(f"{what}, which is itself")
            return None
        elif self.here >= 0:
            self.needs[self.here].add(i)
        return i

    def written(self, value: Expr[Any]) -> str:
        """The expression as the current place writes it; one that cannot be written is a problem of this place."""
        try:
            return value.interpolated(self.resolve)
        except ExpressionError as error:
            self.problem(str(error))
            return ""

    def resolve(self, reference: Reference[Any]) -> str:
        """How the current place writes a reference; notes the id, job output or need that this takes."""
        self.resolved += 1
        match reference:
            case StepOutput():
                return self._of_step(reference, reference.step, ("outputs", reference.output))
            case StepOutcome():
                return self._of_step(reference, reference.step, ("outcome",))
            case JobResult():
                self.foreign += 1
                return self._of_job(reference, reference.job, "result")
            case JobOutput():
                self.foreign += 1
                return self._of_job(reference, reference.job, "outputs", reference.output)
            case Axis():
                job = self.jobs[self.here] if self.here >= 0 else None
                if job is None or job.matrix is not reference.matrix:
                    self.problem(f"{self._who()} reads {reference.what}, which is not its matrix: give the job matrix=")
                return dotted("matrix", reference.name)
            case Input():
                self.foreign += 1
                if not any([reference is i for i in self.inputs]):
                    self.problem(
                        f"{self._who()} reads input '{reference.name}' ({reference.origin}), which {self.title} does not declare: "
                        f"add it to {self.declaring}"
                    )
                return dotted("inputs", reference.name)
        raise AssertionError(f"no way to write {reference.what}")

    def _of_step(self, reference: Reference[Any], step: Step[Any], part: tuple[str, ...]) -> str:
        places = self.places.get(id(step.key), ())
        own = [n for i, n in places if i == self.here]
        if own:
            if own[0] >= self.step:
                what = "itself" if own[0] == self.step else "a later step" if self.step >= 0 else "known only after its steps began"
                self.problem(f"{self._who()} reads {reference.what} ({step.origin}), which is {what}")
            elif len(own) > 1:
                self.problem(f"{self._who()} reads {reference.what} ({step.origin}), which is in the job {len(own)} times")
            return dotted("steps", self.step_id(self.here, own[0]), *part)
        self.foreign += 1
        if len(places) != 1:
            names = ", ".join(f"'{self.jobs[i].name}'" for i, _ in places)
            where = f"is in several jobs, {names}" if places else f"is {self.nowhere} {self.title}"
            self.problem(f"{self._who()} reads {reference.what} ({step.origin}), which {where}")
            return "null"
        i, n = places[0]
        job = self.jobs[i]
        if job.matrix is not None:
            self._of_matrix(reference, job, step.origin)
        if self.need(job, f"{self._who()} reads {reference.what} of job '{job.name}'") is None and self.here >= 0:
            return "null"
        inner = f"${{{{ {dotted('steps', self.step_id(i, n), *part)} }}}}"
        return self._handed_on(i, f"{self.step_id(i, n)}-{part[-1]}", inner)

    def background_id(self, step: Step[Any]) -> str:
        """The id of an earlier background step of the job, which is waited for or cancelled."""
        self.resolved += 1
        own = [n for i, n in self.places.get(id(step.key), ()) if i == self.here and n < self.step]
        job = self.jobs[self.here]
        if not own:
            self.problem(f"{self._who()} needs step '{step.label}' ({step.origin}) to have begun, which is no earlier step of the job")
        elif not (isinstance(job, Job) and flat(job.steps)[own[0]].background):
            self.problem(f"{self._who()} waits for step '{step.label}' ({step.origin}), which does not run in the background: use in_background()")
        else:
            return self.step_id(self.here, own[0])
        return ""

    def _handed_on(self, i: int, name: str, value: str) -> str:
        """The output of job i that gives the value, one that it has or a new one."""
        outputs = self.outputs[i]
        job = self.jobs[i]
        for known, given in (job.outputs or {}).items() if isinstance(job, Job) else ():
            if known not in outputs and not isinstance(given, str):  # a job later in the list: its outputs are not written yet
                kept = (self.here, self.step, self.origin)
                self.here, self.step, self.origin = i, len(flat(job.steps)) if isinstance(job, Job) else 0, job.origin
                outputs[known] = self.written(given)
                self.here, self.step, self.origin = kept
        for known, given_text in outputs.items():
            if given_text == value:
                name = known
                break
        else:
            name = _free(name, outputs)
            outputs[name] = value
        return dotted("needs" if self.here >= 0 else "jobs", self.ids[i], "outputs", name)

    def _of_job(self, reference: Reference[Any], job: Job | CallJob, *part: str) -> str:
        i = self.need(job, f"{self._who()} reads {reference.what}")
        if part[0] == "outputs" and job.matrix is not None:
            self._of_matrix(reference, job, job.origin)
        return "null" if i is None else dotted("needs" if self.here >= 0 else "jobs", self.ids[i], *part)

    def _of_matrix(self, reference: Reference[Any], job: Job | CallJob, origin: Origin) -> None:
        self.problem(
            f"{self._who()} reads {reference.what} ({origin}), whose job '{job.name}' has a matrix: only the combination that ends last would "
            "be read; hand the values on as artifacts"
        )

    def _who(self) -> str:
        if self.here < 0:
            return self.title
        job = self.jobs[self.here]
        if isinstance(job, Job) and 0 <= self.step < len(steps := flat(job.steps)):
            return f"step '{steps[self.step].label}' of {self.whole} '{job.name}'"
        return f"{self.whole} '{job.name}'"

    def step_id(self, i: int, n: int) -> str:
        """The id of a step that something refers to."""
        ids = self.step_ids[i]
        if n not in ids:
            job = self.jobs[i]
            assert isinstance(job, Job)
            step = flat(job.steps)[n]
            wanted = slug(step.name or (step.action.partition("@")[0].rpartition("/")[2] if isinstance(step.action, str) else step.label))
            ids[n] = _free(wanted, ids.values())
        return ids[n]


def _free(wanted: str, names: Iterable[str]) -> str:
    """The name, with a number where it is taken; GitHub's names are equal without case."""
    taken, made, count = {name.lower() for name in names}, wanted, 2
    while made.lower() in taken:
        made, count = f"{wanted}-{count}", count + 1
    return made
