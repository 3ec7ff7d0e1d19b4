"""What starts a workflow, and the inputs, secrets and outputs that its trigger declares. An input is the expression that reads it."""

from __future__ import annotations

from synth import model
from synth.build.origin import here
from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr, Path, Reference, kind_of
from synth.model import Origin
from synth.record import field, record
from synth.typed import Generic, overload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeVar

    T = TypeVar("T", str, bool, int, float)
else:
    T = None


_TYPES = {str: ("string", "text"), bool: ("boolean", "truth"), int: ("number", "number"), float: ("number", "number")}


@record
class Argument:
    """A value for an input or secret of a reusable workflow or composite action: what calling the Input gives."""

    to: Input[Any] | WorkflowSecret
    value: Any


class Input(Reference[T]):
    """An input of workflow_dispatch, workflow_call or a composite action, and the expression that reads it.

    `target = Input("target", options=["staging", "production"])` is declared by `dispatch(target)` or `call(target)`, read as `target`,
    and given by a caller as `target("staging")`. An input without default is required unless `required=False`. `environment=True` offers
    the repository's environments to whoever starts the workflow by hand.
    """

    __slots__ = ("default", "description", "name", "options", "origin", "required", "type")

    @overload
    def __init__(
        self: Input[str],
        name: str,
        type: type[str] = ...,
        *,
        description: str | None = ...,
        default: str | None = ...,
        required: bool | None = ...,
        options: Sequence[str] = ...,
        environment: bool = ...,
    ) -> None: ...
    @overload
    def __init__(self, name: str, type: type[T], *, description: str | None = ..., default: T | None = ..., required: bool | None = ...) -> None: ...
    def __init__(
        self,
        name: str,
        type: type[Any] = str,
        *,
        description: str | None = None,
        default: Any = None,
        required: bool | None = None,
        options: Sequence[str] = (),
        environment: bool = False,
    ) -> None:
        if type not in _TYPES:
            raise ExpressionError(f"input '{name}' is str, bool, int or float, not {type!r}")
        super().__init__(_TYPES[type][1])  # type: ignore[arg-type]  # the table holds kinds
        if default is not None and kind_of(default) != self.kind:
            raise ExpressionError(f"the default of input '{name}' is {default!r}, which is no {_TYPES[type][0]}")
        if options and default is not None and default not in options:
            raise ExpressionError(f"the default of input '{name}' is {default!r}, which is none of its options: {', '.join(options)}")
        self.name = name
        self.type = "choice" if options else "environment" if environment else _TYPES[type][0]
        self.description = description
        self.default = default
        self.required = default is None if required is None else required
        self.options = tuple(options)
        self.origin = here()

    def __call__(self, value: T | Expr[T]) -> Argument:
        """Gives the input this value where a workflow or action that declares it is used."""
        if kind_of(value) not in (self.kind, "any"):
            raise ExpressionError(f"input '{self.name}' is a {self.type}, and {value!r} is a {kind_of(value)}")
        if self.options and isinstance(value, str) and value not in self.options:
            raise ExpressionError(f"input '{self.name}' is one of {', '.join(self.options)}, not {value!r}")
        return Argument(to=self, value=value)

    @property
    def what(self) -> str:
        return f"input '{self.name}'"


class WorkflowSecret(Path["str"]):
    """A secret that a reusable workflow takes: `token = WorkflowSecret("NPM_TOKEN")`, read as `token`, given as `token(secrets.NPM_TOKEN)`."""

    __slots__ = ("description", "name", "required")

    def __init__(self, name: str, *, description: str | None = None, required: bool = True) -> None:
        super().__init__("text", "secrets", name)
        self.name = name
        self.description = description
        self.required = required

    def __call__(self, value: Expr[str]) -> Argument:
        if not isinstance(value, Expr):
            raise ExpressionError(f"secret '{self.name}' is given a plain text: put the value into a secret and write secrets.NAME")
        return Argument(to=self, value=value)


@record
class WorkflowOutput(Generic[T]):
    """An output of a reusable workflow: `url = WorkflowOutput("url", deploy.outputs.url)`, read from a call as `called.output(url)`."""

    name: str = field(kw_only=False)
    value: Expr[T] = field(kw_only=False)
    description: str | None = None


@record
class Trigger:
    """An event with its filters. Make it with `push`, `pull_request`, `schedule`, `dispatch`, `call`, `workflow_run` or `event`."""

    event: str
    filters: model.Trigger
    inputs: tuple[Input[Any], ...] = ()
    secrets: tuple[WorkflowSecret, ...] = ()
    outputs: tuple[WorkflowOutput[Any], ...] = ()
    origin: Origin


def push(
    *,
    branches: Sequence[str] = (),
    branches_ignore: Sequence[str] = (),
    tags: Sequence[str] = (),
    tags_ignore: Sequence[str] = (),
    paths: Sequence[str] = (),
    paths_ignore: Sequence[str] = (),
) -> Trigger:
    """A push of commits or tags. Without filters: every push."""
    return _trigger(
        "push", branches=branches, branches_ignore=branches_ignore, tags=tags, tags_ignore=tags_ignore, paths=paths, paths_ignore=paths_ignore
    )


def pull_request(
    *,
    types: Sequence[str] = (),
    branches: Sequence[str] = (),
    branches_ignore: Sequence[str] = (),
    paths: Sequence[str] = (),
    paths_ignore: Sequence[str] = (),
) -> Trigger:
    """A pull request. Without `types`: opened, synchronize, reopened."""
    return _trigger("pull_request", types=types, branches=branches, branches_ignore=branches_ignore, paths=paths, paths_ignore=paths_ignore)


def schedule(cron: str, *, timezone: str | None = None) -> Trigger:
    """A time: five cron fields, in UTC or an IANA time zone. Several schedules of a workflow become one list."""
    return Trigger(event="schedule", filters=model.Trigger(schedules=(model.Schedule(cron=cron, timezone=timezone),)), origin=here())


def dispatch(*inputs: Input[Any]) -> Trigger:
    """A button in GitHub's interface, with its inputs."""
    return Trigger(event="workflow_dispatch", filters=model.Trigger(), inputs=inputs, origin=here())


def call(*inputs: Input[Any], secrets: Sequence[WorkflowSecret] = (), outputs: Sequence[WorkflowOutput[Any]] = ()) -> Trigger:
    """A call from another workflow, which makes this one reusable."""
    return Trigger(event="workflow_call", filters=model.Trigger(), inputs=inputs, secrets=tuple(secrets), outputs=tuple(outputs), origin=here())


def workflow_run(*workflows: str, types: Sequence[str] = (), branches: Sequence[str] = (), branches_ignore: Sequence[str] = ()) -> Trigger:
    """The start or end of other workflows, given by their names."""
    return _trigger("workflow_run", workflows=workflows, types=types, branches=branches, branches_ignore=branches_ignore)


def event(name: str, *, types: Sequence[str] = (), **filters: Sequence[str]) -> Trigger:
    """Any other event by GitHub's name: `event("release", types=["published"])`. Names, types and filters are checked by link.

    Filters are `branches`, `branches_ignore`, `paths`, `paths_ignore`, and `names` and `versions` of image_version, where the event has them.
    """
    return _trigger(name, types=types, **filters)


def _trigger(name: str, **filters: Sequence[str]) -> Trigger:
    for key, value in filters.items():
        if isinstance(value, str):
            raise ExpressionError(f"{name}({key}=...) takes a list: {key}=[{value!r}]")
    given: dict[str, Any] = {k: tuple(v) for k, v in filters.items() if v}
    return Trigger(event=name, filters=model.Trigger(**given), origin=here())
