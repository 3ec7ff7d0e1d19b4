"""End-to-end tests that run by the clock: what breaks an environment is not always a deployment."""

from __future__ import annotations

from synth.build.jobs import Concurrency
from synth.build.origin import here, standing_at
from synth.build.triggers import dispatch, schedule
from synth.build.workflows import Workflow
from synth.link.names import slug
from synth.model import Origin
from synth.pipeline import Environment
from synth.record import field, record
from synth.stages.end_to_end import EndToEnd, journey
from synth.stages.of_deployment import all_deployed, asking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.pipeline import Pipeline, Progress
    from synth.stacks import Stack


@record
class ScheduledChecks:
    """A workflow beside the pipeline's that runs the commands against each environment on a schedule, five cron fields in UTC, and by a button.

    The commands are those of the main branch, so they may be newer than what an environment runs; they find its address in BASE_URL.
    """

    environments: Sequence[Environment] = field(kw_only=False)
    commands: Sequence[str] = field(kw_only=False)
    cron: str = "17 5 * * *"  # at the full hour GitHub's schedules are late
    stack: Stack | None = None
    timeout_minutes: int = 30
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        all_deployed(progress, self.environments)
        asking(self.commands, self.stack)  # here, where what it says has a line
        return progress

    def beside(self, pipeline: Pipeline) -> list[Workflow]:
        """The workflow of the tests."""
        name = f"Scheduled checks of {pipeline.name}"
        with standing_at(self.origin):
            tests = EndToEnd(self.environments, self.commands, stack=self.stack, timeout_minutes=self.timeout_minutes)
            jobs = [journey(tests, to) for to in self.environments]
            on = [schedule(self.cron), dispatch()]
            return [Workflow(name, on=on, jobs=jobs, concurrency=Concurrency(slug(name)), origin=self.origin)]
