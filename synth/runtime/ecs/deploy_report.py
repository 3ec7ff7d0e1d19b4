"""How a deployment is told: the summary, the outputs and the report."""

from __future__ import annotations

import json
import time
from typing import NamedTuple

from synth.runtime.ecs.ladder import last
from synth.runtime.summary import cell, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.deployed import Deployed

_MOST_MOMENTS_SHOWN = 30


class Done(NamedTuple):
    """A deployment that is over. `started` is in seconds since 1970."""

    wanted: Wanted
    deployed: Deployed
    started: float
    seconds: float


def outputs_of(done: Done, report: str) -> dict[str, str]:
    one = done.deployed
    restored = one.restored
    return {
        "outcome": one.verdict.outcome,
        "reason": one.verdict.reason,
        "report": report,
        "duration-seconds": f"{done.seconds:.1f}",
        "service-deployment-arn": one.deployment,
        "service-revision-arn": one.revision,
        "task-definition-arn": one.task_definition,
        "previous-task-definition-arn": one.previous,
        "serving-task-definition-arn": one.serving,
        "digests": json.dumps(one.digests),
        "checks-json": json.dumps([check._asdict() for check in one.checks]),
        "rollback-method": restored.method if restored else "",
        "seconds-to-restore": f"{restored.seconds:.1f}" if restored and restored.seconds is not None else "",
    }


def report_of(done: Done, code: int) -> dict[str, Any]:
    one, wanted = done.deployed, done.wanted
    return {
        "outcome": one.verdict.outcome,
        "reason": one.verdict.reason,
        "exit-code": code,
        "started-at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(done.started)),
        "duration-seconds": round(done.seconds, 3),
        "cluster": wanted.cluster,
        "service": wanted.service,
        "deploy-with": wanted.deploy_with,
        "rollback": wanted.rollback,
        "service-deployment-arn": one.deployment,
        "service-revision-arn": one.revision,
        "task-definition-arn": one.task_definition,
        "previous-task-definition-arn": one.previous,
        "serving-task-definition-arn": one.serving,
        "digests": one.digests,
        "owner": one.owner,
        "checks": [check._asdict() for check in one.checks],
        "moments": [moment._asdict() for moment in one.moments],
        "restored": None if one.restored is None else _restored(done),
    }


def summary_of(done: Done) -> str:
    """Markdown: first what serves now, then the outcome, then each check, then what happened when."""
    one = done.deployed
    rows = [(check.name, check.result, check.observed, check.wanted, check.evidence) for check in one.checks]
    checks = f"\n{table(('check', 'result', 'observed', 'wanted', 'evidence'), rows)}" if rows else ""
    moments = [(f"{moment.at:.0f} s", moment.what) for moment in one.moments[-_MOST_MOMENTS_SHOWN:]]
    told = f"\n<details><summary>What happened</summary>\n\n{table(('at', 'what'), moments)}\n</details>\n" if moments else ""
    return f"{_serving(done)}\n\n**Deployment** {cell(one.verdict.outcome)}: {cell(one.verdict.reason)}\n{checks}{told}\n"


def _serving(done: Done) -> str:
    one, service = done.deployed, cell(done.wanted.service)
    release, before = cell(last(one.task_definition)), cell(last(one.previous))
    match one.verdict.outcome:
        case "passed":
            return f"**{release}** serves {service}, verified"
        case "rolled-back":
            to = cell(last(one.restored.to)) if one.restored and one.restored.to else before
            return f"**{to or 'The release before'}** serves {service} again; {release} was bad"
        case "rollback-failed":
            return f"{service} is in trouble, **look at it now**: {release} is bad and could not be taken back"
        case "superseded" if one.deployment:
            return f"A newer deployment of {service} has taken over from {release}"
    if one.usage or not one.deployment:
        return f"{service} runs **{before or 'what it ran before'}**, nothing was deployed"
    return f"{service} is on its way from {before or 'what it ran before'} to **{release}**, or there, and that is not verified"


def _restored(done: Done) -> dict[str, Any]:
    restored = done.deployed.restored
    assert restored is not None
    names = {"from_": "from"}
    return {names.get(name, name): value for name, value in restored._asdict().items() if name != "checks"}
