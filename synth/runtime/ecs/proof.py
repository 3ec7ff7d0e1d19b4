"""What has to be true of a service that was taken back, by ECS and its load balancers: PRIMARY is the release, and a task of it is healthy."""

from __future__ import annotations

from synth.runtime.ecs.ladder import running
from synth.runtime.ecs.last_good import short
from synth.runtime.ecs.ports import AwsError, Expired
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.ports import Ecs, Targets
    from synth.runtime.ecs.values import Service

PRIMARY, HEALTHY = "PRIMARY", "healthy tasks"


def prove(ecs: Ecs, targets: Targets, cluster: str, service: str, target: str, left: str) -> tuple[str, tuple[Check, ...]]:
    """The ARN of the task definition that is PRIMARY, and the checks.

    `target` is the ARN of the task definition that is to run; empty where ECS chose it and did not tell, and then it is not
    `left`, where that is known.

    Raises AwsError when the service cannot be seen.
    """
    seen = ecs.service(cluster, service)
    now = running(seen) or _of_revision(seen, ecs)
    good = now == target if target else bool(now) and (not left or short(now) != short(left))
    wanted = short(target) if target else f"another one than {short(left)}" if left else "what ECS went back to"
    primary = Check(PRIMARY, PASSED if good else FAILED, short(now) or "unknown", wanted)
    return now, (primary, _healthy(seen, now, ecs, targets))


def _healthy(seen: Service, definition: str, ecs: Ecs, targets: Targets) -> Check:
    if seen.desired == 0:
        return Check(HEALTHY, INCONCLUSIVE, "0 of 0", "1 or more", "the service's desired count is 0: nothing runs that could be judged")
    healthy = _healthy_targets(seen, targets)
    evidence = "" if healthy is None else f"{len(healthy)} healthy targets"
    try:
        tasks = [one for one in ecs.tasks(seen.cluster, seen.name) if one.task_definition == definition and one.status == "RUNNING"]
    except Expired:
        raise
    except AwsError:  # without ecs:ListTasks, the service's own count
        up = seen.primary.running if seen.primary else seen.running
        count = up if healthy is None else min(up, len(healthy))
        return Check(HEALTHY, PASSED if count >= 1 else FAILED, f"{count} of {seen.desired}", "1 or more", evidence)
    sick = len([one for one in tasks if one.health == "UNHEALTHY"])
    count = len([one for one in tasks if one.health != "UNHEALTHY" and (healthy is None or not one.address or one.address in healthy)])
    observed = f"{count} of {seen.desired}{f', {sick} unhealthy' if sick else ''}"
    return Check(HEALTHY, PASSED if count >= 1 else FAILED, observed, "1 or more", evidence)


def _healthy_targets(seen: Service, targets: Targets) -> set[str] | None:
    """Those in any of the service's groups; None without groups, or where none may be seen."""
    found = [ids for group in seen.target_groups if (ids := _ids(group, targets)) is not None]
    return {one for ids in found for one in ids} if found else None


def _ids(group: str, targets: Targets) -> set[str] | None:
    try:
        return {one.id for one in targets.health(group) if one.state == "healthy"}
    except Expired:
        raise
    except AwsError:
        return None


def _of_revision(seen: Service, ecs: Ecs) -> str:
    """Services that ECS manages name no task definition."""
    arns = [one.revision for one in seen.current_revisions][:1]
    found = ecs.revisions(arns) if arns else []
    return found[0].task_definition if found else ""
