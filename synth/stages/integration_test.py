"""Integration tests against real services, which the runner starts beside the job."""

from __future__ import annotations

from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.steps import run
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stages.lint import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.backing import Backing
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class IntegrationTest:
    """Runs the stack's integration tests once every service says that it is healthy. `before` are commands such as a migration."""

    stack: Stack = field(kw_only=False)
    services: Sequence[Backing] = ()
    before: Sequence[str] = ()
    name: str = "Integration tests"
    timeout_minutes: int = 20
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        stack = self.stack
        names = [service.name for service in self.services]
        if twice := {name for name in names if names.count(name) > 1}:
            raise StageError(f"two services are called '{min(twice)}': give one of them another name=")
        commands = [run(command, name=command) for command in (*self.before, *stack.integration)]
        return progress.gate(
            Job(
                self.name,
                [*stack.prepare(), *commands],
                services={service.name: service.container() for service in self.services} or None,
                env={name: value for service in self.services for name, value in service.variables().items()} or None,
                working_directory=folder(stack),
                timeout_minutes=self.timeout_minutes,
                origin=self.origin,
            )
        )
