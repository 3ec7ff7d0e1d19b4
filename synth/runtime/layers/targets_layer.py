"""What the load balancer thinks of the targets."""

from __future__ import annotations

from functools import partial

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.layers.look import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from synth.runtime.ecs.ports import Targets
    from synth.runtime.ecs.values import Target
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.scene import Scenery
    from synth.runtime.layers.verification import Verification
    from synth.runtime.screen import Screen

    Group = tuple[str, Sequence[Target]]  # its name, and its targets

_STATES = ("healthy", "unhealthy", "initial", "draining", "unused", "unavailable")


class TargetsLayer:
    name = "targets"

    def __init__(self, verification: Verification, targets: Targets, scenery: Scenery | None, asking: Asking) -> None:
        self._wanted, self._targets, self._scenery, self._asking = verification, targets, scenery, asking

    def look(self, now: float) -> Look:
        scene = self._scenery.scene(now, at_most_old=15) if self._scenery is not None else None
        groups, named = self._wanted.target_groups, bool(self._wanted.target_groups)
        if not named and scene is not None and scene.service is not None:
            groups = scene.service.target_groups
        checks: list[Check] = []
        end = ""
        seen: list[Group] = []
        for group in groups:
            answered = self._asking.ask("target health", partial(self._targets.health, group), needed=named)
            if answered.check is not None:
                checks.append(answered.check._replace(name=f"target health {name_of(group)}"))
            elif answered.value is not None:
                seen.append((name_of(group), answered.value))
            end = end or answered.end
        if checks and not seen:
            return Look(tuple(checks), end)
        least = self._wanted.min_healthy_tasks
        running = scene.running if scene is not None else None
        if running is not None and not running:
            return Look((*checks, Check("target health", INCONCLUSIVE, "no task of the release runs", f"{least} healthy, none unhealthy")), end)
        addresses = [one.address for one in running or ()]
        if addresses and all(addresses):
            used, least = of_release(seen, addresses), max(least, len(addresses))
        else:
            used = seen if named else in_use(seen)
        checks += [judged(group, targets, least, self._asking.screen) for group, targets in used]
        return Look(tuple(checks), end)


def of_release(seen: Sequence[Group], addresses: Collection[str]) -> list[Group]:
    """The groups with the targets that are the release's own tasks: those of the release before it prove nothing.

    Of a blue/green pair only one has them; the first stands for all where none has."""
    mine: list[Group] = [(group, [one for one in targets if one.id in addresses]) for group, targets in seen]
    return [(group, targets) for group, targets in mine if targets] or mine[:1]


def in_use(seen: Sequence[Group]) -> list[Group]:
    """Of a blue/green pair, the group without targets waits for the next deployment; where all are empty, the first is the one that is."""
    used = [(group, targets) for group, targets in seen if any([one.state not in ("draining", "unused") for one in targets])]
    return used or list(seen[:1])


def judged(group: str, targets: Sequence[Target], least: int, screen: Screen) -> Check:
    """Enough healthy targets, and none that is unhealthy."""
    counts = {state: sum([one.state == state for one in targets]) for state in _STATES}
    observed = ", ".join([f"{count} {state}" for state, count in counts.items() if count]) or "no targets"
    sick = [one for one in targets if one.state in ("unhealthy", "unused", "unavailable")]
    evidence = screen.show("; ".join(list(dict.fromkeys([_ailment(one) for one in sick]))[:3]), 300)
    if counts["unhealthy"]:
        result = FAILED
    elif counts["healthy"] >= least:
        result = PASSED
    else:
        result = INCONCLUSIVE if counts["unused"] or counts["unavailable"] else FAILED
    return Check(f"target health {screen.show(group)}", result, observed, f"{least} healthy, none unhealthy", evidence)


def name_of(group: str) -> str:
    """`web-blue` of `arn:…:targetgroup/web-blue/0123456789abcdef`."""
    parts = group.split("/")
    return parts[1] if len(parts) > 2 else group


def _ailment(one: Target) -> str:
    reason = one.description or one.reason
    return f"{one.id}:{one.port} {one.state}" + (f": {reason}" if reason else "")
