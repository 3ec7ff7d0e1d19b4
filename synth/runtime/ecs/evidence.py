"""Why the tasks of a release failed, in ECS's and their own last words."""

from __future__ import annotations

from synth.runtime.ecs import definition
from synth.runtime.ecs.ports import AwsError, Expired
from synth.runtime.ecs.signs import Failure, failures, given_up
from synth.runtime.expectation import FAILED, Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service
    from synth.runtime.layers.ports import Logs
    from synth.runtime.screen import Screen

MOST_LINES, MOST_TASKS, LONGEST_LINE = 10, 5, 160
MOST_UNSEEN = 4  # failed tasks whose reasons nobody may read
_MOST_LOOKS = 30


class Evidence:
    """Gathers failures of the tasks of one task definition created since a time (seconds since 1970), asked for only when ECS counts more."""

    def __init__(self, ecs: Ecs, logs: Logs | None, target: str, since: float, screen: Screen, say: Callable[[str], None]) -> None:
        self._ecs, self._logs, self.target, self._since, self._screen, self._say = ecs, logs, target, since, screen, say
        self.failures: Sequence[Failure] = ()
        self.lines: tuple[str, ...] = ()
        self.crash = ""
        self._counted = 0
        self._looks = 0

    def look(self, service: Service, counted: int) -> None:
        """`counted` is how many failures ECS counts. Raises Expired."""
        if counted <= self._counted or self._looks >= _MOST_LOOKS:
            return
        if self._stopped(service):
            self._counted = counted
            self.crash = given_up(self.failures, self._running(service), self.target, service.desired)
        elif counted >= max(service.desired, MOST_UNSEEN) and not self._any_runs(service):
            self.crash = f"ECS counts {counted} failed tasks and none runs"

    def gather(self, service: Service, content: dict[str, Any] | None) -> None:
        """The last look, and the first failed task's last log lines. Raises Expired."""
        self._stopped(service)
        first = next((one for one in self.failures if one.own), None) or next(iter(self.failures), None)
        place = definition.log_stream(content, first.container, first.task) if content and first else None
        if place is None or self._logs is None or self.lines:
            return
        try:
            found = self._logs.lines(place[0], [place[1]], self._since)
        except Expired:
            raise
        except AwsError as error:
            self._say(f"going on without the log: {error}")
            return
        self.lines = tuple([self._screen.show(one.message.rstrip(), LONGEST_LINE) for one in found[-MOST_LINES:]])

    @property
    def cause(self) -> str:
        """The first failure and its last log line; empty where no task failed."""
        first = next((one for one in self.failures if one.own), None) or next(iter(self.failures), None)
        if first is None:
            return ""
        return first.told(self._screen) + (f", last log line: {self.lines[-1]}" if self.lines else "")

    def checks(self) -> list[Check]:
        wanted = "tasks that stay up"
        found = [Check("task", FAILED, one.told(self._screen), wanted) for one in self.failures[:MOST_TASKS]]
        if found and self.lines:
            found[0] = found[0]._replace(evidence=" / ".join(self.lines))
        return found

    def _stopped(self, service: Service) -> bool:
        self._looks += 1
        try:
            stopped = self._ecs.tasks(service.cluster, service.name, stopped=True)
        except Expired:
            raise
        except AwsError as error:
            self._say(f"going on without the stopped tasks: {error}")
            return False
        self.failures = failures(stopped, self.target, self._since)
        return True

    def _any_runs(self, service: Service) -> bool:
        return any([one.running for one in service.rollouts if one.task_definition == self.target])

    def _running(self, service: Service) -> Sequence[Any]:
        if len(self.failures) < 2:
            return ()
        try:
            return self._ecs.tasks(service.cluster, service.name)
        except Expired:
            raise
        except AwsError as error:
            self._say(f"going on without the running tasks: {error}")
            return ()
