"""The schedules of a workflow and their places."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.checks.subject import Subject
    from synth.model import Origin, Schedule


def schedules(subject: Subject, key: str) -> Iterator[tuple[Schedule, Origin | None]]:
    """Each schedule with the place of one of its keys."""
    workflow = subject.workflow
    trigger = workflow.on.get("schedule") if workflow is not None else None
    for at, schedule in enumerate((trigger and trigger.schedules) or ()):
        if schedule is not None and schedule.cron:
            assert workflow is not None
            yield schedule, workflow.origin and workflow.origin.at("on", "schedule", at, key)
