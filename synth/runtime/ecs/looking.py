"""Alarms and logs, looked at while a deployment is open."""

from __future__ import annotations

from synth.runtime.expectation import FAILED, INCONCLUSIVE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from synth.runtime.commands import Log
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.layers.look import Layer
    from synth.runtime.layers.ports import Ports
    from synth.runtime.ports import Clock
    from synth.runtime.screen import Screen


class Also:
    """At each call, why the release is bad by its alarms and logs, empty while it is not. The first call sees what is on before.

    How often AWS is asked is the layers' own affair. `silent` is why the logs could say nothing about the release at the last call.
    """

    def __init__(self, layers: Sequence[Layer], wall: Callable[[], float], warn: Callable[[str], None]) -> None:
        self._layers, self._wall, self._warn = layers, wall, warn
        self._told: set[str] = set()
        self.silent = ""

    def __call__(self) -> str:
        for layer in self._layers:
            for check in layer.look(self._wall()).checks:
                if check.result == FAILED:
                    return check.why + (f" ({check.evidence})" if check.evidence else "")
                if layer.name == "logs":
                    self.silent = check.why if check.result == INCONCLUSIVE else ""
                elif check.result == INCONCLUSIVE and check.name not in self._told:
                    # an alarm that is on before: ECS ignores it, and does not say so
                    self._told.add(check.name)
                    self._warn(f"{check.why}: it can say nothing about this release")
        return ""


def also_bad(wanted: Wanted, ports: Ports, clock: Clock, screen: Screen, log: Log) -> Also:
    def warn(message: str) -> None:
        log.annotate("warning", [message], "deploy-ecs")

    asked = wanted.proof.layers
    if asked is None or not (asked.alarms or asked.logs):
        return Also((), clock.wall, warn)
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.choosing import layers_of

    asking = Asking(screen, warn)
    return Also(layers_of(asked._replace(checks=("alarms", "logs"), since=clock.wall()), ports, asking), clock.wall, warn)
