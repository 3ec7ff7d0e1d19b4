"""Build values -> model: works out step ids, job outputs, `needs`, permissions and pins, and refuses references to nowhere."""

from __future__ import annotations

from synth import model
from synth.build.jobs import CallJob, Job, JobOutput, JobResult
from synth.build.matrix import Axis
from synth.build.steps import StepOutcome, StepOutput
from synth.build.triggers import Input
from synth.expr.functions import StatusCall
from synth.expr.tree import AND, Expr, ExpressionError, as_expr, bracketed, dotted
from synth.model.permissions import SCOPES, STRENGTH
from synth.nearest import nearest
from synth.problems import DefinitionError, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, TypeAlias

    from synth.build.actions import Action
    from synth.build.jobs import Concurrency, Container
    from synth.build.matrix import Matrix
    from synth.build.steps import Step
    from synth.build.triggers import Trigger
    from synth.build.workflows import Workflow
    from synth.expr.tree import Reference
    from synth.model import Origin
    from synth.model.action import ActionFile

    Pin: TypeAlias = Callable[[str], model.Uses | None]  # "owner/repo@v1" or "image:tag" -> what to write, None when it is not locked

WORKFLOWS = ".github/workflows"
ACTIONS = ".github/actions"


def link(workflow: Workflow, pin: Pin) -> model.Workflow:
    """The workflow as GitHub's format has it. Raises DefinitionError with everything that is wrong in it."""
    linker = _Linker(workflow, pin)
    linked = linker.workflow()
    if linker.problems:
        raise DefinitionError(linker.problems)
    return linked


def link_action(action: Action, pin: Pin) -> ActionFile:
    """The composite action as GitHub's format has it. Raises DefinitionError with everything that is wrong in it."""
    from synth.model.action import ActionFile, ActionInput, ActionOutput

    linker = _ActionLinker(action, pin)
    steps = linker.steps(linker.jobs[0])
    linked = ActionFile(
        name=action.name,
        description=action.description,
        inputs={
            i.name: ActionInput(description=i.description or i.name, required=i.required, default=None if i.default is None else as_text(i.default))
            for i in action.inputs
        },
        outputs={name: ActionOutput(description=name, value=linker.outside_steps(value)) for name, value in action.outputs.items()},
        steps=linker.finished(0, steps),
        origin=action.origin,
    )
    if linker.problems:
        raise DefinitionError(linker.problems)
    return linked


def file_name(workflow: Workflow) -> str:
    """The workflow's path in the repository."""
    return f"{WORKFLOWS}/{workflow.file or slug(workflow.name) + '.yml'}"


def action_folder(action: Action) -> str:
    """The composite action's folder in the repository."""
    return f"{ACTIONS}/{action.folder or slug(action.name)}"


def slug(name: str) -> str:
    """A name as GitHub's ids want it: `Build and push` -> `build-and-push`."""
    made = _slugs.get(name)
    if made is None:
        made = "-".join("".join([c if c.isascii() and c.isalnum() else " " for c in name.lower()]).split())[:80].rstrip("-") or "x"
        made = _slugs[name] = made if made[0].isalpha() else f"x{made}"
    return made


_slugs: dict[str, str] = {}


def as_text(value: object) -> str:
    return ("false", "true")[value] if isinstance(value, bool) else str(value)


class _Linker:
    """The work on one workflow. `here` and `step` say which job and which of its steps is being written."""

    def __init__(self, workflow: Workflow, pin: Pin) -> None:
        self.source = workflow
        self.title = f"workflow '{workflow.name}'"
        self.pin = pin
        self.problems: list[Problem] = []
        self.jobs: Sequence[Job | CallJob] = workflow.jobs
        self.inputs: list[Input[Any]] = [i for t in workflow.on for i in t.inputs]
        self.index = {id(job.key): i for i, job in enumerate(self.jobs)}
        self.places: dict[int, list[tuple[int, int]]] = {}
        for i, job in enumerate(self.jobs):
            if isinstance(job, Job):
                for n, step in enumerate(job.steps):
                    self.places.setdefault(id(step.key), []).append((i, n))
        self.ids = [job.id or slug(job.name) for job in self.jobs]
        self.step_ids: list[dict[int, str]] = [{} for _ in self.jobs]
        self.outputs: list[dict[str, str]] = [{} for _ in self.jobs]
        self.needs: list[set[int]] = [set() for _ in self.jobs]
        self.here = -1  # no job: the workflow itself
        self.step = -1  # no step: the job itself
        self.origin: Origin = workflow.origin

    def problem(self, message: str, origin: Origin | None = None) -> None:
        self.problems.append(Problem(origin or self.origin, message))

    # the workflow

    def workflow(self) -> model.Workflow:
        source = self.source
        if not source.jobs:
            self.problem(f"{self.title} has no jobs")
        if not source.on:
            self.problem(f"{self.title} has no trigger: on=[push(branches=['main'])], for example")
        self._check_ids()
        jobs = [self._call(job) if isinstance(job, CallJob) else self._job(job) for job in self.jobs]
        self.here, self.origin = -1, source.origin
        on = self._triggers(source.on)  # after the jobs, whose outputs it may read
        finished = {id_: self._finish(i, made) for i, (id_, made) in enumerate(zip(self.ids, jobs, strict=True))}
        self._check_graph()
        return model.Workflow(
            name=source.name,
            run_name=self.text(source.run_name),
            on=on,
            permissions=self._permissions(source.permissions, ()),
            env=self.values(source.env),
            defaults=_defaults(source.shell if any([isinstance(j, Job) for j in self.jobs]) else None, source.working_directory),
            concurrency=self._concurrency(source.concurrency) if source.concurrency else self._default_concurrency(),
            jobs=finished,
            extra=source.extra,
            origin=source.origin,
        )

    def _check_ids(self) -> None:
        seen: dict[str, Job | CallJob] = {}
        for id_, job in zip(self.ids, self.jobs, strict=True):
            if not _valid_id(id_):
                self.problem(f"the id '{id_}' of job '{job.name}' is not letters, digits, '-' and '_' beginning with a letter or '_'", job.origin)
            if other := seen.get(id_.lower()):
                self.problem(f"jobs '{other.name}' ({other.origin}) and '{job.name}' would both be called '{id_}': rename one or give it id=", job.origin)
            seen[id_.lower()] = job

    def _check_graph(self) -> None:
        done: set[int] = set()
        waiting = dict(enumerate(self.needs))
        while ready := [i for i, needs in waiting.items() if needs <= done]:
            done.update(ready)
            for i in ready:
                del waiting[i]
        if waiting:
            names = ", ".join(f"'{self.jobs[i].name}'" for i in waiting)
            self.problem(f"jobs {names} of {self.title} wait for each other", self.jobs[min(waiting)].origin)

    def _triggers(self, triggers: Sequence[Trigger]) -> dict[str, model.Trigger]:
        on: dict[str, model.Trigger] = {}
        for trigger in triggers:
            made, name = trigger.filters, trigger.event
            self.origin = trigger.origin
            if made.types or name not in _PLAIN_EVENTS:
                self._check_event(name, made.types or ())
            if trigger.inputs or trigger.secrets or trigger.outputs:
                made = model.Trigger(
                    inputs={i.name: self._input(i, name) for i in trigger.inputs} or None,
                    secrets={s.name: model.Secret(description=s.description, required=s.required) for s in trigger.secrets} or None,
                    outputs={o.name: model.Output(description=o.description, value=self.outside_steps(o.value)) for o in trigger.outputs} or None,
                )
            if name in on:
                if made.schedules is None:
                    self.problem(f"{self.title} has the trigger '{name}' twice: join the filters")
                    continue
                made = model.Trigger(schedules=(*(on[name].schedules or ()), *made.schedules))
            on[name] = made
        return on

    def _check_event(self, name: str, types: Sequence[str]) -> None:
        from synth.model.events import EVENTS

        if name not in EVENTS:
            self.problem(f"GitHub has no event '{name}'{nearest(name, EVENTS)}")
            return
        for kind in types:
            if kind not in EVENTS[name] and name != "repository_dispatch":
                self.problem(f"event '{name}' has no type '{kind}'{nearest(kind, EVENTS[name])}")

    def _input(self, source: Input[Any], event: str) -> model.Input:
        if source.type == "choice" and event == "workflow_call":
            self.problem(f"input '{source.name}' has options, which workflow_call does not know: only dispatch(...) offers a choice", source.origin)
        return model.Input(
            description=source.description,
            type=source.type,
            options=source.options or None,
            default=source.default,
            required=source.required or None,
        )

    def _default_concurrency(self) -> model.Concurrency:
        # a newer commit replaces the run of a pull request; what is on a branch is never cut off half-way
        return model.Concurrency(
            group=f"{slug(self.source.name)}-${{{{ github.ref }}}}", cancel_in_progress="${{ github.event_name == 'pull_request' }}"
        )

    # jobs

    def _job(self, job: Job) -> tuple[model.Job, list[dict[str, Any]]]:
        self._enter(job)
        steps = self.steps(job)
        self.step = len(job.steps)  # the job's outputs and its environment's address are read after its steps
        self.origin = job.origin
        for name, value in (job.outputs or {}).items():
            self.outputs[self.here].setdefault(name, as_expr(value).interpolated(self.resolve))
        url = self.text(job.environment_url)
        self.step = -1
        environment = None
        if job.environment is not None:
            environment = model.Environment(name=self.text(job.environment) or "", url=url, deployment=job.environment_deployment)
        elif job.environment_url is not None:
            self.problem(f"job '{job.name}' has environment_url= but no environment=")
        runs_on = job.runs_on
        return model.Job(
            name=job.name,
            if_=self.condition(job.if_, f"job '{job.name}'"),
            runs_on=(self.text(runs_on) or "") if isinstance(runs_on, (str, Expr)) else runs_on if hasattr(runs_on, "keys") else tuple(runs_on),
            environment=environment,
            permissions=self._permissions(job.permissions, job.steps) or None,
            concurrency=self._concurrency(job.concurrency) if job.concurrency else None,
            timeout_minutes=self.value(job.timeout_minutes),
            continue_on_error=self.value(job.continue_on_error),
            strategy=self._strategy(job.matrix) if job.matrix is not None else None,
            container=self._container(job.container) if job.container else None,
            services={name: self._container(c) for name, c in job.services.items()} if job.services else None,
            env=self.values(job.env),
            defaults=_defaults(job.shell, self.text(job.working_directory)),
            extra=job.extra,
            origin=job.origin,
        ), steps

    def _call(self, job: CallJob) -> tuple[model.CallJob, None]:
        self._enter(job)
        calls = job.calls
        if isinstance(calls, str):
            used = self.pinned(calls)
            permissions = self._permissions(job.permissions, ())
        else:
            used = model.Uses(f"$/{file_name(calls)}")
            granted: dict[str, model.Permission] = {}
            for inner in calls.jobs:
                found = self._permissions(inner.permissions, inner.steps if isinstance(inner, Job) else ())
                granted = _union(granted, found.items())
            permissions = _union(granted, self._permissions(job.permissions, ()).items())
        return model.CallJob(
            name=job.name,
            if_=self.condition(job.if_, f"job '{job.name}'"),
            permissions=permissions or None,
            concurrency=self._concurrency(job.concurrency) if job.concurrency else None,
            strategy=self._strategy(job.matrix) if job.matrix is not None else None,
            uses=used,
            with_=self.values(job.inputs) or None,
            secrets={name: value.interpolated(self.resolve) for name, value in job.secrets.items()} or None,
            extra=job.extra,
            origin=job.origin,
        ), None

    def _enter(self, job: Job | CallJob) -> None:
        self.here, self.step, self.origin = self.index[id(job.key)], -1, job.origin
        for other in job.needs:
            if isinstance(other, (Job, CallJob)):
                self._need(other, f"job '{job.name}' needs job '{other.name}'")
            else:
                self.problem(f"job '{job.name}' needs {other!r}: give the job itself, not its name")

    def _need(self, other: Job | CallJob, what: str) -> int | None:
        """The place of a job that the current one reads; it becomes one of its `needs`."""
        i = self.index.get(id(other.key))
        if i is None:
            names = [j.name for j in self.jobs]
            self.problem(f"{what} ({other.origin}), which is not in {self.title}{nearest(other.name, names)}")
        elif i == self.here:
            self.problem(f"{what}, which is itself")
            return None
        elif self.here >= 0:
            self.needs[self.here].add(i)
        return i

    def _finish(self, i: int, made: tuple[Any, Any]) -> model.Job | model.CallJob:
        """The job with what only became known once every other one was written: its needs, outputs and step ids."""
        from dataclasses import replace

        job, steps = made
        needs = tuple([self.ids[n] for n in sorted(self.needs[i])]) or None
        if steps is None:
            return job if needs is None else replace(job, needs=needs)
        return replace(job, needs=needs, outputs=self.outputs[i] or None, steps=self.finished(i, steps))

    def _strategy(self, matrix: Matrix) -> model.Strategy:
        def cells(given: Any) -> Any:
            if isinstance(given, Expr):
                return given.interpolated(self.resolve)
            return tuple([self.values(cell) for cell in given]) or None

        axes = {
            name: values.interpolated(self.resolve) if isinstance(values, Expr) else tuple([self.value(v) for v in values])
            for name, values in matrix.axes.items()
        }
        if not axes and not matrix.include:
            self.problem(f"the matrix {type(matrix).__name__} of job '{self.jobs[self.here].name}' has neither an axis nor include=")
        return model.Strategy(
            fail_fast=matrix.fail_fast,
            max_parallel=matrix.max_parallel,
            matrix=model.Matrix(axes=axes, include=cells(matrix.include), exclude=cells(matrix.exclude)),
        )

    def _container(self, source: Container) -> model.Container:
        credentials = None
        if source.username is not None and source.password is not None:
            if not isinstance(source.password, Expr):
                self.problem("a container's password is given as text: use a secret, password=secrets.NAME", source.origin)
            credentials = {"username": self.text(source.username) or "", "password": self.text(source.password) or ""}
        image = source.image if isinstance(source.image, Expr) else self.pinned(source.image, source.origin).reference
        return model.Container(
            image=self.text(image) or "",
            credentials=credentials,
            env=self.values(source.env),
            ports=tuple(source.ports) or None,
            volumes=tuple(source.volumes) or None,
            options=self.text(source.options),
            command=source.command,
            entrypoint=source.entrypoint,
        )

    def _concurrency(self, source: Concurrency) -> model.Concurrency:
        return model.Concurrency(group=self.text(source.group) or "", cancel_in_progress=self.value(source.cancel_in_progress), queue=source.queue)

    def _permissions(self, given: Mapping[str, Any] | None, steps: Iterable[Step[Any]]) -> dict[str, model.Permission]:
        """What is asked for, and what the steps need, with the reason of each."""
        found: dict[str, model.Permission] = {}
        for step in steps:
            for scope, (level, reason) in (step.permissions or {}).items():
                found = _union(found, ((scope, model.Permission(level, reason)),))
        for scope, wanted in (given or {}).items():
            level, reason = wanted if isinstance(wanted, tuple) else (wanted, "")
            if scope not in SCOPES:
                self.problem(f"GitHub has no permission '{scope}'{nearest(scope, SCOPES)}")
            elif level not in SCOPES[scope][0]:
                self.problem(f"permission '{scope}' has no level '{level}'{nearest(str(level), SCOPES[scope][0])}")
            else:
                known = found.get(scope)
                found = _union(found, ((scope, model.Permission(level, reason or (known.reason if known else SCOPES[scope][1]))),))
        return found

    # steps

    def steps(self, job: Job | CallJob) -> list[dict[str, Any]]:
        """The fields of each step of the job; `finished` adds the ids."""
        made = []
        assert isinstance(job, Job)
        if not job.steps:
            self.problem(f"job '{job.name}' has no steps")
        for n, step in enumerate(job.steps):
            self.step, self.origin = n, step.origin
            made.append(self._step(step))
        self.step = -1
        return made

    def _step(self, step: Step[Any]) -> dict[str, Any]:
        fields: dict[str, Any] = {"name": step.name, "origin": step.origin}
        if step.if_ is not None:
            fields["if_"] = self.condition(step.if_, f"step '{step.label}'")
        if step.script is not None:
            script = step.script if isinstance(step.script, str) else step.script.interpolated(self.resolve)
            fields["run"] = script if "\n" not in script or script.endswith("\n") else script + "\n"
            fields["shell"] = step.shell
            if step.working_directory is not None:
                fields["working_directory"] = self.text(step.working_directory)
        elif step.action is not None:
            fields["uses"] = self.pinned(step.action) if isinstance(step.action, str) else model.Uses(f"$/{action_folder(step.action)}")
            if step.inputs:
                fields["with_"] = self.values(step.inputs)
        if step.env:
            fields["env"] = self.values(step.env)
        if step.continue_on_error is not None:
            fields["continue_on_error"] = self.value(step.continue_on_error)
        if step.timeout_minutes is not None:
            fields["timeout_minutes"] = self.value(step.timeout_minutes)
        if step.extra is not None:
            fields["extra"] = step.extra
        return fields

    def finished(self, i: int, steps: list[dict[str, Any]]) -> tuple[model.Step, ...]:
        ids = self.step_ids[i]
        for n, id_ in ids.items():
            steps[n]["id"] = id_
        return tuple([model.Step(**fields) for fields in steps])

    def _step_id(self, i: int, n: int) -> str:
        """The id of a step that something refers to."""
        ids = self.step_ids[i]
        if n not in ids:
            job = self.jobs[i]
            assert isinstance(job, Job)
            step = job.steps[n]
            wanted = slug(step.name or (step.action.partition("@")[0].rpartition("/")[2] if isinstance(step.action, str) else step.label))
            taken, made, count = set(ids.values()), wanted, 2
            while made in taken:
                made, count = f"{wanted}-{count}", count + 1
            ids[n] = made
        return ids[n]

    # values

    def value(self, value: Any) -> Any:
        """A value as the file has it; expressions become `${{ }}`."""
        if isinstance(value, Expr):
            return value.interpolated(self.resolve)
        if type(value) is str:
            return self.text(value)
        if isinstance(value, (list, tuple)):
            return [self.value(v) for v in value]
        return value

    def values(self, given: Mapping[str, Any] | None) -> dict[str, Any] | None:
        if given is None:
            return None
        return {name: self.value(value) for name, value in given.items()}

    def text(self, value: str | Expr[Any] | None) -> str | None:
        if isinstance(value, Expr):
            return value.interpolated(self.resolve)
        if value is not None and "${{" in value:
            self.problem(f"{value!r} holds ${{{{ }}}}: give the expression as a value (github.sha, text('...{{x}}', x=...)), or raw(...) to take it unchecked")
        return value

    def condition(self, value: Any, of: str) -> str | None:
        """An `if`, without `${{ }}`. What asks for a failed or skipped step or job gets the `!cancelled()` without which GitHub would not look."""
        if value is None or value is True:
            return None
        if value is False:
            return "false"
        if not isinstance(value, Expr):
            self.problem(f"the condition of {of} is {value!r}: give an expression, for example github.ref_name == 'main'")
            return None
        if value.kind not in ("truth", "any"):
            self.problem(f"the condition of {of} is {value!r}, which is a {value.kind}, and any text but '' counts as true: compare it, == '...'")
            return None
        try:
            if any([r.needs_status for r in value.refs]) and not _has_status(value):
                return f"!cancelled() && {bracketed(value, AND, self.resolve)}"
            return value.source(self.resolve)
        except ExpressionError as error:
            self.problem(str(error))
            return None

    def outside_steps(self, value: Any) -> str:
        """An output of a reusable workflow or a composite action, read when all its jobs or steps are done."""
        return as_expr(value).interpolated(self.resolve)

    def pinned(self, reference: str, origin: Origin | None = None) -> model.Uses:
        if reference.startswith(("./", "$/")):
            return model.Uses(reference)
        found = self.pin(reference)
        if found is None:
            self.problem(
                f"{reference} is not in .github/ghsynth.lock: add the line '{reference} <full SHA or digest> <version> <date>', "
                "or use a release that the catalogue knows",
                origin,
            )
            return model.Uses(reference)
        return found

    # references

    def resolve(self, reference: Reference[Any]) -> str:
        """How the current place writes a reference; notes the id, job output or need that this takes."""
        match reference:
            case StepOutput():
                return self._of_step(reference, reference.step, ("outputs", reference.output))
            case StepOutcome():
                return self._of_step(reference, reference.step, ("outcome",))
            case JobResult():
                return self._of_job(reference, reference.job, "result")
            case JobOutput():
                return self._of_job(reference, reference.job, "outputs", reference.output)
            case Axis():
                job = self.jobs[self.here] if self.here >= 0 else None
                if job is None or job.matrix is not reference.matrix:
                    self.problem(f"{self._who()} reads {reference.what}, which is not its matrix: give the job matrix=")
                return dotted("matrix", reference.name)
            case Input():
                if not any([reference is i for i in self.inputs]):
                    self.problem(
                        f"{self._who()} reads input '{reference.name}' ({reference.origin}), which {self.title} does not declare: "
                        "add it to dispatch(...) or call(...)"
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
            return dotted("steps", self._step_id(self.here, own[0]), *part)
        if len(places) != 1:
            names = ", ".join(f"'{self.jobs[i].name}'" for i, _ in places)
            where = f"is in several jobs, {names}" if places else f"is in no job of {self.title}"
            self.problem(f"{self._who()} reads {reference.what} ({step.origin}), which {where}")
            return "null"
        i, n = places[0]
        job = self.jobs[i]
        if job.matrix is not None:
            self.problem(
                f"{self._who()} reads {reference.what} ({step.origin}), whose job '{job.name}' has a matrix: only the combination that ends "
                "last would be read; hand the values on as artifacts"
            )
        if self._need(job, f"{self._who()} reads {reference.what} of job '{job.name}'") is None and self.here >= 0:
            return "null"
        inner = f"${{{{ {dotted('steps', self._step_id(i, n), *part)} }}}}"
        return self._handed_on(i, f"{self._step_id(i, n)}-{part[-1]}", inner)

    def _handed_on(self, i: int, name: str, value: str) -> str:
        """The output of job i that gives the value, one that it has or a new one."""
        outputs = self.outputs[i]
        job = self.jobs[i]
        for known, given in (job.outputs or {}).items() if isinstance(job, Job) else ():
            if known not in outputs and not isinstance(given, str):  # a job later in the list: its outputs are not written yet
                kept = (self.here, self.step, self.origin)
                self.here, self.step, self.origin = i, len(job.steps) if isinstance(job, Job) else 0, job.origin
                outputs[known] = given.interpolated(self.resolve)
                self.here, self.step, self.origin = kept
        for known, given_text in outputs.items():
            if given_text == value:
                name = known
                break
        else:
            outputs[name] = value
        return dotted("needs" if self.here >= 0 else "jobs", self.ids[i], "outputs", name)

    def _of_job(self, reference: Reference[Any], job: Job | CallJob, *part: str) -> str:
        i = self._need(job, f"{self._who()} reads {reference.what}")
        return "null" if i is None else dotted("needs" if self.here >= 0 else "jobs", self.ids[i], *part)

    def _who(self) -> str:
        if self.here < 0:
            return self.title
        job = self.jobs[self.here]
        if isinstance(job, Job) and 0 <= self.step < len(job.steps):
            return f"step '{job.steps[self.step].label}' of job '{job.name}'"
        return f"job '{job.name}'"


class _ActionLinker(_Linker):
    """The same for the steps of a composite action: one nameless job whose run steps each state their shell."""

    def __init__(self, action: Action, pin: Pin) -> None:
        from synth.build.workflows import Workflow

        super().__init__(Workflow(action.name, jobs=[Job(action.name, list(action.steps), origin=action.origin)], origin=action.origin), pin)
        self.title = f"action '{action.name}'"
        self.inputs = list(action.inputs)
        self.here = 0

    def _step(self, step: Step[Any]) -> dict[str, Any]:
        fields = super()._step(step)
        if "run" in fields:
            fields["shell"] = fields["shell"] or "bash"
        return fields

    def outside_steps(self, value: Any) -> str:
        self.step = 10**6  # outputs are read after the last step
        return super().outside_steps(value)


_PLAIN_EVENTS = frozenset({"push", "pull_request", "schedule", "workflow_dispatch", "workflow_call"})


def _valid_id(id_: str) -> bool:
    head, rest = id_[:1], id_.replace("-", "").replace("_", "")
    return bool(id_) and len(id_) < 100 and (head.isalpha() or head == "_") and not id_.startswith("__") and (rest + "x").isalnum() and id_.isascii()


def _has_status(expression: Expr[Any]) -> bool:
    return isinstance(expression, StatusCall) or any([_has_status(child) for child in expression.children()])


def _defaults(shell: str | None, folder: str | None) -> model.JobDefaults | None:
    return model.JobDefaults(run=model.RunDefaults(shell=shell, working_directory=folder)) if shell or folder else None


def _union(found: dict[str, model.Permission], more: Iterable[tuple[str, model.Permission]]) -> dict[str, model.Permission]:
    """The stronger of each scope; the first reason stays."""
    out = dict(found)
    for scope, permission in more:
        known = out.get(scope)
        if known is None or STRENGTH[permission.level] > STRENGTH[known.level]:
            out[scope] = permission
    return out
