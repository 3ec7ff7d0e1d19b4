"""Proves over HTTP that a release is healthy and is the one that was meant. Started by action.yml with `python3 -I`."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
# A copy in a user's repository carries its runtime; a checkout of ghsynth has it two folders up. Nothing else is on the path: with -I
# neither the working directory nor PYTHONPATH is, both of which the repository being deployed could fill.
sys.path.insert(0, str(HERE if (HERE / "synth").is_dir() else HERE.parents[1]))

from synth.runtime.clock import RealClock  # noqa: E402
from synth.runtime.commands import MOST_ANNOTATIONS, annotation, append, log, write_outputs  # noqa: E402
from synth.runtime.expectation import Expectation, pointer, statuses  # noqa: E402
from synth.runtime.http import RealHttp  # noqa: E402
from synth.runtime.inputs import InputError, Inputs  # noqa: E402
from synth.runtime.ports import Clock, Http  # noqa: E402
from synth.runtime.probe import Observation, Target, judge, watch  # noqa: E402
from synth.runtime.report import last_version, p95, public, report, summary  # noqa: E402
from synth.runtime.verdict import BAD_INPUT, FAIL_ON, Verdict, exit_code, outcomes  # noqa: E402
from synth.runtime.version import VersionEcho, version_path  # noqa: E402

Result = tuple[Target, "list[Observation]", Verdict]
WORST_FIRST = ("failed", "inconclusive", "passed")
CERTIFICATE_DAYS = 21


def main(environment: Mapping[str, str], http: Http, clock: Clock) -> int:
    """The exit code; see EXIT_CODES in synth.runtime.verdict."""
    start = clock.now()
    inputs = Inputs(environment)
    targets = read_targets(inputs, environment)
    deadline = inputs.number("deadline", 300, 1, 21600)
    fail_on = inputs.parsed("fail-on", outcomes, FAIL_ON)
    soft, dry = inputs.truth("soft", False), inputs.truth("dry-run", False)
    try:
        inputs.done()
    except InputError as error:
        for problem in error.problems[:MOST_ANNOTATIONS]:
            print(annotation("error", problem, "verify-health: bad input"))
        return BAD_INPUT
    if dry:
        for target in targets:
            log(f"dry run: would ask {public(target.url)} until {target.consecutive} good answers in a row, for at most {deadline:g} s")
        leave(environment, [], Verdict("passed", "dry run: nothing was asked"), 0.0)
        return 0
    results = [verify(target, http, clock, start + deadline) for target in targets]
    verdict = overall([one for _, _, one in results])
    leave(environment, results, verdict, clock.now() - start)
    for line in notices(results, soft):
        print(line)
    return exit_code(verdict.outcome, fail_on, soft)


def read_targets(inputs: Inputs, environment: Mapping[str, str]) -> list[Target]:
    """One target per address, all with the same expectations."""
    nothing: list[str] = []
    urls = [inputs.text("url")] if inputs.text("url") else inputs.parsed("urls", _list, nothing)
    if not urls:
        inputs.problems.append("url: give an address, or several as a JSON list in urls")
    if inputs.text("url") and inputs.text("urls"):
        inputs.problems.append("url and urls: give one of them")
    inputs.problems += [f"url: {why}" for url in urls if (why := _unusable(url))]
    echo: VersionEcho | None = inputs.parsed("version-path", version_path, None)
    wanted = inputs.text("expect-version", environment.get("GITHUB_SHA", ""))
    if echo is not None and not wanted:
        inputs.problems.append("expect-version: is empty, and so is GITHUB_SHA; version-path has nothing to compare with")
    expect = Expectation(
        status=inputs.parsed("expect-status", statuses, ("200",)),
        json=inputs.parsed("expect-json", _pointers, {}),
        body=inputs.parsed("expect-body", _pattern, None),
    )
    bare: dict[str, str] = {}
    headers = inputs.parsed("headers", _headers, bare)
    redirects = inputs.text("redirects", "refuse")
    if redirects not in ("refuse", "same-host"):
        inputs.problems.append(f"redirects: '{redirects}' is neither refuse nor same-host")
    consecutive = inputs.whole("consecutive", 3, 1, 100)
    interval, timeout = inputs.number("interval", 5, 0, 300), inputs.number("timeout", 5, 0.1, 300)
    limit = inputs.number("p95-ms", 0, 0, 600_000) or None
    return [
        Target(
            url=url,
            expect=expect,
            version=echo and VersionEcho(wanted, echo.path, echo.header, echo.pointer),
            headers=headers,
            follow_same_host=redirects == "same-host",
            consecutive=consecutive,
            interval=interval,
            timeout=timeout,
            p95_ms=limit,
        )
        for url in urls
    ]


def verify(target: Target, http: Http, clock: Clock, deadline: float) -> Result:
    """Asks one address, and says in the log what each try saw."""
    log(f"asking {public(target.url)}, at most {deadline - clock.now():.0f} s")
    seen: list[Observation] = []
    for one in watch(target, http, clock, deadline):
        seen.append(one)
        log(f"  {one.at:6.1f} s  {'good' if one.passed else 'bad '} {one.milliseconds:6.0f} ms  {one.version} {one.why}".rstrip())
    verdict = judge(target, seen)
    log(f"{verdict.outcome}: {verdict.reason}")
    return target, seen, verdict


def overall(verdicts: list[Verdict]) -> Verdict:
    """The worst of them."""
    return min(verdicts, key=lambda one: WORST_FIRST.index(one.outcome))


def leave(environment: Mapping[str, str], results: list[Result], verdict: Verdict, seconds: float) -> None:
    """Writes outputs, report and summary to where the runner wants them."""
    data = report(results, verdict, seconds)
    path = Path(environment.get("RUNNER_TEMP") or ".") / "verify-health.json"
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    slowest = max([value for _, seen, _ in results if (value := p95(seen)) is not None], default=None)
    outputs = {
        "outcome": verdict.outcome,
        "reason": verdict.reason,
        "report": str(path),
        "duration-seconds": f"{seconds:.1f}",
        "checks-json": json.dumps([{"url": target["url"], "checks": target["checks"]} for target in data["targets"]]),
        "version-seen": next((v for _, seen, _ in results if (v := last_version(seen))), ""),
        "p95-ms": "" if slowest is None else f"{slowest:g}",
    }
    if file := environment.get("GITHUB_OUTPUT"):
        write_outputs(file, outputs)
    if (file := environment.get("GITHUB_STEP_SUMMARY")) and results:
        append(file, summary(results, verdict))


def notices(results: list[Result], soft: bool) -> list[str]:
    """What a person sees on the run's page, the worst first."""
    level = "warning" if soft else "error"
    said = [annotation(level, f"{public(t.url)}: {v.reason}", f"verify-health {v.outcome}") for t, _, v in results if v.outcome != "passed"]
    for target, seen, _ in results:
        days = next((one.certificate_days for one in reversed(seen) if one.certificate_days is not None), None)
        if days is not None and days < CERTIFICATE_DAYS:
            said.append(annotation("warning", f"{public(target.url)}: the certificate expires in {days:.0f} days", "verify-health"))
    return said[:MOST_ANNOTATIONS]


def _list(text: str) -> list[str]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(found, list) or not found or not all(isinstance(one, str) for one in found):
        raise ValueError('is no JSON list of addresses: ["https://a.example.com/health"]')
    return found


def _object(text: str, example: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise ValueError(f"is no JSON object: {example}")
    return found


def _pointers(text: str) -> dict[str, Any]:
    found = _object(text, '{"/status": "ok"}')
    for path in found:
        pointer(path)
    return found


def _headers(text: str) -> dict[str, str]:
    found = _object(text, '{"Authorization": "Bearer ..."}')
    for name, value in found.items():
        if not re.fullmatch(r"[A-Za-z0-9-]+", name) or not isinstance(value, str) or not value.isprintable():
            raise ValueError(f"header '{name}' is not a name with one line of text")
    return found


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ValueError(f"is no regular expression: {error}") from None


def _unusable(url: str) -> str:
    """Why the address cannot be asked; empty when it can."""
    from urllib.parse import urlsplit

    if not url.isprintable() or " " in url:
        return "holds a blank or a control character"
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  # reading it checks it
    except ValueError as error:
        return f"'{url}' is no address: {error}"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return f"'{public(url)}' is not http:// or https:// with a host"
    if parts.username is not None or parts.password is not None:
        return "holds a user name or password: send them in headers"
    return ""


if __name__ == "__main__":
    sys.exit(main(os.environ, RealHttp(), RealClock()))
