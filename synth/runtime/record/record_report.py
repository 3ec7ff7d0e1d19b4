"""How a record is told: the summary, the outputs and the report."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from synth.runtime.summary import cell, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.record.inputs import Options
    from synth.runtime.record.recording import Done


class Told(NamedTuple):
    """`started` is in seconds since 1970."""

    options: Options
    done: Done
    started: float
    seconds: float


def outputs_of(told: Told, report: str) -> dict[str, str]:
    done = told.done
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "report": report,
        "duration-seconds": f"{told.seconds:.1f}",
        "recorded": ",".join(done.where),
        "deployment-id": done.deployment_id,
        "payload": json.dumps(done.mark.payload()) if done.mark else "",
    }


def report_of(told: Told, code: int) -> dict[str, Any]:
    done, options = told.done, told.options
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(told.started)),
        "duration-seconds": round(told.seconds, 3),
        "dry-run": options.dry_run,
        "environment": options.environment,
        "cluster": options.cluster,
        "service": options.service,
        "state": options.state,
        "release": done.mark.payload() if done.mark else None,
        "recorded": list(done.where),
        "deployment-id": done.deployment_id,
        "checks": [check._asdict() for check in done.checks],
    }


def summary_of(told: Told) -> str:
    """Markdown: the outcome, then each place."""
    verdict = told.done.verdict
    rows = [(check.name, check.result, check.observed, check.wanted, check.evidence) for check in told.done.checks]
    checks = table(("check", "result", "observed", "wanted", "evidence"), rows)
    dry = " (dry run)" if told.options.dry_run else ""
    return f"**Record of deployment**{dry} {cell(verdict.outcome)}: {cell(verdict.reason)}\n\n{checks}\n"
