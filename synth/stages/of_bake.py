"""What the stages that bake in the deployment's own job have in common: watching it there, and taking it back where it does not hold.

The job keeps the environment's place in line meanwhile, asks no person twice, and calls a release verified only after its bake.
"""

from __future__ import annotations

import json

from synth.build.actions import vendored
from synth.build.jobs import Job
from synth.expr import failure
from synth.pipeline import StageError
from synth.stages.deploy import verification
from synth.stages.push import signed_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.build.steps import Step, Text
    from synth.pipeline import Environment, Health, Progress, Service
    from synth.stages.deploy import Deploy

_LATE_MINUTES, _BACK_MINUTES, _RELEASES = 10, 15, 3  # for metrics that come late; for going back; releases that a rollback tries at most
_LONGEST_MINUTES = 360


def baked(progress: Progress, deploy: Deploy, watching: Step[Any], minutes: int) -> Progress:
    """The progress with the deployment, whose job watches it for these minutes and takes it back where that fails."""
    assert deploy.health is not None
    progress = deploy.after(progress)
    job = progress.last
    assert isinstance(job, Job)
    assert isinstance(job.timeout_minutes, int)
    to, around = deploy.environment, _LATE_MINUTES + back_minutes(deploy.health)
    total = job.timeout_minutes + minutes + around
    if total > _LONGEST_MINUTES:
        most = _LONGEST_MINUTES - job.timeout_minutes - around
        raise StageError(f"bake_minutes={minutes} is more than {most}, after which GitHub ends the job")
    back = taken_back(to, deploy.service, deploy.health, job.step("Deploy").outputs["service-deployment-arn"])
    longer = (
        job.replace_step("Sign in to AWS", signed_in(to.role, to.region, total))
        .insert(watching, back.replace(if_=failure() & watching.failed), before="Record the deployment")
        .replace(timeout_minutes=total)
    )
    return progress.but(jobs=tuple([longer if one is job else one for one in progress.jobs]), last=longer)


def asked_again(to: Environment, health: Health, minutes: int) -> Step[Any]:
    """The step that asks the environment's address for some minutes."""
    return vendored("verify-health", {**verification(to, health), "bake": minutes * 60}, name="Bake")


def measured(name: str, rules: Sequence[Mapping[str, Any]], minutes: int, **dimensions: str) -> Step[Any]:
    """The step that watches metrics for some minutes, in the words of the action verify-metrics."""
    inputs: dict[str, Any] = {"rules": json.dumps([dict(rule) for rule in rules]), "window": minutes * 60}
    return vendored("verify-metrics", inputs | {key.replace("_", "-"): value for key, value in dimensions.items()}, name=name)


def taken_back(to: Environment, service: Service, health: Health, deployment: Text) -> Step[Any]:
    """The step that undoes this deployment, and no newer one, and proves what serves then."""
    given = {key: value for key, value in verification(to, health).items() if key != "expect-version"}  # the version is the older release's own
    inputs = {
        "cluster": to.cluster,
        "service": service.name,
        "deployment": deployment,
        "deadline": _BACK_MINUTES * 60,
        **{f"verify-{key}": value for key, value in given.items()},
    }
    return vendored("rollback", inputs, outputs=("outcome", "reason", "report", "to"), name="Take it back")


def back_minutes(health: Health) -> int:
    """How long going back may take, with the verification of each release that is tried."""
    return _BACK_MINUTES - (-_RELEASES * health.deadline_seconds // 60)
