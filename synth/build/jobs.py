"""Jobs: what runs on one machine, and what a job gives to others."""

from __future__ import annotations

from synth.build.origin import here
from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr, Reference
from synth.model import Origin
from synth.nearest import nearest
from synth.record import field, record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from synth.build.matrix import Matrix
    from synth.build.permissions import Permissions
    from synth.build.steps import Number, Step, Text, Truth, Value
    from synth.build.triggers import WorkflowOutput
    from synth.build.workflows import Workflow

    AnyJob = "Job | CallJob"

DEFAULT_RUNNER = "ubuntu-24.04"  # a fixed image: `-latest` changes under a pipeline
DEFAULT_TIMEOUT_MINUTES = 30  # GitHub's own limit is six hours


class JobResult(Reference["str"]):
    """How a job ended: success, failure, cancelled or skipped."""

    __slots__ = ("job", "succeeded")

    def __init__(self, job: Job | CallJob, succeeded: bool) -> None:
        super().__init__("text")
        self.job = job
        self.succeeded = succeeded

    @property
    def what(self) -> str:
        return f"the result of job '{self.job.name}'"


class JobOutput(Reference["str"]):
    """An output that a job names, or that a called workflow declares."""

    __slots__ = ("job", "output")

    def __init__(self, job: Job | CallJob, output: str) -> None:
        super().__init__("text")
        self.job = job
        self.output = output

    @property
    def what(self) -> str:
        return f"output '{self.output}' of job '{self.job.name}'"


class _Result:
    """Conditions on how a job ended; a job that reads one needs the other."""

    __slots__ = ()

    @property
    def failed(self) -> Expr[bool]:
        return JobResult(self, False) == "failure"  # type: ignore[arg-type]  # only jobs derive from this

    @property
    def succeeded(self) -> Expr[bool]:
        return JobResult(self, True) == "success"  # type: ignore[arg-type]

    @property
    def skipped(self) -> Expr[bool]:
        return JobResult(self, False) == "skipped"  # type: ignore[arg-type]

    @property
    def began(self) -> Expr[bool]:
        """True when the job ran, whatever came of it."""
        return JobResult(self, False) != "skipped"  # type: ignore[arg-type]

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            raise AttributeError(f"job '{self.name}' has no '{name}'{nearest(name, [n for n in dir(type(self)) if n[0] != '_'])}")


@record
class Concurrency:
    """At most one run of a group at a time; a newer one cancels the running one, or waits."""

    group: Text = field(kw_only=False)
    cancel_in_progress: Truth = False
    queue: str | None = None


@record
class Container:
    """A container that a job runs in, or a service beside it. The image is pinned by the lock."""

    image: Text = field(kw_only=False)
    env: Mapping[str, Value] | None = None
    ports: Sequence[int | str] = ()
    volumes: Sequence[str] = ()
    options: Text | None = None
    username: Text | None = None
    password: Expr[str] | None = None
    command: str | None = None
    entrypoint: str | None = None
    origin: Origin = field(default_factory=here)


@record
class RunnerGroup:
    """A group of larger or self-hosted runners, and the labels that a runner of it must have."""

    group: Text | None = field(kw_only=False, default=None)
    labels: Text | Sequence[Text] = ()


@record
class Snapshot:
    """A custom image that is made of the runner when the job has succeeded; `version` is like `2.*`."""

    image_name: str = field(kw_only=False)
    version: str | None = None
    if_: Truth | None = None


@record
class Job(_Result):
    """A job: `Job("Test", [checkout(), run("npm test")])`.

    Its id comes from its name, `needs` from what it reads of other jobs; `needs=[...]` adds jobs that it only comes after. Permissions are
    the union of what its steps need; `permissions` adds to them. `outputs` names values for readers outside; nothing inside has to.
    """

    name: str = field(kw_only=False)
    steps: Sequence[Step[Any]] = field(kw_only=False)
    id: str | None = None
    needs: Sequence[Job | CallJob] = ()
    if_: Truth | None = None
    runs_on: Text | Sequence[Text] | Mapping[str, Any] | RunnerGroup = DEFAULT_RUNNER
    matrix: Matrix | None = None
    environment: Text | None = None
    environment_url: Text | None = None
    environment_deployment: Truth | None = None
    permissions: Permissions | Literal["read-all", "write-all"] | None = None
    concurrency: Concurrency | None = None
    timeout_minutes: Number = DEFAULT_TIMEOUT_MINUTES
    cancel_timeout_minutes: Number | None = None
    cache_mode: str | None = None
    snapshot: Snapshot | None = None
    continue_on_error: Truth | None = None
    container: Container | None = None
    services: Mapping[str, Container] | Expr[Any] | None = None
    outputs: Mapping[str, Expr[Any]] | None = None
    env: Mapping[str, Value] | Expr[Any] | None = None
    shell: str | None = None
    working_directory: Text | None = None
    extra: Mapping[str, Any] | None = None
    origin: Origin = field(default_factory=here)
    key: object = field(default_factory=object)

    def output(self, name: str) -> Expr[str]:
        """A value that the job names in `outputs`. Raises AttributeError for another name."""
        if name not in (self.outputs or {}):
            raise AttributeError(f"job '{self.name}' names no output '{name}'{nearest(name, self.outputs or {}) or '; Job(outputs={...}) does'}")
        return JobOutput(self, name)

    def replace(self, **changes: Any) -> Job:
        """The same job with other settings; references to it stay valid."""
        return replace(self, **changes)

    def replace_step(self, name: str, *steps: Step[Any]) -> Job:
        """The job with other steps in place of the one called `name`; none removes it. Raises ExpressionError when there is no such step."""
        at = self._index(name)
        return replace(self, steps=[*self.steps[:at], *steps, *self.steps[at + 1 :]])

    def insert(self, *steps: Step[Any], before: str | None = None, after: str | None = None) -> Job:
        """The job with more steps before or after the one called so, or at the end. Raises ExpressionError when there is no such step."""
        at = self._index(before) if before is not None else self._index(after) + 1 if after is not None else len(self.steps)
        return replace(self, steps=[*self.steps[:at], *steps, *self.steps[at:]])

    def step(self, name: str) -> Step[Any]:
        """The step called so. Raises ExpressionError when there is none."""
        return self.steps[self._index(name)]

    def _index(self, name: str) -> int:
        found = [i for i, step in enumerate(self.steps) if step.label == name]
        if len(found) == 1:
            return found[0]
        labels = [step.label for step in self.steps]
        raise ExpressionError(
            f"job '{self.name}' has {len(found)} steps called '{name}': name them apart"
            if found
            else f"job '{self.name}' has no step '{name}'{nearest(name, labels)}"
        )


@record
class CallJob(_Result):
    """A job that calls a reusable workflow; `Workflow.call` and `call_workflow` make it."""

    name: str
    calls: Workflow | str
    id: str | None = None
    needs: Sequence[Job | CallJob] = ()
    if_: Truth | None = None
    matrix: Matrix | None = None
    permissions: Permissions | Literal["read-all", "write-all"] | None = None
    cache_mode: str | None = None
    concurrency: Concurrency | None = None
    inputs: Mapping[str, Value]
    secrets: Mapping[str, Expr[str]] | str
    declared: Sequence[str] = ()
    extra: Mapping[str, Any] | None = None
    origin: Origin
    key: object = field(default_factory=object)

    def output(self, output: WorkflowOutput[Any] | str) -> Expr[Any]:
        """An output of the called workflow. Raises AttributeError for one that it does not declare."""
        name = output if isinstance(output, str) else output.name
        if name not in self.declared:
            raise AttributeError(f"the workflow that '{self.name}' calls has no output '{name}'{nearest(name, self.declared)}")
        return JobOutput(self, name)

    def replace(self, **changes: Any) -> CallJob:
        """The same call with other settings; references to it stay valid."""
        return replace(self, **changes)
