"""The first questions to a new deployment."""

from __future__ import annotations

from synth.build.actions import vendored
from synth.build.jobs import Job
from synth.build.origin import here
from synth.model import Origin
from synth.pipeline import Environment, Health, StageError
from synth.record import field, record
from synth.stages.deploy import verification
from synth.stages.of_deployment import asking, newest
from synth.stages.of_stack import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class Smoke:
    """Asks the environment's address after its deployment: by `health`, by `commands`, which find it in BASE_URL, or both.

    It holds back the next deployment until it succeeds. The job has no credentials, and names no GitHub environment, so nobody is asked again.
    """

    environment: Environment = field(kw_only=False)
    commands: Sequence[str] = field(default=(), kw_only=False)
    health: Health | None = None
    stack: Stack | None = None
    name: str | None = None
    timeout_minutes: int = 15
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to = self.environment
        deployed = newest(progress, to)
        if not self.commands and self.health is None:
            raise StageError("it asks nothing: give it health=Health(...), or commands")
        asked = [vendored("verify-health", verification(to, self.health), name="Ask for health")] if self.health else []
        job = Job(
            self.name or f"Smoke test {to.name}",
            [*asked, *(asking(self.commands, self.stack) if self.commands else [])],
            needs=[deployed],
            env={"BASE_URL": to.url.rstrip("/")} if self.commands else None,
            working_directory=folder(self.stack) if self.stack is not None else None,
            timeout_minutes=self.timeout_minutes,
            origin=self.origin,
        )
        return progress.check(job)
