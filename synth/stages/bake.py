"""Time for a release to go wrong before the next environment gets it."""

from __future__ import annotations

from synth.build.actions import vendored
from synth.build.jobs import Job
from synth.build.origin import here
from synth.model import Origin
from synth.pipeline import Environment, Health, StageError
from synth.record import field, record
from synth.stages.deploy import verification
from synth.stages.of_deployment import newest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.pipeline import Progress

_AROUND_MINUTES = 5


@record
class Bake:
    """Asks the environment's address again and again for some minutes; the next deployment waits, and one bad spell stops it.

    It needs no credentials. What CloudWatch knows is looked at beside it by VerifyMetrics.
    """

    environment: Environment = field(kw_only=False)
    health: Health = field(kw_only=False)
    minutes: int = 30
    name: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to = self.environment
        deployed = newest(progress, to)
        most = 360 - _AROUND_MINUTES - -(-self.health.deadline_seconds // 60)
        if not 1 <= self.minutes <= most:
            raise StageError(f"minutes={self.minutes} is none of 1 to {most}, after which GitHub ends the job")
        job = Job(
            self.name or f"Bake {to.name}",
            [vendored("verify-health", {**verification(to, self.health), "bake": self.minutes * 60}, name="Ask again and again")],
            needs=[deployed],
            timeout_minutes=360 - most + self.minutes,
            origin=self.origin,
        )
        return progress.check(job)
