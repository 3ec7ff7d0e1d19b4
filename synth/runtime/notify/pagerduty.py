"""PagerDuty Events API v2: what is bad opens an incident, the next good release resolves it, and what is neither is a change event.

https://developer.pagerduty.com/docs/events-api-v2-overview
"""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.notify.delivery import Undelivered, content_of
from synth.runtime.notify.event import ENDS, Told

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.address import Address
    from synth.runtime.notify.delivery import Delivery
    from synth.runtime.notify.event import Happening

LONGEST_SUMMARY, LONGEST_KEY = 1024, 255
SEVERITY = {"failed": "error", "rolled-back": "warning", "rollback-failed": "critical", "alert": "warning", "vulnerable": "error"}


class PagerDuty(NamedTuple):
    """`events` is the API's address; `dedup_key` is the same for all runs of a service in an environment."""

    events: Address
    routing_key: str
    dedup_key: str

    def tell(self, happening: Happening, delivery: Delivery) -> Told:
        """Raises Undelivered. All of it may be sent twice: equal keys are one incident, and a second change event harms nobody."""
        if happening.bad:
            self._sent("enqueue", self._alert("trigger", happening), delivery)
            return Told("pagerduty", "sent", f"an incident is open, {SEVERITY[happening.kind]}", {"pd-dedup-key": self.dedup_key[:LONGEST_KEY]})
        if happening.kind in ENDS:
            self._sent("enqueue", self._alert("resolve", happening), delivery)
        self._sent("change/enqueue", self._change(happening), delivery)
        what = "resolved what was open, and noted the change" if happening.kind in ENDS else "the change was noted"
        return Told("pagerduty", "sent", what, {"pd-dedup-key": self.dedup_key[:LONGEST_KEY]})

    def _alert(self, action: str, happening: Happening) -> dict[str, Any]:
        event: dict[str, Any] = {"routing_key": self.routing_key, "event_action": action, "dedup_key": self.dedup_key[:LONGEST_KEY]}
        if action == "trigger":
            event["payload"] = {
                "summary": happening.sentence[:LONGEST_SUMMARY],
                "source": happening.repository or happening.service,
                "severity": SEVERITY[happening.kind],
                "component": happening.service,
                "group": happening.environment,
                "class": f"deployment {happening.kind}",
                "custom_details": _details(happening),
            }
            event["links"] = _links(happening)
        return event

    def _change(self, happening: Happening) -> dict[str, Any]:
        payload = {
            "summary": happening.sentence[:LONGEST_SUMMARY],
            "source": happening.repository or happening.service,
            "custom_details": _details(happening),
        }
        return {"routing_key": self.routing_key, "payload": payload, "links": _links(happening)}

    def _sent(self, path: str, event: dict[str, Any], delivery: Delivery) -> None:
        answer = delivery.post(self.events.beside(f"{self.events.path.rstrip('/')}/{path}"), {}, event)
        if answer.status != 202:
            found = content_of(answer)
            errors = found.get("errors") or [found.get("message", "")] if isinstance(found, dict) else []
            raise Undelivered(f"PagerDuty answered HTTP {answer.status} {'; '.join([str(one) for one in errors])}".rstrip())


def _details(happening: Happening) -> dict[str, str]:
    found = {"version": happening.version, "environment": happening.environment, "by": happening.actor, "details": happening.details}
    return {name: value for name, value in found.items() if value}


def _links(happening: Happening) -> list[dict[str, str]]:
    run = (("Run", happening.run_url),) if happening.run_url else ()
    return [{"href": address, "text": title} for title, address in run + happening.links]
