"""What a task's end says about the release that it ran."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.values import Container, Task
    from synth.runtime.screen import Screen

_ITS_OWN = ("EssentialContainerExited", "TaskFailedToStart")
_NOT_ITS_OWN = (
    "Capacity is unavailable",
    "Timeout waiting for network interface provisioning",
    "Timeout waiting for EphemeralStorage",
    "InternalError",
)
_MEANINGS = {137: "killed, perhaps for its memory", 139: "segmentation fault", 143: "terminated"}


def failed(task: Task) -> bool:
    """Whether it ended because of what it ran. Scaling in, a spot interruption or a lack of capacity is no fault of the release."""
    if task.stop_code in _ITS_OWN:
        return not any([words in task.stopped_reason for words in _NOT_ITS_OWN])
    return task.stop_code == "ServiceSchedulerInitiated" and "health checks" in task.stopped_reason


def obituary(task: Task, screen: Screen) -> str:
    """How it ended: stop code, reason, and the exit codes of its containers."""
    exits = [_exit(one) for one in task.containers if one.exit_code is not None]
    words = [task.stop_code or "stopped", task.stopped_reason, *exits]
    return screen.show(f"task {task.id[:8]}: {', '.join([word for word in words if word])}", 300)


def _exit(one: Container) -> str:
    meaning = _MEANINGS.get(one.exit_code or 0, "")
    return f"{one.name} exit code {one.exit_code}" + (f" ({meaning})" if meaning else "")
