"""What becomes of a release that was left: its task definition can be made undeployable."""

from __future__ import annotations

from synth.runtime.ecs.last_good import short
from synth.runtime.ecs.ports import AwsError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.situation import Restored, Situation


def deregister(restored: Restored, ecs: Ecs, situation: Situation, say: Callable[[str], None]) -> bool:
    """Only after a verified rollback, and never a task definition that the service still runs or is to run. Whether it was done."""
    if restored.outcome != "rolled-back" or not restored.from_ or short(restored.from_) == short(restored.to):
        return False
    try:
        service = ecs.service(situation.cluster, situation.service)
        used = {short(one.task_definition) for one in service.rollouts} | {short(service.task_definition)}
        if short(restored.from_) in used:
            say(f"{short(restored.from_)} stays registered: tasks of it still run")
            return False
        ecs.deregister(restored.from_)
    except AwsError as error:
        say(f"{short(restored.from_)} stays registered: {error}")
        return False
    say(f"deregistered {short(restored.from_)}")
    return True
