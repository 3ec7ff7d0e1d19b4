"""What a verification leaves behind: a JSON report and a table in the job summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from synth.runtime.commands import cell
from synth.runtime.probe import Observation, Target, percentile
from synth.runtime.verdict import Verdict

SCHEMA = 1


def public(url: str) -> str:
    """The address without its query, which may hold a key."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def report(results: Sequence[tuple[Target, list[Observation], Verdict]], verdict: Verdict, seconds: float) -> dict[str, Any]:
    """The whole verification as data. `schema` changes when a reader would have to."""
    return {
        "schema": SCHEMA,
        "action": "verify-health",
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "duration_seconds": round(seconds, 3),
        "targets": [_target(*result) for result in results],
    }


def _target(target: Target, seen: list[Observation], verdict: Verdict) -> dict[str, Any]:
    return {
        "url": public(target.url),
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "version_seen": last_version(seen),
        "p95_ms": p95(seen),
        "tries": len(seen),
        "checks": [{"check": c.name, "passed": c.passed, "observed": c.observed, "wanted": c.wanted} for c in (seen[-1].checks if seen else ())],
        "observations": [
            {"at_seconds": round(o.at, 3), "milliseconds": round(o.milliseconds, 1), "passed": o.passed, "why": o.why, "version": o.version}
            for o in seen[-50:]
        ],
    }


def last_version(seen: Sequence[Observation]) -> str:
    return next((o.version for o in reversed(seen) if o.version), "")


def p95(seen: Sequence[Observation]) -> float | None:
    """Milliseconds, over the good answers; None without any."""
    latencies = [o.milliseconds for o in seen if o.passed]
    return round(percentile(latencies, 0.95), 1) if latencies else None


def summary(results: Sequence[tuple[Target, list[Observation], Verdict]], verdict: Verdict) -> str:
    """Markdown: first what serves now, then each check of each address."""
    serving = "; ".join([_serving(target, seen) for target, seen, _ in results])
    mark = {"passed": "✅", "failed": "❌"}.get(verdict.outcome, "⚠️")
    lines = [
        f"{mark} **{serving}**: {verdict.outcome}, {cell(verdict.reason)}",
        "",
        "| check | result | observed | wanted | evidence |",
        "|---|---|---|---|---|",
    ]
    for target, seen, one in results:
        good = sum(o.passed for o in seen)
        evidence = f"{good} of {len(seen)} tries good" + (f", p95 {p95(seen)} ms" if good else "")
        lines.append(f"| {cell(public(target.url), 120)} | {one.outcome} | {cell(one.reason)} | {target.consecutive} in a row | {evidence} |")
        for check in seen[-1].checks if seen else ():
            result = "good" if check.passed else "**wrong**"
            lines.append(
                f"| {cell(check.name)} | {result} | {cell(check.observed)} | {cell(check.wanted)} | last try, {seen[-1].milliseconds:.0f} ms |"
            )
    return "\n".join(lines) + "\n\n"


def _serving(target: Target, seen: Sequence[Observation]) -> str:
    """What the address serves now, as far as the last tries know."""
    if version := last_version(seen):
        return f"{cell(public(target.url))} serves {cell(version)}"
    return f"{cell(public(target.url))} {'answers' if any([not one.error for one in seen]) else 'is not reached'}"
