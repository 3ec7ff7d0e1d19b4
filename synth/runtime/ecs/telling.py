"""What was seen of a deployment last, as checks."""

from __future__ import annotations

from synth.runtime.ecs import meaning
from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.ecs.deploy_inputs import Wanted
    from synth.runtime.ecs.following import Sight
    from synth.runtime.ecs.probing import Prober
    from synth.runtime.screen import Screen

_OPEN = (meaning.UNSEEN, meaning.GOING, meaning.PAUSED, meaning.BAKING, meaning.SUPERSEDED)


def seen_of(sight: Sight, prober: Prober, wanted: Wanted, screen: Screen) -> list[Check]:
    """ECS's word on the deployment, the tasks, and each address's last answer."""
    found: list[Check] = []
    if (shown := sight.deployment) is not None:
        word = meaning.meaning(sight)
        result = PASSED if word == meaning.DONE else INCONCLUSIVE if word in _OPEN else FAILED
        observed = " ".join([screen.show(part, 60) for part in (shown.status, shown.stage) if part])
        found.append(Check("deployment", result, observed, "SUCCESSFUL", screen.show(shown.reason)))
    if (service := sight.service) is not None:
        least = wanted.proof.min_healthy_tasks
        enough = service.running >= least
        found.append(Check("tasks", PASSED if enough else INCONCLUSIVE, f"{service.running} of {service.desired} run", f"{least} or more"))
    for (listener, url), one in prober.last.items():
        found += [check._replace(name=f"{check.name} {listener} {url}") for check in one.checks]
    return found
