"""Events of CloudWatch Logs by filter pattern, over boto3."""

from __future__ import annotations

from typing import Any

from synth.runtime.ecs.ports import Unavailable
from synth.runtime.layers.ports import LogLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.adapters.aws.client import Clients

_MOST_PAGES = 500  # a sparse pattern in a large group gives empty pages, one after the other


class LogEventsAdapter:
    """The port Logs of synth.runtime.metrics by FilterLogEvents."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def events(self, group: str, pattern: str, prefix: str, start: float, end: float) -> Iterator[LogLine]:
        """An empty page is not the last: only the absence of a token is. Raises Unavailable for too many pages, as what is left is not known."""
        asked: dict[str, Any] = {"logGroupName": group, "startTime": int(start * 1000), "endTime": int(end * 1000) - 1}
        asked |= {"filterPattern": pattern} if pattern else {}
        asked |= {"logStreamNamePrefix": prefix} if prefix else {}
        for number, page in enumerate(self._clients("logs").pages("FilterLogEvents", **asked)):
            for one in page.get("events", []):
                yield LogLine(one["eventId"], one["logStreamName"], one["timestamp"] / 1000, one["message"])
            if number >= _MOST_PAGES:
                raise Unavailable(
                    "logs:FilterLogEvents", "", f"{group} has more than {_MOST_PAGES} pages; a shorter window or a streams prefix helps"
                )
