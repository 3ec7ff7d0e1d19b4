"""Whole journeys through what is deployed."""

from __future__ import annotations

from synth.build.jobs import Job
from synth.build.origin import here
from synth.model import Origin
from synth.pipeline import Environment
from synth.record import field, record
from synth.stages.of_deployment import all_deployed, asking
from synth.stages.of_stack import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.build.jobs import CallJob
    from synth.pipeline import Progress
    from synth.stacks import Stack


@record
class EndToEnd:
    """Runs the commands against each of the environments, which must be deployed; they find the address in BASE_URL.

    The environments are tested side by side, in jobs without credentials; the next deployment waits for all of them. `stack` brings what the
    commands need; without one there is the repository only.
    """

    environments: Sequence[Environment] = field(kw_only=False)
    commands: Sequence[str] = field(kw_only=False)
    stack: Stack | None = None
    name: str = "End-to-end tests"
    timeout_minutes: int = 30
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        all_deployed(progress, self.environments)
        needs = [progress.last] if progress.last is not None else []
        return progress.check(*[journey(self, to, needs) for to in self.environments])


def journey(stage: EndToEnd, to: Environment, needs: Sequence[Job | CallJob] = ()) -> Job:
    """The job that tests one environment."""
    return Job(
        f"{stage.name} of {to.name}",
        asking(stage.commands, stage.stack),
        needs=needs,
        env={"BASE_URL": to.url.rstrip("/")},
        working_directory=folder(stage.stack) if stage.stack is not None else None,
        timeout_minutes=stage.timeout_minutes,
        origin=stage.origin,
    )
