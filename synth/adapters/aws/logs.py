"""CloudWatch Logs over boto3."""

from __future__ import annotations

from synth.runtime.ecs.ports import Missing
from synth.runtime.layers.ports import LogLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.adapters.aws.client import Clients

_STREAMS_AT_ONCE, _MOST_LINES, _MOST_PAGES = 100, 10_000, 50


class LogsAdapter:
    """The port Logs. At most 10,000 lines are read: a service that writes more has been read enough to be judged."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def lines(self, group: str, streams: Sequence[str], since: float) -> list[LogLine]:
        found: list[LogLine] = []
        for start in range(0, len(streams), _STREAMS_AT_ONCE):
            found += self._read(group, list(streams[start : start + _STREAMS_AT_ONCE]), since)
        return sorted(found, key=lambda line: (line.at, line.id))

    def _read(self, group: str, streams: list[str], since: float) -> list[LogLine]:
        """Streams that are not there yet are left out one by one: FilterLogEvents refuses all for one."""
        asked = {"logGroupName": group, "logStreamNames": streams, "startTime": int(since * 1000)}
        found: list[LogLine] = []
        try:
            for number, page in enumerate(self._clients("logs").pages("FilterLogEvents", **asked)):  # a page may be empty and not the last
                found += [LogLine(one["eventId"], one["logStreamName"], one["timestamp"] / 1000, one["message"]) for one in page.get("events", [])]
                if len(found) >= _MOST_LINES or number >= _MOST_PAGES:
                    break
        except Missing as error:
            if "log group" in str(error):
                raise
            if len(streams) == 1:
                return []
            return [line for stream in streams for line in self._read(group, [stream], since)]
        return found
