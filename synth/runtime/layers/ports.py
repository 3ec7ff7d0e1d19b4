"""CloudWatch as the layers need it: the states of alarms, and the lines of log streams."""

from __future__ import annotations

from typing import NamedTuple, Protocol

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.ecs.ports import Ecs, Targets
    from synth.runtime.ports import Http


class AlarmState(NamedTuple):
    """`state` is OK, ALARM or INSUFFICIENT_DATA."""

    name: str
    state: str
    reason: str = ""
    since: float = 0.0


class LogLine(NamedTuple):
    """`at` is in seconds since 1970; the message is as the program wrote it, not fit to show."""

    id: str
    stream: str
    at: float
    message: str


class Alarms(Protocol):
    def states(self, names: Sequence[str]) -> Sequence[AlarmState]:
        """Of those that exist. Raises AwsError's kinds."""
        ...


class Logs(Protocol):
    def lines(self, group: str, streams: Sequence[str], since: float) -> Sequence[LogLine]:
        """The lines since that time, oldest first; streams that do not exist yet have none. Raises AwsError's kinds."""
        ...


class Ports(NamedTuple):
    """What there is to look at. A layer whose port is None is not looked at."""

    http: Http
    ecs: Ecs | None = None
    targets: Targets | None = None
    alarms: Alarms | None = None
    logs: Logs | None = None
