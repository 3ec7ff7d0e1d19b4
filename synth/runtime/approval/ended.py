"""How a mode ended, and how that is told: outputs, report and summary."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from synth.runtime.approval.chain import line
from synth.runtime.summary import cell, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.approval.inputs import Options
    from synth.runtime.expectation import Check
    from synth.runtime.verdict import Verdict


class Ended(NamedTuple):
    """`entry` is that of the chain, `page` Markdown for the summary in place of the checks."""

    verdict: Verdict
    checks: tuple[Check, ...] = ()
    entry: dict[str, Any] | None = None
    page: str = ""
    expired: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        return dict(self.entry["record"]) if self.entry else {}


class Told(NamedTuple):
    """`started` is in seconds since 1970."""

    options: Options
    ended: Ended
    started: float
    seconds: float


def outputs_of(told: Told, report: str) -> dict[str, str]:
    ended = told.ended
    record, entry = ended.record, ended.entry
    return {
        "outcome": ended.verdict.outcome,
        "reason": ended.verdict.reason,
        "report": report,
        "approved-by": ",".join(record.get("approved-by", ())),
        "comment": "\n".join(record.get("comments", ())),
        "approved-at": record.get("approved-at", ""),
        "audit-json": line(record) if record else "",
        "entry": line(entry) if entry else "",
        "chain-hash": entry["hash"] if entry else "",
        "expired": json.dumps(list(ended.expired)),
    }


def report_of(told: Told, code: int) -> dict[str, Any]:
    ended, options = told.ended, told.options
    return {
        "outcome": ended.verdict.outcome,
        "reason": ended.verdict.reason,
        "exit-code": code,
        "started-at": utc(told.started),
        "duration-seconds": round(told.seconds, 3),
        "mode": options.mode,
        "dry-run": options.dry_run,
        "environments": list(options.environments),
        "entry": ended.entry,
        "expired": list(ended.expired),
        "checks": [check._asdict() for check in ended.checks],
    }


def summary_of(told: Told) -> str:
    """Markdown: the outcome, then what was looked at, and the hash that a later look can be held against."""
    ended = told.ended
    if ended.page:
        return ended.page
    rows = [(check.name, check.result, check.observed, check.wanted, check.evidence) for check in ended.checks]
    checks = table(("check", "result", "observed", "wanted", "evidence"), rows) if rows else ""
    dry = " (dry run)" if told.options.dry_run else ""
    kept = f"\nThe chain ends with entry {ended.entry['number']}, `{ended.entry['hash']}`.\n" if ended.entry else ""
    return f"**{_TITLES[told.options.mode]}**{dry} {cell(ended.verdict.outcome)}: {cell(ended.verdict.reason)}\n\n{checks}{kept}\n"


def utc(seconds: float) -> str:
    """As GitHub writes times; empty for 0, which is unknown."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds)) if seconds else ""


_TITLES = {"audit": "Approval", "verify": "Chain of approvals", "expire": "Stale approvals", "evidence": "Evidence"}
