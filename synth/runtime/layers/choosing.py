"""Which layers a verification has: those that are asked for and have something to look at."""

from __future__ import annotations

from synth.runtime.layers.pacing import Paced

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.ports import Ports
    from synth.runtime.layers.verification import Verification


def layers_of(verification: Verification, ports: Ports, asking: Asking) -> list[Paced]:
    """All but HTTP, cheapest first. Their modules are imported here, so that HTTP alone does not pay for them."""
    wanted = verification.checks
    found: list[Paced] = []
    scenery = None
    if ports.ecs is not None and verification.service:
        from synth.runtime.layers.scene import Scenery
        from synth.runtime.layers.service_layer import ServiceLayer

        scenery = Scenery(verification, ports.ecs, asking)
        if "ecs" in wanted:
            found.append(Paced(ServiceLayer(verification, scenery, asking)))
    if ports.targets is not None and "targets" in wanted and (scenery is not None or verification.target_groups):
        from synth.runtime.layers.targets_layer import TargetsLayer

        found.append(Paced(TargetsLayer(verification, ports.targets, scenery, asking)))
    if scenery is not None and "containers" in wanted:
        from synth.runtime.layers.containers_layer import ContainersLayer

        found.append(Paced(ContainersLayer(scenery, asking)))
    if ports.alarms is not None and verification.alarms and "alarms" in wanted:
        from synth.runtime.layers.alarms_layer import AlarmsLayer

        found.append(Paced(AlarmsLayer(verification.alarms, ports.alarms, asking)))
    if ports.logs is not None and verification.logs is not None and scenery is not None and "logs" in wanted:
        from synth.runtime.layers.logs_layer import LogsLayer

        found.append(Paced(LogsLayer(verification.logs, ports.logs, scenery, asking)))
    return found
