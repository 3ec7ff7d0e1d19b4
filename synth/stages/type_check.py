"""Code quality: the type checker, or the compiler where that is one."""

from __future__ import annotations

from synth.build.origin import here
from synth.model import Origin
from synth.record import field, record
from synth.stages.of_stack import checked, left_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class TypeCheck:
    """Runs the stack's type checker, beside the other checks and tests; nothing is pushed before it succeeds."""

    stack: Stack = field(kw_only=False)
    name: str = "Type check"
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        return checked(self, progress, "types", self.stack.types)

    def notes(self) -> list[str]:
        return left_out(self, "types")
