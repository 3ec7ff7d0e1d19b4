"""A composite action of build values -> the model: one nameless job whose run steps each state their shell."""

from __future__ import annotations

from synth.build.jobs import Job
from synth.build.triggers import Input
from synth.expr.tree import as_expr
from synth.link.names import ACTIONS, as_text, slug
from synth.link.workflow import WorkflowLinker
from synth.model.action import ActionFile, ActionInput, ActionOutput, CompositeRuns

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.build.actions import Action
    from synth.build.steps import Step
    from synth.expr.tree import Reference
    from synth.link.values import Pin


class ActionLinker(WorkflowLinker):
    """The work on one composite action."""

    whole, nowhere = "action", "no step of"
    declaring = "inputs=[...]"

    def __init__(self, action: Action, pin: Pin) -> None:
        from synth.build.workflows import Workflow

        job = Job(action.name, list(action.steps), origin=action.origin)
        super().__init__(Workflow(action.name, jobs=[job], origin=action.origin), pin)
        self.title = f"action '{action.name}'"
        self.inputs = list(action.inputs)
        self.action = action
        self.job = job
        self.here = 0

    def file(self) -> ActionFile:
        action = self.action
        if action.folder is not None and slug(action.folder.replace("/", "-")) != action.folder.replace("/", "-"):
            self.problem(f"folder={action.folder!r} is no name of a folder in {ACTIONS}: small letters, digits and '-'")
        if bool(action.program) == bool(action.steps):
            self.problem(f"action '{action.name}' needs either steps=[...] or program=, and not both", action.origin)
        steps = self.steps(self.job) if action.steps else []
        self.step, self.origin = len(steps), action.origin  # outputs are read after the last step
        outputs = {
            name: ActionOutput(description=name, value=None if action.program else self.written(as_expr(value)))
            for name, value in action.outputs.items()
        }
        inputs = {
            i.name: ActionInput(description=i.description or i.name, required=i.required, default=None if i.default is None else as_text(i.default))
            for i in action.inputs
        }
        return ActionFile(
            name=action.name,
            description=action.description,
            author=action.author,
            inputs=inputs or None,
            outputs=outputs or None,
            runs=action.program or CompositeRuns(using="composite", steps=self.finished(0, steps)),
            branding=action.branding,
            origin=action.origin,
        )

    def resolve(self, reference: Reference[Any]) -> str:
        written = super().resolve(reference)
        if not isinstance(reference, Input) or reference.kind == "text":
            return written
        # a composite action is given text, and the text 'false' counts as true
        absent = "" if reference.required or reference.default is not None else " || 'false'" if reference.kind == "truth" else " || '0'"
        return f"fromJSON({written}{absent})"

    def _fields(self, step: Step[Any]) -> dict[str, Any]:
        fields = super()._fields(step)
        if "run" in fields:
            fields["shell"] = fields["shell"] or "bash"
        return fields
