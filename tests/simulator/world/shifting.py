"""BLUE_GREEN, LINEAR and CANARY: both revisions run, traffic moves by weights, stage after stage.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from tests.simulator.world.deployment import Deployment, Process
from tests.simulator.world.rollout import Rollout

if TYPE_CHECKING:
    from tests.simulator.world.world import World

STAGES = (
    "RECONCILE_SERVICE",
    "PRE_SCALE_UP",
    "SCALE_UP",
    "POST_SCALE_UP",
    "TEST_TRAFFIC_SHIFT",
    "POST_TEST_TRAFFIC_SHIFT",
    "PRE_PRODUCTION_TRAFFIC_SHIFT",
    "PRODUCTION_TRAFFIC_SHIFT",
    "POST_PRODUCTION_TRAFFIC_SHIFT",
    "BAKE_TIME",
    "CLEAN_UP",
)


def shifting(deployment: Deployment, world: World) -> Process:
    service, green = deployment.service, deployment.target
    blue = service.last_completed(other_than=green)
    service.grow, service.keep = None, (blue,) if blue else ()
    service.production = service.test = {blue or green: 100.0}
    if len([one for one in deployment.sources if not one.gone]) > 1:
        yield from _reconcile(deployment, blue)
    yield from deployment.at("PRE_SCALE_UP")
    service.keep = (blue, green) if blue else (green,)
    yield from deployment.at("SCALE_UP")
    while len(green.serving) < service.desired:
        yield
    yield from deployment.at("POST_SCALE_UP")
    yield from deployment.at("TEST_TRAFFIC_SHIFT")
    yield from deployment.wait(world.profile.shift)
    service.test = {green: 100.0}
    yield from deployment.at("POST_TEST_TRAFFIC_SHIFT")
    for share, bake in steps(deployment.configuration):
        yield from deployment.at("PRE_PRODUCTION_TRAFFIC_SHIFT")
        yield from deployment.at("PRODUCTION_TRAFFIC_SHIFT")
        yield from deployment.wait(world.profile.shift)
        service.production = {blue: 100.0 - share, green: share} if blue else {green: 100.0}
        yield from deployment.wait(bake)
    yield from deployment.at("POST_PRODUCTION_TRAFFIC_SHIFT")
    yield from deployment.at("BAKE_TIME")
    yield from deployment.wait(60 * deployment.configuration["bakeTimeInMinutes"])
    yield from deployment.at("CLEAN_UP")
    service.production, service.test, service.keep = {green: 100.0}, None, (green,)
    yield
    while blue and not blue.gone:
        yield
    deployment.succeed()


def steps(configuration: Mapping[str, Any]) -> Iterator[tuple[float, float]]:
    """Per cent of production traffic on the new revision, and seconds to stay there: none at 100."""
    if configuration["strategy"] == "CANARY":
        chosen = configuration.get("canaryConfiguration", {})
        first = float(chosen.get("canaryPercent", 5.0))
        if first < 100:
            yield first, 60 * chosen.get("canaryBakeTimeInMinutes", 10)
    if configuration["strategy"] == "LINEAR":
        chosen = configuration.get("linearConfiguration", {})
        step = float(chosen.get("stepPercent", 10.0))
        for number in range(1, int(100 // step) + 1):
            if (share := round(number * step, 1)) < 100:
                yield share, 60 * chosen.get("stepBakeTimeInMinutes", 6)
    yield 100.0, 0


def _reconcile(deployment: Deployment, blue: Rollout | None) -> Process:
    """A deployment that took over from an unfinished one first brings the service back to one revision."""
    yield from deployment.at("RECONCILE_SERVICE")
    while any(one is not blue and one is not deployment.target and not one.gone for one in deployment.service.rollouts):
        yield
