"""Unit tests with a coverage report."""

from __future__ import annotations

from synth.bindings import upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.expr import cancelled
from synth.model import Origin
from synth.record import field, record
from synth.stages.lint import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class UnitTest:
    """Runs the stack's unit tests, whose own configuration holds the coverage gate, and keeps the coverage report as artifact."""

    stack: Stack = field(kw_only=False)
    name: str = "Unit tests"
    retention_days: int = 14
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        stack = self.stack
        path = stack.coverage if stack.folder == "." else f"{stack.folder}/{stack.coverage}"
        tests = [run(command, name=command) for command in stack.unit]
        report = upload_artifact("Keep the coverage report", name="coverage", path=path, retention_days=self.retention_days)
        # a report is wanted most when the gate failed
        steps = [*stack.prepare(), *tests, *[report.replace(if_=~cancelled() & test.began) for test in tests[-1:]]]
        return progress.gate(Job(self.name, steps, working_directory=folder(stack), timeout_minutes=self.timeout_minutes, origin=self.origin))
