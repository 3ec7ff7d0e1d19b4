"""Releases of a simulated service: deployed to their end, marked as verified, looked at."""

from __future__ import annotations

from typing import Any

from synth.runtime.record.mark import Mark
from tests.simulator import Simulator
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import Image, good

BLUE_GREEN: dict[str, Any] = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 2}
CANARY: dict[str, Any] = {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 2}, "bakeTimeInMinutes": 1}
LINEAR: dict[str, Any] = {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 40.0, "stepBakeTimeInMinutes": 1}, "bakeTimeInMinutes": 1}


def paused_at(stage: str, action: str = "ROLLBACK") -> dict[str, Any]:
    timeout = {"timeoutInMinutes": 60, "action": action}
    return {"lifecycleHooks": [{"targetType": "PAUSE", "lifecycleStages": [stage], "timeoutConfiguration": timeout}]}


def released(sim: Simulator, image: Image, sha: str = "", name: str = "web") -> Deployment:
    """A release that was deployed long ago; with a commit, it bears the verified mark."""
    deployment = sim.deploy(name, image)
    sim.run_until(lambda: deployment.over)
    if sha:
        mark(sim, deployment, sha)
    sim.advance(600)
    return deployment


def service(sim: Simulator, *versions: str, **configuration: Any) -> None:
    """`web`, which has had those good releases, all verified; the commit of `v1` is forty times 1. Without any it runs v1, unverified."""
    sim.service("web", good(versions[0]) if versions else None, **configuration)
    if versions:
        mark(sim, sim.find("web").deployments[0], commit(versions[0]))
    sim.advance(600)
    for version in versions[1:]:
        released(sim, good(version), commit(version))


def commit(version: str) -> str:
    return version[-1] * 40


def mark(sim: Simulator, deployment: Deployment, sha: str) -> None:
    revision = deployment.target.revision
    digests = tuple(digest or "" for _, _, digest in revision.containers)
    one = Mark(service_revision=revision.arn, task_definition=revision.definition, digests=digests, sha=sha, run_id="1", at=sim.wall)
    deployment.service.tags.update(one.tags(deployment.service.tags))


def serves(sim: Simulator, name: str = "web") -> dict[str, float]:
    """Shares of the production traffic by version, those without any left out."""
    shares = {rollout.revision.image.version: share for rollout, share in sim.find(name).shares().items()}
    whole = sum(shares.values()) or 1.0
    return {version: round(100 * share / whole, 1) for version, share in shares.items() if share}
