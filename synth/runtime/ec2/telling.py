"""How a deployment over SSH is told: outputs, report and summary."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from synth.runtime.summary import cell, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.runtime.ec2.course import Place
    from synth.runtime.ec2.inputs import Wanted
    from synth.runtime.verdict import Verdict


class Over(NamedTuple):
    """A deployment that is over. `started` is in seconds since 1970."""

    wanted: Wanted
    places: Sequence[Place]
    verdict: Verdict
    started: float
    seconds: float


def outputs_of(done: Over, report: str) -> dict[str, str]:
    previous = {place.previous for place in done.places if place.previous}
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "report": report,
        "release": done.wanted.release,
        "previous": previous.pop() if len(previous) == 1 else "",
        "hosts-json": json.dumps([place._asdict() for place in done.places]),
    }


def report_of(done: Over, code: int) -> dict[str, Any]:
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(done.started)),
        "duration-seconds": round(done.seconds, 3),
        "release": done.wanted.release,
        "directory": done.wanted.directory,
        "hosts": [place._asdict() for place in done.places],
    }


def summary_of(done: Over) -> str:
    rows = [(one.host, one.result, one.serves or "unknown", one.previous or "none", one.why) for one in done.places]
    head = f"**Deployment of {cell(done.wanted.release)}** {cell(done.verdict.outcome)}: {cell(done.verdict.reason)}"
    return f"{head}\n\n{table(('host', 'result', 'serves', 'previous', 'why'), rows)}\n"
