"""Who is told when a job fails, as the jobs that tell people say it in their conditions."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth import model


def told(name: str, workflow: model.Workflow) -> tuple[str, ...]:
    """A line for each job that tells somebody of this one's failure."""
    asks = re.compile(rf"needs\.(?:{re.escape(name)}|\*)\.result(?: == |, )'failure'")
    lines = []
    for other in workflow.jobs.values():
        people = list(dict.fromkeys([who for step in getattr(other, "steps", ()) for who in _people(step)]))
        if people and name in (other.needs or ()) and asks.search(str(other.if_ or "")):
            lines.append(f"'{other.name}' tells {' and '.join(people)}")
    return tuple(lines)


def _people(step: model.Step) -> list[str]:
    """Whom the step tells; nobody where it only tells of promotions."""
    inputs = step.with_ if step.with_ is not None and not isinstance(step.with_, str) else {}
    if step.uses is None or step.uses.reference.rpartition("/")[2] != "notify" or inputs.get("event") == "promoted":
        return []
    slack = [f"Slack {inputs['slack-channel']}"] if "slack-channel" in inputs else ["Slack"] if "slack-webhook-url" in inputs else []
    return [*slack, *(["PagerDuty"] if "pagerduty-routing-key" in inputs else [])]
