"""CloudWatch over boto3: the states of alarms."""

from __future__ import annotations

from synth.runtime.layers.ports import AlarmState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.adapters.aws.client import Clients

_NAMES_AT_ONCE = 100


class AlarmsAdapter:
    """The port Alarms: metric alarms and composite ones."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def states(self, names: Sequence[str]) -> list[AlarmState]:
        found: list[AlarmState] = []
        for start in range(0, len(names), _NAMES_AT_ONCE):
            asked = {"AlarmNames": list(names[start : start + _NAMES_AT_ONCE]), "AlarmTypes": ["MetricAlarm", "CompositeAlarm"]}
            for page in self._clients("cloudwatch").pages("DescribeAlarms", **asked):
                for one in [*page.get("MetricAlarms", []), *page.get("CompositeAlarms", [])]:
                    since = one.get("StateUpdatedTimestamp")
                    found.append(AlarmState(one["AlarmName"], one["StateValue"], one.get("StateReason", ""), since.timestamp() if since else 0.0))
        return found
