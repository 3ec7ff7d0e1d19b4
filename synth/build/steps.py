"""Steps: `run(...)`, `uses(...)`, and what they give to others, their outputs and their outcome."""

from __future__ import annotations

from synth.build.origin import here
from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr, Reference, plain
from synth.model import Origin
from synth.nearest import nearest
from synth.record import field, positional, record, replace
from synth.typed import Generic, overload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any, TypeAlias, TypeVar

    from synth.build.actions import Action

    O_co = TypeVar("O_co", bound="Outputs", covariant=True)
    O = TypeVar("O", bound="Outputs")  # noqa: E741
    Text: TypeAlias = str | Expr[str]
    Truth: TypeAlias = bool | Expr[bool]
    Number: TypeAlias = int | float | Expr[int] | Expr[float]
    Value: TypeAlias = str | bool | int | float | Expr[Any] | None
    Scopes: TypeAlias = Mapping[str, tuple[str, str]]  # permission -> level, reason
else:
    O_co = None


class StepOutput(Reference["str"]):
    """An output of a step."""

    __slots__ = ("output", "step")

    def __init__(self, step: Step[Any], output: str) -> None:
        super().__init__("text")
        self.step = step
        self.output = output

    @property
    def what(self) -> str:
        return f"'{self.output}' of step '{self.step.label}'"


class StepOutcome(Reference["str"]):
    """How a step ended, before continue-on-error is applied: success, failure, cancelled or skipped."""

    __slots__ = ("step", "succeeded")

    def __init__(self, step: Step[Any], succeeded: bool) -> None:
        super().__init__("text")
        self.step = step
        self.succeeded = succeeded

    @property
    def what(self) -> str:
        return f"the outcome of step '{self.step.label}'"


class output:  # noqa: N801  # reads as a function, like dataclasses.field
    """Declares an output in an `Outputs` class; its name is the attribute's, with `-` for `_` unless another is given."""

    def __init__(self, name: str | None = None, *, description: str = "") -> None:
        self.name = name or ""
        self.description = description

    def __set_name__(self, owner: type[Outputs], attribute: str) -> None:
        self.name = self.name or attribute.replace("_", "-")

    @overload
    def __get__(self, instance: None, owner: type[Outputs]) -> output: ...
    @overload
    def __get__(self, instance: Outputs, owner: type[Outputs]) -> Expr[str]: ...
    def __get__(self, instance: Outputs | None, owner: type[Outputs]) -> output | Expr[str]:
        return self if instance is None else StepOutput(instance._step, self.name)


class Outputs:
    """What a step gives to later steps and jobs; a subclass declares them with `output()`, so that type checkers know the names."""

    __slots__ = ("_step",)

    def __init__(self, step: Step[Any]) -> None:
        self._step = step

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            known = [k for c in type(self).__mro__ for k, v in vars(c).items() if isinstance(v, output)]
            raise AttributeError(f"step '{self._step.label}' declares no output '{name}'{nearest(name, known)}")


class NamedOutputs(Outputs):
    """The outputs whose names were given as texts: `run(..., outputs=["tag"])`. Checked when Python reads the definition."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Expr[str]:
        return self[name.replace("_", "-") if name not in self._step.declared else name]

    def __getitem__(self, name: str) -> Expr[str]:
        declared = self._step.declared
        if name not in declared:
            advice = nearest(name, declared) or "; run(..., outputs=[...]) declares them"
            raise AttributeError(f"step '{self._step.label}' declares no output '{name}'{advice}")
        return StepOutput(self._step, name)


@positional
class Vendored:
    """An action that ghsynth ships, by its name."""

    name: str


@record
class Step(Generic[O_co]):
    """One step of a job. Make it with `run`, `uses` or a binding; change it with `replace`, which keeps references to it valid."""

    name: str | None = None
    script: str | Expr[Any] | None = None
    action: str | Action | Vendored | None = None
    inputs: Mapping[str, Value] | None = None
    env: Mapping[str, Value] | None = None
    if_: Truth | None = None
    shell: str | None = None
    working_directory: Text | None = None
    continue_on_error: Truth | None = None
    timeout_minutes: int | Expr[int] | None = None
    permissions: Scopes | None = None
    background: bool | None = None
    waits: Sequence[Step[Any]] = ()  # this and the next three: of steps that do nothing else
    waits_for_all: bool = False
    cancels: Step[Any] | None = None
    parallel: Sequence[Step[Any]] = ()
    declared: Sequence[str] = ()
    kind: type[O_co]
    extra: Mapping[str, Any] | None = None
    origin: Origin
    key: object = field(default_factory=object)

    @property
    def outputs(self) -> O_co:
        return self.kind(self)

    @property
    def label(self) -> str:
        """What a log calls the step."""
        if self.name:
            return self.name
        if self.action is not None:
            return self.action if isinstance(self.action, str) else self.action.name
        if self.script is None:
            return "cancel" if self.cancels else "parallel" if self.parallel else "wait"
        return self.script.strip().partition("\n")[0] if isinstance(self.script, str) else "raw script"

    @property
    def failed(self) -> Expr[bool]:
        """True when the step failed, also where continue-on-error hides it."""
        return StepOutcome(self, False) == "failure"

    @property
    def succeeded(self) -> Expr[bool]:
        return StepOutcome(self, True) == "success"

    @property
    def skipped(self) -> Expr[bool]:
        return StepOutcome(self, False) == "skipped"

    @property
    def began(self) -> Expr[bool]:
        """True when the step was reached, whatever came of it."""
        return StepOutcome(self, False) != "skipped"

    if not TYPE_CHECKING:

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            raise AttributeError(f"step '{self.label}' has no '{name}'{nearest(name, [n for n in dir(type(self)) if n[0] != '_'])}")

    def replace(self, **changes: Any) -> Step[O_co]:
        """The same step with other settings: name, if_, env, shell, working_directory, continue_on_error, timeout_minutes, inputs, extra."""
        return replace(self, **changes)

    def in_background(self) -> Step[O_co]:
        """The same step, beside which the job goes on: `wait` and `wait_all` wait for it, `cancel` ends it. Ten may run at once."""
        return replace(self, background=True)


@overload
def run(
    script: str | Expr[Any],
    *,
    name: str | None = None,
    if_: Truth | None = None,
    env: Mapping[str, Value] | None = None,
    shell: str | None = None,
    working_directory: Text | None = None,
    continue_on_error: Truth | None = None,
    timeout_minutes: int | Expr[int] | None = None,
    outputs: type[O],
    extra: Mapping[str, Any] | None = None,
    **values: Value,
) -> Step[O]: ...
@overload
def run(
    script: str | Expr[Any],
    *,
    name: str | None = None,
    if_: Truth | None = None,
    env: Mapping[str, Value] | None = None,
    shell: str | None = None,
    working_directory: Text | None = None,
    continue_on_error: Truth | None = None,
    timeout_minutes: int | Expr[int] | None = None,
    outputs: Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
    **values: Value,
) -> Step[NamedOutputs]: ...
def run(
    script: str | Expr[Any],
    *,
    name: str | None = None,
    if_: Truth | None = None,
    env: Mapping[str, Value] | None = None,
    shell: str | None = None,
    working_directory: Text | None = None,
    continue_on_error: Truth | None = None,
    timeout_minutes: int | Expr[int] | None = None,
    outputs: type[Any] | Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
    **values: Value,
) -> Step[Any]:
    """A step that runs a shell script: `run("docker push {image}", image=pushed.outputs.uri)`.

    Each value travels in an environment variable and stands quoted in the script, so nothing in it can become code. `outputs` names what the
    script writes to $GITHUB_OUTPUT: a list of names, or an `Outputs` class for type checkers.
    Raises ExpressionError for `${{ }}` in the script, a placeholder in quotes, a value without placeholder, or a variable that is not free.
    """
    if isinstance(script, str):
        plain(script)
        if not script.strip():
            raise ExpressionError("run() got an empty script")
        if script[:1] == "\n":
            from textwrap import dedent

            script = dedent(script[1:]).rstrip() + "\n"
        if values:
            if shell not in (None, "bash", "sh"):
                raise ExpressionError(f"placeholders are quoted for bash and sh, not for shell={shell!r}: pass env={{...}} and read the variable")
            from synth.build.script import fill, variable  # its patterns take a millisecond to compile

            script = fill(script, values)
            carried = {variable(name): value for name, value in values.items()}
            if env and (twice := sorted(carried.keys() & env.keys())):
                raise ExpressionError(f"env= and the placeholder {{{twice[0].lower()}}} both set {twice[0]}: rename one")
            env = {**(env or {}), **carried}
    elif values:
        raise ExpressionError("a raw(...) script takes no values: pass env={...}")
    declared, kind = ((), outputs) if isinstance(outputs, type) else (outputs, NamedOutputs)
    return Step(
        name=name,
        script=script,
        env=env,
        if_=if_,
        shell=shell,
        working_directory=working_directory,
        continue_on_error=continue_on_error,
        timeout_minutes=timeout_minutes,
        declared=declared,
        kind=kind,
        extra=extra,
        origin=here(),
    )


def uses(
    action: str,
    *,
    name: str | None = None,
    inputs: Mapping[str, Value] | None = None,
    outputs: Sequence[str] = (),
    permissions: Scopes | None = None,
    if_: Truth | None = None,
    env: Mapping[str, Value] | None = None,
    continue_on_error: Truth | None = None,
    timeout_minutes: int | Expr[int] | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Step[NamedOutputs]:
    """A step that uses an action without a binding: `uses("owner/repo@v1", inputs={"key": "value"})`.

    The reference is pinned by the lock. `permissions` gives the scopes that the action needs: `{"contents": ("read", "why")}`.
    """
    return Step(
        name=name,
        action=action,
        inputs=inputs,
        env=env,
        if_=if_,
        continue_on_error=continue_on_error,
        timeout_minutes=timeout_minutes,
        permissions=permissions,
        declared=outputs,
        kind=NamedOutputs,
        extra=extra,
        origin=here(),
    )


def wait(*steps: Step[Any], name: str | None = None) -> Step[Outputs]:
    """A step that waits until background steps of the job have ended; their outputs can be read after it."""
    if not steps:
        raise ExpressionError("wait() takes the steps to wait for; wait_all() waits for all")
    return Step(name=name, waits=steps, kind=Outputs, origin=here())


def wait_all(*, name: str | None = None) -> Step[Outputs]:
    """A step that waits until all background steps of the job have ended."""
    return Step(name=name, waits_for_all=True, kind=Outputs, origin=here())


def cancel(step: Step[Any], *, name: str | None = None) -> Step[Outputs]:
    """A step that ends a background step of the job."""
    return Step(name=name, cancels=step, kind=Outputs, origin=here())


def parallel(*steps: Step[Any]) -> Step[Outputs]:
    """Steps that run side by side; the job goes on when all have ended."""
    if any(step.parallel or step.waits or step.waits_for_all or step.cancels for step in steps):
        raise ExpressionError("parallel() takes steps made by run, uses and bindings only")
    return Step(parallel=steps, kind=Outputs, origin=here())


def flat(steps: Sequence[Step[Any]]) -> Sequence[Step[Any]]:
    """The steps in the order of the file, each parallel group before what is in it."""
    if not any([step.parallel for step in steps]):
        return steps
    return [one for step in steps for one in (step, *step.parallel)]


def bound(action: str, name: str | None, inputs: dict[str, Value], kind: type[O], permissions: Scopes | None = None) -> Step[O]:
    """What a binding returns; inputs that are None are left to the action's default."""
    return Step(
        name=name,
        action=action,
        inputs={k: v for k, v in inputs.items() if v is not None},
        permissions=permissions,
        kind=kind,
        origin=here(),
    )


__all__ = [
    "NamedOutputs",
    "Outputs",
    "Step",
    "StepOutcome",
    "StepOutput",
    "bound",
    "cancel",
    "flat",
    "output",
    "parallel",
    "run",
    "uses",
    "wait",
    "wait_all",
]
