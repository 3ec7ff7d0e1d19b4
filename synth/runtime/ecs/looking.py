"""Alarms and logs, looked at while a deployment is open."""

from __future__ import annotations

from synth.runtime.expectation import FAILED, INCONCLUSIVE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.layers.ports import Ports
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen


def also_bad(wanted: Wanted, ports: Ports, clock: Clock, screen: Screen, log: Log) -> Callable[[], str]:
    """What says at each call why the release is bad by its alarms and logs, empty while it is not. The first call sees what is on before.

    How often AWS is asked is the layers' own affair.
    """
    asked = wanted.proof.layers
    if asked is None or not (asked.alarms or asked.logs):
        return lambda: ""
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.choosing import layers_of

    asking = Asking(screen, lambda message: log.annotate("warning", [message], "deploy-ecs"))
    layers = layers_of(asked._replace(checks=("alarms", "logs"), since=clock.wall()), ports, asking)
    told: set[str] = set()

    def bad() -> str:
        for layer in layers:
            for check in layer.look(clock.wall()).checks:
                if check.result == FAILED:
                    return check.why + (f" ({check.evidence})" if check.evidence else "")
                if check.result == INCONCLUSIVE and layer.name == "alarms" and check.name not in told:
                    # one that is on before: ECS ignores it, and does not say so
                    told.add(check.name)
                    log.annotate("warning", [f"{check.why}: it can say nothing about this release"], "deploy-ecs")
        return ""

    return bad
