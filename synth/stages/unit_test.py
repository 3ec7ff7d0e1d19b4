"""Unit tests with a gate on the lines that they cover."""

from __future__ import annotations

from synth.bindings import upload_artifact
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.expr import cancelled
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stacks.auto import Auto
from synth.stages.of_stack import folder, named, nothing, short

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.pipeline import Progress
    from synth.stacks import Stack

LEAST = 80
MARK = "{coverage}"


@record
class UnitTest:
    """Runs the stack's unit tests, and stops the run when they cover too few lines; keeps the coverage report as artifact.

    `coverage` is the least share, in per cent: 80 where the stack's commands take one, and the project's own gate where they do not. Giving it
    to a stack whose commands take none is an error, so that no gate is only believed in.
    """

    stack: Stack = field(kw_only=False)
    coverage: int | None = None
    name: str = "Unit tests"
    retention_days: int = 14
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        stack, commands = self.stack, self._commands()
        name = named(progress, self.name, stack)
        tests = [run(command, name=short(command)) for command in commands]
        steps = [*stack.prepare(), *tests]
        if stack.coverage:
            path = stack.coverage if stack.folder == "." else f"{stack.folder}/{stack.coverage}"
            # one name for the first, and for others what tells their jobs apart
            artifact = "coverage" if name == self.name else f"coverage-{slug(name.removeprefix(self.name))}"
            report = upload_artifact("Keep the coverage report", name=artifact, path=path, retention_days=self.retention_days)
            steps.append(report.replace(if_=~cancelled() & tests[0].began))  # a report is wanted most when the gate failed
        return progress.gate(Job(name, steps, working_directory=folder(stack), timeout_minutes=self.timeout_minutes, origin=self.origin))

    def notes(self) -> list[str]:
        stack = self.stack
        if not isinstance(stack, Auto) or any([MARK in command for command in stack.unit]):
            return []
        return [f"{self.name} of '{stack.at}' have no gate of ours: {stack.missing('gate') or 'no command takes one'}"]

    def _commands(self) -> Sequence[str]:
        """The tests with the gate in its place."""
        stack = self.stack
        if not stack.unit:
            raise StageError(nothing(stack, "unit"))
        if self.coverage is not None and not 0 <= self.coverage <= 100:
            raise StageError(f"coverage={self.coverage} is no share in per cent: give 0 to 100")
        if self.coverage is not None and not any([MARK in command for command in stack.unit]):
            why = stack.missing("gate") if isinstance(stack, Auto) else ""
            raise StageError(f"no command of the unit tests takes coverage={self.coverage}: " + (why or f"write {MARK} where one does"))
        least = LEAST if self.coverage is None else self.coverage
        return [command.replace(MARK, str(least)) for command in stack.unit]
