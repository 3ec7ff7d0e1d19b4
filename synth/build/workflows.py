"""Workflows: what becomes one file in .github/workflows, and calls of reusable ones."""

from __future__ import annotations

from synth.build.jobs import CallJob, Concurrency, Job
from synth.build.origin import here
from synth.build.triggers import Argument, Input, Trigger, WorkflowSecret
from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr
from synth.model import Origin
from synth.nearest import nearest
from synth.record import field, record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, Literal

    from synth.build.matrix import Matrix
    from synth.build.permissions import Permissions
    from synth.build.steps import Text, Truth, Value


@record
class Workflow:
    """A workflow file: `Workflow("CI", on=[push(branches=["main"])], jobs=[...])`.

    The file is named after the workflow unless `file` says otherwise. `permissions` are those of jobs that state none: none. Runs of one
    branch do not overlap, and a newer commit of a pull request cancels the older one's run, unless `concurrency` says otherwise. Scripts run in
    bash with `pipefail`, unless `shell` says otherwise.
    """

    name: str = field(kw_only=False)
    on: Sequence[Trigger] = field(default=())
    jobs: Sequence[Job | CallJob] = ()
    file: str | None = None
    description: str | None = None
    run_name: Text | None = None
    permissions: Permissions | Literal["read-all", "write-all"] | None = None
    cache_mode: str | None = None
    env: Mapping[str, Value] | Expr[Any] | None = None
    concurrency: Concurrency | None = None
    shell: str | None = "bash"
    working_directory: str | None = None
    extra: Mapping[str, Any] | None = None
    origin: Origin = field(default_factory=here)

    def replace(self, **changes: Any) -> Workflow:
        return replace(self, **changes)

    def job(self, name: str) -> Job | CallJob:
        """The job called so. Raises ExpressionError when there is none."""
        for job in self.jobs:
            if job.name == name:
                return job
        raise ExpressionError(f"workflow '{self.name}' has no job '{name}'{nearest(name, [j.name for j in self.jobs])}")

    def replace_job(self, name: str, *jobs: Job | CallJob) -> Workflow:
        """The workflow with other jobs in place of the one called `name`; none removes it."""
        at = self.jobs.index(self.job(name))
        return replace(self, jobs=[*self.jobs[:at], *jobs, *self.jobs[at + 1 :]])

    def call(
        self,
        name: str,
        *arguments: Argument,
        id: str | None = None,
        needs: Sequence[Job | CallJob] = (),
        if_: Truth | None = None,
        matrix: Matrix | None = None,
        concurrency: Concurrency | None = None,
    ) -> CallJob:
        """A job that calls this reusable workflow: `deploy.call("Deploy to staging", target("staging"))`.

        Raises ExpressionError for an argument that the workflow does not declare and for a required one that is missing.
        """
        trigger = next((t for t in self.on if t.event == "workflow_call"), None)
        if trigger is None:
            raise ExpressionError(f"workflow '{self.name}' cannot be called: add call(...) to its triggers")
        inputs, secrets = _sorted(arguments, trigger, f"workflow '{self.name}'")
        return CallJob(
            name=name,
            calls=self,
            id=id,
            needs=needs,
            if_=if_,
            matrix=matrix,
            concurrency=concurrency,
            inputs=inputs,
            secrets=secrets,
            declared=[o.name for o in trigger.outputs],
            origin=here(),
        )


def call_workflow(
    reference: str,
    name: str,
    *,
    inputs: Mapping[str, Value] | None = None,
    secrets: Mapping[str, Expr[str]] | Literal["inherit"] | None = None,
    outputs: Sequence[str] = (),
    permissions: Permissions | Literal["read-all", "write-all"] | None = None,
    id: str | None = None,
    needs: Sequence[Job | CallJob] = (),
    if_: Truth | None = None,
    matrix: Matrix | None = None,
    concurrency: Concurrency | None = None,
) -> CallJob:
    """A job that calls another repository's reusable workflow: `call_workflow("owner/repo/.github/workflows/x.yml@v1", "X")`."""
    return CallJob(
        name=name,
        calls=reference,
        id=id,
        needs=needs,
        if_=if_,
        matrix=matrix,
        permissions=permissions,
        concurrency=concurrency,
        inputs=inputs or {},
        secrets=secrets or {},
        declared=outputs,
        origin=here(),
    )


def _sorted(arguments: Sequence[Argument], trigger: Trigger, what: str) -> tuple[dict[str, Any], dict[str, Expr[str]]]:
    """The arguments as inputs and secrets by name."""
    inputs: dict[str, Any] = {}
    secrets: dict[str, Expr[str]] = {}
    for argument in arguments:
        to = argument.to
        into: dict[str, Any] = inputs if isinstance(to, Input) else secrets
        declared: Sequence[Input[Any] | WorkflowSecret] = trigger.inputs if isinstance(to, Input) else trigger.secrets
        kind = "input" if isinstance(to, Input) else "secret"
        if not any(to is one for one in declared):
            raise ExpressionError(f"{what} declares no {kind} '{to.name}'{nearest(to.name, [d.name for d in declared])}")
        if to.name in into:
            raise ExpressionError(f"{kind} '{to.name}' of {what} is given twice")
        into[to.name] = argument.value
    missing = [f"input '{i.name}'" for i in trigger.inputs if i.required and i.name not in inputs]
    missing += [f"secret '{s.name}'" for s in trigger.secrets if s.required and s.name not in secrets]
    if missing:
        raise ExpressionError(f"{what} needs {', '.join(missing)}: pass each as an argument, for example target('staging')")
    return inputs, secrets
