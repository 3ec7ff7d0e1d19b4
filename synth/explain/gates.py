"""What has to be true before a job begins, or for it to succeed, beyond its commands ending well."""

from __future__ import annotations

from synth.stages.deploy import Deploy
from synth.stages.trivy_scan import TrivyScan
from synth.stages.unit_test import LEAST, MARK, UnitTest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.pipeline import Health


def gates(stage: Any, environment: str | None, waits: bool) -> tuple[str, ...]:
    """In the order in which they come. A stage of your own may say its own: `gates`, a list of sentences."""
    first = [f"a person approves the environment '{environment}'"] if waits else []
    match stage:
        case UnitTest():
            own = _coverage(stage)
        case TrivyScan():
            own = [f"Trivy finds nothing {' or '.join(stage.severity)} in the image" + (" that has a fix" if stage.ignore_unfixed else "")]
        case Deploy():
            own = _deployment(stage)
        case _:
            told = getattr(stage, "gates", ())
            own = [str(one) for one in told] if isinstance(told, (list, tuple)) else []
    return (*first, *own)


def _coverage(stage: UnitTest) -> list[str]:
    if any([MARK in command for command in stage.stack.unit]):
        return [f"the tests cover {stage.coverage or LEAST} % of the lines"]
    return []


def _deployment(stage: Deploy) -> list[str]:
    said = []
    if stage.health is not None:
        said.append(_health(stage.environment.url.rstrip("/"), stage.health))
    if stage.health is not None and stage.environment.test_url is not None:
        said.append(f"{stage.environment.test_url} answers before any production request comes")
    if stage.alarms:
        said.append(f"no alarm goes off: {', '.join(stage.alarms)}")
    if stage.logs is not None:
        said.append(f"the new tasks log, and at most {stage.logs.most} lines match {stage.logs.pattern}")
    return said


def _health(url: str, health: Health) -> str:
    version = " with the version deployed" if health.version else ""
    return f"{url}{health.path} answers {health.expect_status}{version}, {health.consecutive} times in a row within {health.deadline_seconds} s"
