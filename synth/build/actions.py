"""Composite actions of one's own: defined once, written to .github/actions/<name>/action.yml, used as typed steps."""

from __future__ import annotations

from synth.build.origin import here
from synth.build.steps import NamedOutputs, Step, Vendored
from synth.build.triggers import Argument, Input
from synth.expr.literal import ExpressionError
from synth.expr.tree import Expr
from synth.model import Origin
from synth.nearest import nearest
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.steps import Scopes, Truth, Value
    from synth.model.action import Branding, DockerRuns, NodeRuns


@record
class Action:
    """A composite action: `Action("Set up", description="...", inputs=[version], steps=[...])`, used as `setup.step(version("24"))`.

    `outputs` maps names to expressions over its steps. Its steps may read `github`, `inputs`, `runner` and each other, not secrets or vars:
    pass those as inputs. `program` in place of steps makes it a Node or container action, whose outputs the program gives.
    """

    name: str = field(kw_only=False)
    description: str
    steps: Sequence[Step[Any]] = ()
    inputs: Sequence[Input[Any]] = ()
    outputs: Mapping[str, Expr[Any]] = field(default_factory=dict)
    program: NodeRuns | DockerRuns | None = None
    author: str | None = None
    branding: Branding | None = None
    folder: str | None = None
    origin: Origin = field(default_factory=here)

    def step(self, *arguments: Argument, name: str | None = None, if_: Truth | None = None) -> Step[NamedOutputs]:
        """A step that runs the action. Raises ExpressionError for an argument that it does not declare and a required one that is missing."""
        inputs: dict[str, Any] = {}
        for argument in arguments:
            if not any(argument.to is one for one in self.inputs):
                raise ExpressionError(
                    f"action '{self.name}' declares no input '{argument.to.name}'{nearest(argument.to.name, [i.name for i in self.inputs])}"
                )
            inputs[argument.to.name] = argument.value
        if missing := [i.name for i in self.inputs if i.required and i.name not in inputs]:
            raise ExpressionError(f"action '{self.name}' needs {', '.join(missing)}")
        scopes = {scope: why for step in self.steps for scope, why in (step.permissions or {}).items()}
        return Step(
            name=name,
            action=self,
            inputs=inputs,
            if_=if_,
            permissions=scopes or None,
            declared=tuple(self.outputs),
            kind=NamedOutputs,
            origin=here(),
        )


def vendored(
    action: str,
    inputs: Mapping[str, Value],
    *,
    outputs: Sequence[str] = (),
    name: str | None = None,
    if_: Truth | None = None,
    permissions: Scopes | None = None,
) -> Step[NamedOutputs]:
    """A step that runs an action which ghsynth ships. `generate` writes it to .github/actions/, so that no other repository is trusted with it."""
    return Step(
        name=name, action=Vendored(action), inputs=inputs, if_=if_, permissions=permissions, declared=outputs, kind=NamedOutputs, origin=here()
    )
