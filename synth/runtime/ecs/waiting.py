"""Another deployment of the service is under way: waited for, followed where it brings the same, replaced where it fails for ever."""

from __future__ import annotations

from synth.runtime.ecs.blind import seen_through
from synth.runtime.ecs.deployed import Over
from synth.runtime.ecs.following import INTERVAL, Sight
from synth.runtime.ecs.ladder import awaiting, last, running
from synth.runtime.ecs.meaning import owner_of
from synth.runtime.ecs.ports import AwsError, Denied, Expired, Missing, Refused
from synth.runtime.ecs.starting import patiently
from synth.runtime.ecs.status import TERMINAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.ports import Ecs
    from synth.runtime.ecs.values import Service, ServiceDeployment, TaskDefinition
    from synth.runtime.ports import Clock


def idle(
    wanted: Wanted,
    ecs: Ecs,
    service: Service,
    content: dict[str, Any] | None,
    live: TaskDefinition,
    clock: Clock,
    until: float,
    say: Callable[[str], None],
) -> tuple[Service, str]:
    """The service once no other deployment is under way; or the deployment under way where it brings the same. Raises Over."""
    told = ""
    while True:
        going = _under_way(ecs, service, clock, until, say)
        if going is None:
            return service, ""
        if content is None and running(service) == live.arn and not going.status.startswith("ROLLBACK") and going.status != "STOP_REQUESTED":
            say(f"{last(going.arn)} brings {last(live.arn)} already: following it")
            return service, going.arn
        if _crash_loops(service, going):
            say(f"{last(going.arn)} of {last(running(service))} fails task after task, and nobody sees to it: this deployment takes over")
            return service, ""
        hook = awaiting(going)
        if not wanted.wait_when_busy or clock.now() + INTERVAL > until:
            at = f" {going.stage}" if going.stage else ""
            waits = "; it waits for an answer to its PAUSE hook" if hook else ""
            raise Over("inconclusive", f"nothing was touched: {last(going.arn)} of {last(running(service))} is {going.status}{at}{waits}")
        line = f"waiting for {last(going.arn)} of {last(running(service))}: {going.status} {going.stage}"
        if line != told:
            say(line)
            told = line
        clock.sleep(2 * INTERVAL)
        service = seen_service(wanted, ecs, clock, until, say)


def seen_service(wanted: Wanted, ecs: Ecs, clock: Clock, until: float, say: Callable[[str], None]) -> Service:
    """Raises Over for a service that is not there, or may not be seen."""
    try:
        return patiently(lambda: ecs.service(wanted.cluster, wanted.service), clock, until, say)
    except (Missing, Denied, Refused) as error:
        raise Over("failed", f"nothing was touched: {error}", usage=True) from None


def _crash_loops(service: Service, going: ServiceDeployment) -> bool:
    """Waiting for it would be waiting for ever: the repair has to be let through."""
    primary = service.primary
    return primary is not None and primary.failed >= 2 and primary.running == 0 and not owner_of(Sight(0.0, service, going))


def _under_way(ecs: Ecs, service: Service, clock: Clock, until: float, say: Callable[[str], None]) -> ServiceDeployment | None:
    try:
        found = patiently(lambda: ecs.deployment(service.current_deployment), clock, until, say)
    except Expired:
        raise
    except Missing:
        return None
    except AwsError as error:
        say(f"going on without: {error}")
        seen = seen_through(service, service.current_deployment, "")
        return seen if seen and seen.status not in TERMINAL else None
    return None if found.status in TERMINAL else found
