"""How long things take, in seconds. AWS publishes none of these figures; the mechanisms that use them are AWS's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    desired: int = 4
    start: int = 45  # from the launch of a task to RUNNING, pulling included
    healthy: int = 60  # from RUNNING to healthy
    drain: int = 60  # from the decision to stop a healthy task to STOPPED
    pull_failure: int = 15  # from the launch to "cannot pull"
    unhealthy: int = 30  # from the failed health check to the scheduler's stop
    shift: int = 2  # one shift of traffic
    alarm_bake: int = 180  # a rolling deployment with alarms stays open so long after its tasks are in place
    lambda_hook: int = 5  # a Lambda hook answers
    back_off_from: int = 3  # this many failures in a row before launches are delayed, by 2, 4, 8 … seconds
    back_off_most: int = 300
    stopped_tasks_kept: int = 3600
    metric_delay: int = 60  # a minute's metrics are readable so long after its end
    image_activation: int = 1200  # an archived image becomes pullable


P = Profile()
