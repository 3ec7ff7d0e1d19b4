"""A workflow of build values -> the model."""

from __future__ import annotations

from synth import model
from synth.build.jobs import CallJob, Job, RunnerGroup
from synth.expr.tree import Expr, as_expr
from synth.link.names import WORKFLOWS, file_name, slug, valid_id
from synth.link.steps import Steps
from synth.model.permissions import SCOPES, STRENGTH
from synth.nearest import nearest
from synth.record import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from synth.build.jobs import Concurrency, Container, Snapshot
    from synth.build.matrix import Matrix
    from synth.build.steps import Step
    from synth.build.triggers import Input, Trigger
    from synth.build.workflows import Workflow
    from synth.link.values import Pin

_PLAIN_EVENTS = frozenset({"push", "pull_request", "schedule", "workflow_dispatch", "workflow_call"})


class WorkflowLinker(Steps):
    """The work on one workflow."""

    def __init__(self, workflow: Workflow, pin: Pin) -> None:
        super().__init__(f"workflow '{workflow.name}'", workflow.jobs, [i for t in workflow.on for i in t.inputs], workflow.origin, pin)
        self.source = workflow

    def workflow(self) -> model.Workflow:
        source = self.source
        if source.file is not None and not _is_file_name(source.file):
            self.problem(f"file={source.file!r} is no name of a file in {WORKFLOWS}: letters, digits, '.', '_', '-', ending in .yml or .yaml")
        if not source.jobs:
            self.problem(f"{self.title} has no jobs")
        if not source.on:
            self.problem(f"{self.title} has no trigger: on=[push(branches=['main'])], for example")
        self._check_ids()
        jobs = [self._call(job) if isinstance(job, CallJob) else self._job(job) for job in self.jobs]
        self.here, self.origin, self.after_jobs = -1, source.origin, True
        on = self._triggers(source.on)  # after the jobs, whose outputs it may read
        self.origin, self.after_jobs = source.origin, False
        finished = {id_: self._finish(i, made) for i, (id_, made) in enumerate(zip(self.ids, jobs, strict=True))}
        self._check_graph()
        return model.Workflow(
            name=source.name,
            description=source.description,
            run_name=self.text(source.run_name),
            on=on,
            permissions=self._permissions(source.permissions, ()),
            cache_mode=source.cache_mode,
            env=self.environment(source.env),
            defaults=_defaults(source.shell if any([isinstance(j, Job) for j in self.jobs]) else None, source.working_directory),
            concurrency=self._concurrency(source.concurrency) if source.concurrency else self._default_concurrency(),
            jobs=finished,
            extra=self.values(source.extra),
            origin=source.origin,
        )

    def _check_ids(self) -> None:
        seen: dict[str, Job | CallJob] = {}
        for id_, job in zip(self.ids, self.jobs, strict=True):
            if not valid_id(id_):
                self.problem(f"the id '{id_}' of job '{job.name}' is not letters, digits, '-' and '_' beginning with a letter or '_'", job.origin)
            if other := seen.get(id_.lower()):
                self.problem(
                    f"jobs '{other.name}' ({other.origin}) and '{job.name}' would both be called '{id_}': rename one or give it id=", job.origin
                )
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
                self._check_event(name, made)
            if trigger.inputs or trigger.secrets or trigger.outputs:
                made = self._alone(trigger, self._declared)
            if name in on:
                if made.schedules is None:
                    self.problem(f"{self.title} has the trigger '{name}' twice: join the filters")
                    continue
                made = model.Trigger(schedules=(*(on[name].schedules or ()), *made.schedules))
            on[name] = made
        return on

    def _declared(self, trigger: Trigger) -> model.Trigger:
        return model.Trigger(
            inputs={i.name: self._input(i, trigger.event) for i in trigger.inputs} or None,
            secrets={s.name: model.Secret(description=s.description, required=s.required) for s in trigger.secrets} or None,
            outputs={o.name: model.Output(description=o.description, value=self.written(as_expr(o.value))) for o in trigger.outputs} or None,
        )

    def _check_event(self, name: str, trigger: model.Trigger) -> None:
        from synth.model.events import EVENTS, FILTERS
        from synth.model.keys import key_of

        if name not in EVENTS:
            self.problem(f"GitHub has no event '{name}'{nearest(name, EVENTS)}")
            return
        for given in vars(trigger):
            if given not in ("types", "schedules") and key_of(given) not in FILTERS.get(name, ()):
                self.problem(f"event '{name}' has no filter '{key_of(given)}'{nearest(key_of(given), FILTERS.get(name, ()))}")
        for kind in trigger.types or ():
            if kind not in EVENTS[name] and name != "repository_dispatch":
                self.problem(f"event '{name}' has no type '{kind}'{nearest(kind, EVENTS[name])}")

    def _input(self, source: Input[Any], event: str) -> model.Input:
        if source.type in ("choice", "environment") and event == "workflow_call":
            what = "options" if source.type == "choice" else "environment=True"
            self.problem(f"input '{source.name}' has {what}, which workflow_call does not know: only dispatch(...) offers a choice", source.origin)
        return model.Input(
            description=source.description,
            type=source.type,
            options=source.options or None,
            default=source.default,
            required=source.required or None,
        )

    def _default_concurrency(self) -> model.Concurrency | None:
        if all([trigger.event == "workflow_call" for trigger in self.source.on]):
            return None  # its callers decide: a group of its own would make calls from one run wait for, or cancel, each other
        # a newer commit replaces the run of a pull request; what is on a branch is never cut off half-way
        pulls = any([trigger.event == "pull_request" for trigger in self.source.on])
        return model.Concurrency(
            group=f"{slug(self.source.name)}-${{{{ github.ref }}}}",
            cancel_in_progress="${{ github.event_name == 'pull_request' }}" if pulls else False,
        )

    def _job(self, job: Job) -> tuple[model.Job, list[model.Step]]:
        self._enter(job)
        steps = self.steps(job)
        self.step = len(steps)  # the job's outputs and its environment's address are read after its steps
        self.origin = job.origin
        for name, value in (job.outputs or {}).items():
            self.outputs[self.here].setdefault(name, self.written(as_expr(value)))
        url = self.text(job.environment_url)
        self.step = -1
        environment = None
        if job.environment is not None:
            environment = model.Environment(
                name=self.text(job.environment) or "",
                url=url,
                deployment=None if job.environment_deployment is None else self.value(job.environment_deployment),
            )
        elif job.environment_url is not None:
            self.problem(f"job '{job.name}' has environment_url= but no environment=")
        return model.Job(
            name=job.name,
            if_=None if job.if_ is None else self.condition(job.if_, f"job '{job.name}'"),
            runs_on=self._runner(job.runs_on),
            environment=environment,
            permissions=self._permissions(job.permissions, job.steps) or None,
            cache_mode=job.cache_mode,
            concurrency=self._concurrency(job.concurrency) if job.concurrency else None,
            timeout_minutes=job.timeout_minutes if type(job.timeout_minutes) is int else self.value(job.timeout_minutes),
            cancel_timeout_minutes=None if job.cancel_timeout_minutes is None else self.value(job.cancel_timeout_minutes),
            continue_on_error=None if job.continue_on_error is None else self.value(job.continue_on_error),
            strategy=self._alone(job.matrix, self._strategy) if job.matrix is not None else None,
            container=self._container(job.container) if job.container else None,
            services=None if job.services is None else self._services(job.services),
            env=self.environment(job.env),
            defaults=_defaults(job.shell, self.text(job.working_directory)),
            snapshot=self._snapshot(job.snapshot) if job.snapshot else None,
            extra=self.values(job.extra),
            origin=job.origin,
        ), steps

    def _call(self, job: CallJob) -> tuple[model.CallJob, list[model.Step]]:
        self._enter(job)
        calls = job.calls
        if isinstance(calls, str):
            used = self.pinned(calls)
            permissions = self._permissions(job.permissions, ())
        else:
            used = model.Uses(f"$/{file_name(calls)}")
            permissions = _union(self._asked(calls), self._permissions(job.permissions, ()))
        return model.CallJob(
            name=job.name,
            if_=self.condition(job.if_, f"job '{job.name}'"),
            permissions=permissions or None,
            cache_mode=job.cache_mode,
            concurrency=self._concurrency(job.concurrency) if job.concurrency else None,
            strategy=self._alone(job.matrix, self._strategy) if job.matrix is not None else None,
            uses=used,
            with_=self.values(job.inputs) or None,
            secrets=job.secrets if isinstance(job.secrets, str) else {name: self.written(value) for name, value in job.secrets.items()} or None,
            extra=self.values(job.extra),
            origin=job.origin,
        ), []

    def _asked(self, workflow: Workflow) -> dict[str, model.Permission] | str:
        """What the jobs of a workflow ask for, those that state nothing what the workflow states, down to the workflows that they call."""
        asked: dict[str, model.Permission] | str = {}
        for job in workflow.jobs:
            if isinstance(job, Job):
                own = self._permissions(job.permissions, job.steps)
            else:
                own = self._permissions(job.permissions, ())
                if not isinstance(job.calls, str):
                    own = _union(self._asked(job.calls), own)
            asked = _union(asked, own or self._permissions(workflow.permissions, ()))
        return asked

    def _enter(self, job: Job | CallJob) -> None:
        self.here, self.step, self.origin = self.index[id(job.key)], -1, job.origin
        for other in job.needs:
            if isinstance(other, (Job, CallJob)):
                self.need(other, f"job '{job.name}' needs job '{other.name}'")
            else:
                self.problem(f"job '{job.name}' needs {other!r}: give the job itself, not its name")

    def _finish(self, i: int, made: tuple[model.Job | model.CallJob, list[model.Step]]) -> model.Job | model.CallJob:
        """The job with what only became known once every other one was written: its needs, outputs and step ids."""
        job, steps = made
        needs = tuple([self.ids[n] for n in sorted(self.needs[i])]) or None
        if isinstance(job, model.CallJob):
            return job if needs is None else replace(job, needs=needs)
        return replace(job, needs=needs, outputs=self.outputs[i] or None, steps=self.finished(i, steps))

    def _runner(
        self, given: str | Expr[str] | Sequence[str | Expr[str]] | Mapping[str, Any] | RunnerGroup
    ) -> str | tuple[str, ...] | model.RunnerGroup:
        if isinstance(given, (str, Expr)):
            return self.text(given) or ""
        if isinstance(given, dict):
            given = RunnerGroup(**given)
        if isinstance(given, RunnerGroup):
            return model.RunnerGroup(group=self.text(given.group), labels=self._labels(given.labels) or None)
        return self._labels(given)  # type: ignore[arg-type]  # a mapping is a dict

    def _labels(self, given: str | Expr[str] | Sequence[str | Expr[str]]) -> tuple[str, ...]:
        return tuple([self.text(label) or "" for label in ([given] if isinstance(given, (str, Expr)) else given)])

    def _snapshot(self, source: Snapshot) -> model.Snapshot:
        return model.Snapshot(image_name=source.image_name, version=source.version, if_=self.condition(source.if_, f"snapshot '{source.image_name}'"))

    def _services(self, given: Mapping[str, Container] | Expr[Any]) -> dict[str, model.Container] | str | None:
        if isinstance(given, Expr):
            return self.written(given)
        return {name: self._container(c) for name, c in given.items()} or None

    def _strategy(self, matrix: Matrix) -> model.Strategy:
        def cells(given: Any) -> Any:
            if isinstance(given, Expr):
                return self.written(given)
            return tuple([self.values(cell) for cell in given]) or None

        axes = {
            name: self.written(values) if isinstance(values, Expr) else tuple([self.value(v) for v in values]) for name, values in matrix.axes.items()
        }
        if not axes and not isinstance(matrix.include, Expr) and not matrix.include:
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

    def _permissions(self, given: Mapping[str, Any] | str | None, steps: Iterable[Step[Any]]) -> dict[str, model.Permission] | str:
        """What is asked for, and what the steps need, with the reason of each."""
        if isinstance(given, str):
            if given not in ("read-all", "write-all"):
                self.problem(f"permissions cannot be {given!r}: give the scopes, {{'contents': 'read'}}, or 'read-all'")
            return given
        found: dict[str, model.Permission] = {}
        for step in steps:
            for scope, (level, reason) in step.permissions.items() if step.permissions else ():
                if scope not in found or STRENGTH[level] > STRENGTH[found[scope].level]:
                    found[scope] = model.Permission(level=level, reason=reason)
        for scope, wanted in given.items() if given else ():
            level, reason = wanted if isinstance(wanted, tuple) else (wanted, "")
            if scope not in SCOPES:
                self.problem(f"GitHub has no permission '{scope}'{nearest(scope, SCOPES)}")
            elif level not in SCOPES[scope][0]:
                self.problem(f"permission '{scope}' has no level '{level}'{nearest(str(level), SCOPES[scope][0])}")
            elif scope not in found or STRENGTH[level] > STRENGTH[found[scope].level]:
                known = found.get(scope)
                found[scope] = model.Permission(level=level, reason=reason or (known.reason if known else SCOPES[scope][1]))
        return found


def _is_file_name(name: str) -> bool:
    stem = name.removesuffix(".yml").removesuffix(".yaml")
    return stem != name and bool(stem) and stem[0] not in ".-" and name.isascii() and not set(stem) & set("/\\ ") and stem.isprintable()


def _defaults(shell: str | None, folder: str | None) -> model.JobDefaults | None:
    return model.JobDefaults(run=model.RunDefaults(shell=shell, working_directory=folder)) if shell or folder else None


def _union(found: dict[str, model.Permission] | str, more: dict[str, model.Permission] | str) -> dict[str, model.Permission] | str:
    """The stronger of each scope; the first reason stays."""
    if isinstance(found, str) or isinstance(more, str):
        return "write-all" if "write-all" in (found, more) else "read-all"
    out = dict(found)
    for scope, permission in more.items():
        known = out.get(scope)
        if known is None or STRENGTH[permission.level] > STRENGTH[known.level]:
            out[scope] = permission
    return out
