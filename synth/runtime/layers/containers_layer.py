"""What the containers' own health checks say."""

from __future__ import annotations

from synth.runtime.expectation import FAILED, PASSED, Check
from synth.runtime.layers.look import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from synth.runtime.ecs.values import Task
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.scene import Scenery
    from synth.runtime.screen import Screen


class ContainersLayer:
    name = "containers"

    def __init__(self, scenery: Scenery, asking: Asking) -> None:
        self._scenery, self._asking = scenery, asking

    def look(self, now: float) -> Look:
        tasks = self._scenery.scene(now, at_most_old=15).running
        if not tasks:
            return Look()  # how many run is the layer ecs's affair
        definition = self._scenery.definition(tasks[0].task_definition)
        described = definition.content.get("containerDefinitions", []) if definition is not None else []
        guarded = {one.get("name", "") for one in described if one.get("healthCheck")}
        return Look((judged(tasks, guarded, self._asking.screen),))


def judged(tasks: Sequence[Task], guarded: Collection[str], screen: Screen) -> Check:
    """`guarded` are the containers with a health check of their own; of the others UNKNOWN is all that ECS will ever say."""
    health = [(task, one) for task in tasks for one in task.containers if one.name in guarded or one.health in ("HEALTHY", "UNHEALTHY")]
    if not health:
        return Check("container health", PASSED, "no container has a health check", "none unhealthy")
    counts = {state: sum([one.health == state for _, one in health]) for state in ("HEALTHY", "UNHEALTHY", "UNKNOWN")}
    observed = ", ".join([f"{count} {state}" for state, count in counts.items() if count])
    sick = [f"{one.name} of task {task.id[:8]}" for task, one in health if one.health == "UNHEALTHY"]
    good = not counts["UNHEALTHY"] and not (counts["UNKNOWN"] and guarded)
    evidence = screen.show(f"unhealthy: {', '.join(sick[:3])}" if sick else "")
    return Check("container health", PASSED if good else FAILED, observed, "all HEALTHY" if guarded else "none UNHEALTHY", evidence)
