"""Code quality: the format check in a job of its own."""

from __future__ import annotations

from synth.build.origin import here
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stages.lint import runs
from synth.stages.of_stack import checked, left_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class Format:
    """Runs the stack's format check in a job of its own. Put it before Lint, which then leaves it to this."""

    stack: Stack = field(kw_only=False)
    name: str = "Format"
    timeout_minutes: int = 10
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        if any([runs(progress, command, self.stack) for command in self.stack.format]):
            raise StageError("Lint checks the format already: put Format before it, or write Lint(..., format=False)")
        return checked(self, progress, "format", self.stack.format)

    def notes(self) -> list[str]:
        return left_out(self, "format")
