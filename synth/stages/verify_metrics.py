"""CloudWatch's word on a deployment."""

from __future__ import annotations

import json

from synth.build.actions import vendored
from synth.build.jobs import Job
from synth.build.origin import here
from synth.model import Origin
from synth.pipeline import Environment, StageError
from synth.record import field, record
from synth.stages.of_deployment import newest, reader
from synth.stages.push import signed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.steps import Text
    from synth.pipeline import Progress

_AROUND_MINUTES = 15  # for signing in, and for metrics that come late


@record
class VerifyMetrics:
    """Watches metrics, alarms and logs for a while after the environment's deployment; the next deployment waits for it.

    `rules` are those of the action verify-metrics, such as `{"rule": "alarm", "alarms": ["orders-5xx"]}`. It reads with the environment's role;
    `role` is another, which only reads. An environment that waits for a person needs that one, or the person would be asked twice.
    """

    environment: Environment = field(kw_only=False)
    rules: Sequence[Mapping[str, Any]] = field(kw_only=False)
    window_minutes: int = 30
    role: Text | None = None
    name: str | None = None
    origin: Origin = field(default_factory=here, init=False)

    def after(self, progress: Progress) -> Progress:
        to = self.environment
        deployed = newest(progress, to)
        if not self.rules:
            raise StageError("it has no rules: give it one, such as {'rule': 'alarm', 'alarms': ['orders-5xx']}")
        if self.window_minutes < 1:
            raise StageError(f"window_minutes={self.window_minutes} is too short: a point of CloudWatch takes a minute")
        role, named = reader(to, self.role)
        minutes = self.window_minutes + _AROUND_MINUTES
        inputs: dict[str, Any] = {"rules": json.dumps([dict(rule) for rule in self.rules]), "window": self.window_minutes * 60}
        job = Job(
            self.name or f"Verify metrics of {to.name}",
            [signed_in(role, to.region, minutes), vendored("verify-metrics", inputs, name="Verify metrics")],
            needs=[deployed],
            environment=named,
            environment_deployment=None if named is None else False,  # looking is no deployment
            timeout_minutes=minutes,
            origin=self.origin,
        )
        return progress.check(job)
