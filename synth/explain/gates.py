"""What has to be true before a job begins, or for it to succeed, beyond its commands ending well."""

from __future__ import annotations

from synth.explain.kinds import DEPLOYING, deploys, kind_of, places
from synth.stages.unit_test import LEAST, MARK

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from synth.pipeline import Health


def gates(stage: Any, environment: str | None, waits: bool) -> tuple[str, ...]:
    """In the order in which they come. A stage of your own may say its own: `gates`, a list of sentences."""
    first = [f"a person approves the environment '{environment}'"] if waits else []
    if deploys(stage):
        return (*first, *_deployment(stage, environment))
    say, told = _SAID.get(kind_of(stage)), getattr(stage, "gates", ())
    own = say(stage) if say is not None else [str(one) for one in told] if isinstance(told, (list, tuple)) else []
    return (*first, *own)


def _coverage(stage: Any) -> list[str]:
    if any([MARK in command for command in stage.stack.unit]):
        return [f"the tests cover {stage.coverage or LEAST} % of the lines"]
    return []


def _vulnerabilities(stage: Any) -> list[str]:
    return [f"Trivy finds nothing {' or '.join(stage.severity)} in the image" + (" that has a fix" if stage.ignore_unfixed else "")]


def _audit(stage: Any) -> list[str]:
    who = f"Trivy finds nothing {' or '.join(stage.severity)}" if stage.tool == "trivy" else "the stack's own audit finds nothing"
    return [f"{who} in the dependencies"]


def _dependency_check(stage: Any) -> list[str]:
    limit = next((getattr(stage, name) for name in ("fail_on_cvss", "cvss") if hasattr(stage, name)), None)
    return ["OWASP Dependency-Check finds nothing" + (f" of CVSS {limit:g} or more" if isinstance(limit, (int, float)) else "")]


def _review(stage: Any) -> list[str]:
    return [f"a pull request adds no dependency with a vulnerability that is {stage.severity} or worse"]


def _deployment(stage: Any, environment: str | None) -> list[str]:
    said = []
    health, place = getattr(stage, "health", None), next((one for one in places(stage) if getattr(one, "name", one) == environment), None)
    url = str(getattr(stage, "ask", None) or getattr(place, "url", "")).rstrip("/")
    if health is not None:
        said.append(_health(url, health))
    test_url = getattr(place, "test_url", None)
    if health is not None and test_url is not None:
        said.append(f"{test_url} answers before any production request comes")
    if alarms := getattr(stage, "alarms", ()):
        said.append(f"no alarm goes off: {', '.join(alarms)}")
    if (logs := getattr(stage, "logs", None)) is not None:
        said.append(f"the new tasks log, and at most {logs.most} lines match {logs.pattern}")
    if (rest := getattr(stage, "compare_with", None)) is not None:
        said.append(f"it is no worse than {rest.name} for {stage.bake_minutes} minutes")
    elif bake := getattr(stage, "bake_minutes", 0):
        said.append(f"it stays as good for {bake} minutes")
    return said


def _smoke(stage: Any) -> list[str]:
    return [_health(stage.environment.url.rstrip("/"), stage.health)] if stage.health is not None else []


def _bake(stage: Any) -> list[str]:
    return [f"{stage.environment.url.rstrip('/')}{stage.health.path} goes on answering {stage.health.expect_status} for {stage.minutes} minutes"]


def _metrics(stage: Any) -> list[str]:
    return [f"metrics, alarms and logs keep {len(stage.rules)} {'rule' if len(stage.rules) == 1 else 'rules'} for {stage.window_minutes} minutes"]


def _load(stage: Any) -> list[str]:
    return [f"95 of 100 requests take less than {stage.p95_ms} ms under load, and less than {stage.error_rate:.3%} of them fail"]


def _health(url: str, health: Health) -> str:
    version = " with the version deployed" if health.version else ""
    return f"{url}{health.path} answers {health.expect_status}{version}, {health.consecutive} times in a row within {health.deadline_seconds} s"


_SAID: dict[str, Callable[[Any], list[str]]] = {
    "Audit": _audit,
    "Bake": _bake,
    "DependencyCheck": _dependency_check,
    "DependencyReview": _review,
    "LoadTest": _load,
    "Smoke": _smoke,
    "TrivyScan": _vulnerabilities,
    "UnitTest": _coverage,
    "VerifyMetrics": _metrics,
}
# these end well or they do not, and there is no more to say
NO_GATE = frozenset(
    {"Build", "Bundle", "EndToEnd", "Format", "IntegrationTest", "Keep", "Lint", "Notify", "Push", "Sbom", "SentryRelease", "TypeCheck"}
)
KNOWN = frozenset(_SAID) | DEPLOYING | NO_GATE
