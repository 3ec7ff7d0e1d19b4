"""Code quality: linter and format check."""

from __future__ import annotations

from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.model import Origin
from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class Lint:
    """Runs the stack's linter and format check, beside the tests; nothing is pushed before it succeeds."""

    stack: Stack = field(kw_only=False)
    name: str = "Lint"
    timeout_minutes: int = 10
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        stack = self.stack
        commands = [run(command, name=command) for command in stack.lint]
        return progress.gate(
            Job(self.name, [*stack.prepare(), *commands], working_directory=folder(stack), timeout_minutes=self.timeout_minutes, origin=self.origin)
        )


def folder(stack: Stack) -> str | None:
    """Where the stack's commands run, when that is not the repository's root."""
    return None if stack.folder == "." else stack.folder
