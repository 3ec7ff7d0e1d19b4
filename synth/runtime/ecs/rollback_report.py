"""How a rollback is told: the summary, the outputs and the report."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from synth.runtime.ecs.last_good import short
from synth.runtime.summary import cell, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.ecs.situation import Restored, Situation


class RolledBack(NamedTuple):
    """A rollback that is over. `started` is in seconds since 1970."""

    situation: Situation
    mode: str
    restored: Restored
    started: float
    seconds: float


def outputs_of(done: RolledBack, report: str) -> dict[str, str]:
    one = done.restored
    return {
        "outcome": one.outcome,
        "reason": one.reason,
        "report": report,
        "duration-seconds": f"{done.seconds:.1f}",
        "method": one.method,
        "from": one.from_,
        "to": one.to,
        "seconds-to-restore": "" if one.seconds is None else f"{one.seconds:.1f}",
        "lkg-source": one.source,
        "checks-json": json.dumps([check._asdict() for check in one.checks]),
    }


def report_of(done: RolledBack, code: int) -> dict[str, Any]:
    one = done.restored
    return {
        "outcome": one.outcome,
        "reason": one.reason,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(done.started)),
        "duration-seconds": round(done.seconds, 3),
        "cluster": done.situation.cluster,
        "service": done.situation.service,
        "deployment": done.situation.deployment,
        "asked-for": done.situation.to,
        "mode": done.mode,
        "method": one.method,
        "from": one.from_,
        "to": one.to,
        "seconds-to-restore": one.seconds,
        "lkg-source": one.source,
        "checks": [check._asdict() for check in one.checks],
    }


def summary_of(done: RolledBack) -> str:
    """Markdown: first what serves now, then the outcome, then each check."""
    one = done.restored
    rows = [(check.name, check.result, check.observed, check.wanted, check.evidence) for check in one.checks]
    checks = f"\n{table(('check', 'result', 'observed', 'wanted', 'evidence'), rows)}" if rows else ""
    return f"{_serving(done)}\n\n**Rollback** {cell(one.outcome)}: {cell(one.reason)}\n{checks}\n"


def _serving(done: RolledBack) -> str:
    one, service = done.restored, cell(done.situation.service)
    left, to = cell(short(one.from_) or "what was deployed"), cell(short(one.to))
    match one.outcome:
        case "rolled-back":
            took = "" if one.seconds is None else f", {one.seconds:.0f} s after the rollback began"
            return f"**{to}** serves {service} again{took}; {left} does not"
        case "passed":
            return f"**{to}** serves {service}"
        case "failed":
            return f"**{left}** serves {service}, nothing was changed"
        case "superseded":
            return f"A newer deployment of {service} is somebody else's"
    if one.method and one.to and done.mode == "auto":
        return f"{service} is on its way from {left} to **{to}**, or there, and that is not verified: **look at it now**"
    return f"{service} runs **{left}**, as far as is known"
