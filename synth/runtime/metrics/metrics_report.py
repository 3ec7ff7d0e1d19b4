"""How a watch of metrics is told: summary, outputs and report."""

from __future__ import annotations

import json
import time

from synth.runtime.summary import cell, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.metrics.watching import Look, Watched

MOST_LOOKS = 500


def outputs_of(done: Watched, report: str) -> dict[str, str]:
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "report": report,
        "duration-seconds": f"{done.seconds:.1f}",
        "rules-json": json.dumps(_checks(done.looks[-1] if done.looks else None)),
    }


def report_of(done: Watched, code: int) -> dict[str, Any]:
    plan = done.plan
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "exit-code": code,
        "started-at": _time(done.started),
        "window-began-at": _time(done.begin),
        "duration-seconds": round(done.seconds, 3),
        "wanted": {"window": plan.window, "period": plan.period, "looks": plan.looks, "lag": plan.lag, "alpha": plan.alpha},
        "rules": _checks(done.looks[-1] if done.looks else None),
        "looks": [{"number": look.number, "upto": _time(look.upto), "rules": _checks(look)} for look in done.looks[-MOST_LOOKS:]],
    }


def summary_of(done: Watched) -> str:
    """Markdown: first what was watched and for how long, then the outcome, then each check of the last look."""
    last = done.looks[-1] if done.looks else None
    minutes = 0.0 if last is None else (last.upto - done.begin) / 60
    count = len(done.plan.rules)
    watched = f"{count} {'rule' if count == 1 else 'rules'} on {minutes:.0f} of {done.plan.window / 60:g} min since {_time(done.begin)}"
    rows = [tuple(check) for check in (last.checks if last is not None else ())]
    outcome = f"{cell(done.verdict.outcome)}: {cell(done.verdict.reason)}"
    return f"{watched}\n\n**Metrics** {outcome}\n\n{table(('check', 'result', 'observed', 'wanted', 'evidence'), rows)}\n"


def _checks(look: Look | None) -> list[dict[str, str]]:
    return [] if look is None else [check._asdict() for check in look.checks]


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
