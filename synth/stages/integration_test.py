"""Integration tests against real services: beside the job, or all of it by a compose file."""

from __future__ import annotations

import re

from synth.bindings import checkout
from synth.build.jobs import Job
from synth.build.origin import here
from synth.build.repository import repository
from synth.build.steps import run
from synth.expr import always, failure
from synth.model import Origin
from synth.pipeline import StageError
from synth.record import field, record
from synth.stacks.auto import Auto
from synth.stages.of_stack import folder, named, nothing, steps_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.backing import Backing
    from synth.pipeline import Progress
    from synth.stacks import Stack

_PLAIN = re.compile(r"[\w.][\w./-]*")


@record
class IntegrationTest:
    """Runs the stack's integration tests once every service says that it is healthy. `before` are commands such as a migration.

    With `compose`, a compose file in the stack's folder, everything runs in its network: the job ends as its service `tester` does, shows the
    logs where that failed, and takes all down with its volumes, whatever happened. Keep databases there on tmpfs.
    """

    stack: Stack = field(kw_only=False)
    services: Sequence[Backing] = ()
    before: Sequence[str] = ()
    compose: str | None = None
    tester: str | None = None
    name: str = "Integration tests"
    timeout_minutes: int = 20
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        stack = self.stack
        name = named(progress, self.name, stack)
        if self._file():
            return progress.gate(self._composed(name))
        if not stack.integration:
            if isinstance(stack, Auto):
                return progress
            raise StageError(f"{nothing(stack, 'integration')}; or name a compose file: compose='compose.test.yml'")
        services = {service.name: service.container() for service in self._apart()}
        return progress.gate(
            Job(
                name,
                [*stack.prepare(), *steps_of([*self.before, *stack.integration])],
                services=services or None,
                env={name: value for service in self.services for name, value in service.variables().items()} or None,
                working_directory=folder(stack),
                timeout_minutes=self.timeout_minutes,
                origin=self.origin,
            )
        )

    def notes(self) -> list[str]:
        stack, file, root = self.stack, self._file(), repository()
        if isinstance(stack, Auto) and not file and not stack.integration:
            return [f"{self.name} are left out: {nothing(stack, 'integration')}"]
        if not file or root is None:
            return []
        from synth.detect.compose import faults
        from synth.detect.tree import Tree, within

        return [f"{self.name}: {fault}" for fault in faults(Tree(root), within(stack.folder, file), self._tester())]

    def _file(self) -> str | None:
        """The compose file: the one that is given, else that of the stack where it has no other tests."""
        return self.compose or (None if self.stack.integration else getattr(self.stack, "compose", None))

    def _tester(self) -> str:
        return self.tester or (getattr(self.stack, "tester", None) if not self.compose else None) or "tests"

    def _composed(self, name: str) -> Job:
        file, tester = self._file() or "", self._tester()
        if self.services or self.before:
            raise StageError("a compose file brings its own services and commands: leave services= and before= out")
        for given in (file, tester):
            if not _PLAIN.fullmatch(given):
                raise StageError(f"'{given}' cannot stand in a command as it is: letters, digits, '.', '_', '-' and '/' can")
        compose = f"docker compose --file {file}"
        tests = run(f"{compose} up --build --exit-code-from {tester}", name="Run the tests")
        logs = run(f"{compose} logs --no-color --timestamps", name="Show the logs", if_=failure() & tests.failed)
        down = run(f"{compose} down --volumes --remove-orphans", name="Take everything down", if_=always())
        at = folder(self.stack)
        steps = [checkout("Check out"), tests, logs, down]
        return Job(name, steps, working_directory=at, timeout_minutes=self.timeout_minutes, origin=self.origin)

    def _apart(self) -> Sequence[Backing]:
        """The services. Raises StageError where two of them get into each other's way."""
        names = [service.name for service in self.services]
        if twice := {name for name in names if names.count(name) > 1}:
            raise StageError(f"two services are called '{min(twice)}': give one of them another name=")
        variables = [name for service in self.services for name in service.variables()]
        if twice := {name for name in variables if variables.count(name) > 1}:
            raise StageError(f"two services set {min(twice)}: give one of them another variable=")
        ports = [str(port).partition(":")[0] for service in self.services for port in service.container().ports]
        if twice := {port for port in ports if ports.count(port) > 1}:
            raise StageError(f"two services are on port {min(twice)}: give one of them another port=")
        return self.services
