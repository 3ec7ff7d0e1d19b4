"""What the simulator wants of a task that is a real process: whoever runs processes gives it a launcher."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from tests.simulator.wire.message import Answer

if TYPE_CHECKING:
    from tests.simulator.world.task import Task


class CannotStart(Exception):  # noqa: N818  # an ending of a task, as `Failed` is one of a deployment
    """The image is not to be had, or is none. ECS says CannotPullContainerError."""


class Process(Protocol):
    """None of these waits, except `visit` for the answer."""

    def exit_code(self) -> int | None:
        """None while it runs."""
        ...

    def healthy(self) -> bool:
        """What the last probe said."""
        ...

    def visit(self, path: str) -> Answer:
        """The answer to GET; 502 where there is none."""
        ...

    def stop(self) -> None: ...


Launcher = Callable[["Task"], Process]  # raises CannotStart
