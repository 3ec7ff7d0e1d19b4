"""Code quality: linter and format check."""

from __future__ import annotations

from synth.build.origin import here
from synth.model import Origin
from synth.record import field, record
from synth.stacks.auto import Auto
from synth.stages.of_stack import checked, folder, nothing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class Lint:
    """Runs the stack's linter and format check, beside the other checks and tests; nothing is pushed before it succeeds.

    With a stage Format for the same folder, or `format=False`, only the linter.
    """

    stack: Stack = field(kw_only=False)
    format: bool = True
    name: str = "Lint"
    timeout_minutes: int = 10
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        stack = self.stack
        formats = [command for command in stack.format if self.format and not runs(progress, command, stack)]
        return checked(self, progress, "lint", [*stack.lint, *formats])

    def notes(self) -> list[str]:
        stack = self.stack
        if not isinstance(stack, Auto):
            return []
        if stack.lint:
            return [f"{self.name} checks no format: {nothing(stack, 'format')}"] if self.format and not stack.format else []
        return [f"{self.name} {'checks the format only' if self.format and stack.format else 'is left out'}: {nothing(stack, 'lint')}"]


def runs(progress: Progress, command: str, stack: Stack) -> bool:
    """Whether a job so far runs the command in the stack's folder."""
    from synth.build.jobs import Job

    at = folder(stack)
    for job in [job for job in progress.jobs if isinstance(job, Job)]:
        there = job.working_directory
        scripts = [step.script for step in job.steps if isinstance(step.script, str)]
        if (there is None or isinstance(there, str)) and there == at and command in scripts:
            return True
    return False
