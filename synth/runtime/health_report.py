"""How a health verification is told: a log line for each try, the checks, the summary, the outputs and the report."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.probe import CUT_SHORT
from synth.runtime.summary import cell, table
from synth.runtime.watch import ENOUGH_SAMPLES, kind_of, samples, slowest_p95, streak

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from synth.runtime.probe import Observation
    from synth.runtime.verdict import Verdict
    from synth.runtime.watch import Plan, Round

CERTIFICATE_DAYS = 21
MOST_TRIES = 500  # of the report, the last ones: a deadline of hours would make it large
WARNING = "warning"


class Verified(NamedTuple):
    """A verification that is over. `started` is in seconds since 1970; `layers` are the last checks of what is not HTTP, with their layer's
    name; `services` say in words what runs."""

    plan: Plan
    rounds: Sequence[Round]
    verdict: Verdict
    started: float
    seconds: float
    layers: Sequence[tuple[str, Check]] = ()
    services: Sequence[str] = ()

    @property
    def last(self) -> Round:
        """The last round that the deadline left whole; empty without any."""
        whole = [seen for seen in self.rounds if kind_of(seen) != CUT_SHORT]
        return (whole or list(self.rounds) or [()])[-1]

    @property
    def versions(self) -> list[str]:
        """The versions that the addresses told last."""
        told = [next((seen[n].version for seen in reversed(self.rounds) if seen[n].version), "") for n in range(len(self.last))]
        return list(dict.fromkeys([version for version in told if version]))

    @property
    def p95(self) -> str:
        p95 = slowest_p95(self.rounds)
        return "" if p95 is None else f"{p95:.1f}"


def line_of(seen: Observation, in_a_row: int, consecutive: int) -> str:
    """A try in the log."""
    status = "---" if seen.status is None else str(seen.status)
    version = f"  version {seen.version}" if seen.version else ""
    why = f"  {seen.kind}: {seen.why}" if seen.why else f"  right, {in_a_row} of {consecutive} in a row"
    return f"{seen.at_seconds:7.1f} s  {status}  {seen.milliseconds:6.0f} ms  {seen.url}{version}{why}"


def checks_of(done: Verified) -> list[tuple[str, Check]]:
    """Address and check: what the last round showed, and what holds for all rounds, whose address is empty."""
    found = [(one.url, _with_evidence(check, one, len(done.rounds))) for one in done.last for check in one.checks]
    found += [(one.url, check) for one in done.last if (check := _certificate(one, done.started)) is not None]
    if done.rounds:
        found.append(("", _in_a_row(done)))
        if done.plan.p95_ms is not None:
            found.append(("", _p95(done, done.plan.p95_ms)))
    return found + [("", check) for _, check in done.layers]


def expiring(done: Verified) -> list[str]:
    """A sentence for each address whose certificate will not last."""
    return [f"{url}: the certificate {check.observed}" for url, check in checks_of(done) if check.result == WARNING]


def outputs_of(done: Verified, report: str) -> dict[str, str]:
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "report": report,
        "duration-seconds": f"{done.seconds:.1f}",
        "checks-json": json.dumps([{"url": url, **check._asdict()} for url, check in checks_of(done)]),
        "version-seen": ", ".join(done.versions),
        "p95-ms": done.p95,
    }


def report_of(done: Verified, code: int) -> dict[str, Any]:
    """The whole verification as JSON, without headers and queries."""
    plan = done.plan
    return {
        "outcome": done.verdict.outcome,
        "reason": done.verdict.reason,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(done.started)),
        "duration-seconds": round(done.seconds, 3),
        "urls": [str(target.address) for target in plan.targets],
        "wanted": {key: getattr(plan, key) for key in ("consecutive", "interval", "timeout", "deadline", "p95_ms")},
        "versions-seen": done.versions,
        "p95-ms": slowest_p95(done.rounds),
        "checks": [{"url": url, **check._asdict()} for url, check in checks_of(done)],
        "tries-total": len(done.rounds),
        "tries": [[_try(one) for one in seen] for seen in done.rounds[-MOST_TRIES:]],
    }


def summary_of(done: Verified) -> str:
    """Markdown: first what serves now, then the outcome, then each check."""
    rows = [(f"{check.name} {url}".strip(), check.result, check.observed, check.wanted, check.evidence) for url, check in checks_of(done)]
    serving = "; ".join([*[_serving(done, number) for number in range(len(done.plan.targets))], *map(cell, done.services)])
    outcome = f"{cell(done.verdict.outcome)}: {cell(done.verdict.reason)}"
    return f"{serving}\n\n**Health verification** {outcome}\n\n{table(('check', 'result', 'observed', 'wanted', 'evidence'), rows)}\n"


def _serving(done: Verified, number: int) -> str:
    url = cell(str(done.plan.targets[number].address))
    if all([seen[number].status is None for seen in done.rounds]):
        return f"Nothing answered at {url}" if done.rounds else f"{url} was not asked"
    last = done.last[number]
    if last.status is None:
        return f"{url} no longer answers"
    return f"Version **{cell(last.version)}** serves at {url} ({last.status})" if last.version else f"{url} answers {last.status}, version unknown"


def _with_evidence(check: Check, seen: Observation, tries: int) -> Check:
    when = f"try {tries}, at {seen.at_seconds:.0f} s, {seen.milliseconds:.0f} ms"
    return check._replace(evidence=f"{check.evidence}; {when}" if check.evidence else when)


def _certificate(seen: Observation, now: float) -> Check | None:
    if seen.certificate_expires is None:
        return None
    days = (seen.certificate_expires - now) / 86_400
    return Check("certificate", WARNING if days < CERTIFICATE_DAYS else PASSED, f"expires in {days:.0f} days", f"{CERTIFICATE_DAYS} days or more")


def _in_a_row(done: Verified) -> Check:
    wanted = done.plan.consecutive
    count = streak(done.rounds, wanted)
    result = PASSED if count == wanted else INCONCLUSIVE if done.verdict.outcome == INCONCLUSIVE else FAILED
    return Check("in a row", result, str(count), str(wanted), f"{len(done.rounds)} tries in {done.seconds:.0f} s")


def _p95(done: Verified, limit: float) -> Check:
    p95 = slowest_p95(done.rounds)
    if p95 is None:
        evidence = f"not enough samples: {samples(done.rounds)} of {ENOUGH_SAMPLES}"
        return Check("p95", INCONCLUSIVE, "unknown", f"{limit:g} ms or less", evidence)
    return Check("p95", PASSED if p95 <= limit else FAILED, f"{p95:.0f} ms", f"{limit:g} ms or less", f"last {ENOUGH_SAMPLES} right answers")


def _try(seen: Observation) -> dict[str, Any]:
    return {
        "url": seen.url,
        "at-seconds": round(seen.at_seconds, 3),
        "kind": seen.kind,
        "status": seen.status,
        "milliseconds": round(seen.milliseconds, 1),
        "version": seen.version,
        "why": seen.why,
    }
