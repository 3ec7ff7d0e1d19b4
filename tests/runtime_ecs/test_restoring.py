"""`restore` as a library: what ends the wait, and what a caller such as deploy-ecs gets."""

from __future__ import annotations

import os
from typing import Any
from unittest.mock import patch

import pytest

from synth.adapters.aws.client import Clients
from synth.adapters.aws.ecs import EcsAdapter
from synth.adapters.aws.images import EcrAdapter
from synth.adapters.aws.targets import TargetsAdapter
from synth.runtime.ecs.following import Sight
from synth.runtime.ecs.last_good import Candidate
from synth.runtime.ecs.restoring import Judgement, Ports, Restored, Settings, Situation, restore
from synth.runtime.ecs.returning import AGAIN, BAD, IN_PLACE, SUPERSEDED, Way, meaning
from synth.runtime.ecs.values import Counts, Rollout, Service, ServiceDeployment
from synth.runtime.expectation import FAILED, Check
from synth.runtime.verdict import Verdict
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator
from tests.simulator.world.image import failing

ARN, TARGET = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/default/web/one", "arn:of/web:1"
FORWARD, BACK = Way(ARN, TARGET, True, 900.0), Way(ARN, TARGET, False, 900.0)


def sight(status: str, failed: int = 0, successor: ServiceDeployment | None = None, **fields: Any) -> Sight:
    rollout = Rollout("ecs-svc/1", "PRIMARY", TARGET, 4, 0, 4, failed, "IN_PROGRESS", "", 0.0)
    service = Service("arn:of/web", "web", "arn:of/default", "ACTIVE", 4, 0, 4, current_deployment=ARN, rollouts=(rollout,))
    return Sight(0.0, service, ServiceDeployment(ARN, "arn:of/web", "", status, 0.0, "revision/1")._replace(**fields), "", successor)


NEWER = ServiceDeployment("arn:of/newer", "", "", "IN_PROGRESS", 9.0, "")
ALL = Counts("revision/1", production_weight=100.0)


@pytest.mark.parametrize(
    ("way", "seen", "left", "expected"),
    [
        (BACK, sight("IN_PROGRESS"), 600, None),
        (BACK, sight("STOP_REQUESTED"), 600, None),
        (BACK, sight("ROLLBACK_IN_PROGRESS", failed=9), 600, None),
        (BACK, sight("ROLLBACK_SUCCESSFUL"), 600, IN_PLACE),
        (BACK, sight("ROLLBACK_FAILED"), 600, BAD),
        (BACK, sight("SUCCESSFUL"), 600, AGAIN),
        (BACK, sight("STOPPED"), 600, AGAIN),
        (BACK, sight("RESTING"), 600, None),
        (BACK, sight("ROLLBACK_IN_PROGRESS", successor=NEWER), 600, SUPERSEDED),
        (FORWARD, sight("IN_PROGRESS"), 600, None),
        (FORWARD, sight("IN_PROGRESS", failed=3), 600, None),
        (FORWARD, sight("IN_PROGRESS", failed=4), 600, BAD),
        (FORWARD, sight("SUCCESSFUL", failed=4), 600, IN_PLACE),
        (FORWARD, sight("ROLLBACK_REQUESTED"), 600, BAD),
        (FORWARD, sight("STOPPED"), 600, BAD),
        (FORWARD, sight("STOPPED", successor=NEWER), 600, SUPERSEDED),
        (FORWARD, sight("IN_PROGRESS", stage="BAKE_TIME", bake_minutes=5, target=ALL), 600, None),
        (FORWARD, sight("IN_PROGRESS", stage="BAKE_TIME", bake_minutes=15, target=ALL), 600, IN_PLACE),
        (FORWARD, sight("IN_PROGRESS", stage="BAKE_TIME", bake_minutes=15), 600, None),
        (FORWARD, sight("IN_PROGRESS", stage="PRODUCTION_TRAFFIC_SHIFT", bake_minutes=15, target=ALL), 600, None),
        (FORWARD, sight("RESTING"), 600, None),
        (FORWARD, Sight(0.0), 600, None),
    ],
)
def test_what_ends_the_wait(way: Way, seen: Sight, left: float, expected: str | None) -> None:
    end = meaning(way, seen, left)
    assert expected == (end.kind if end else None)


def test_a_caller_judges_what_is_in_place_itself_and_gets_everything_that_was_seen() -> None:
    judged: list[Candidate] = []
    lines: list[str] = []

    def verify(release: Candidate) -> Judgement:
        judged.append(release)
        return Judgement(Verdict("failed", "it is bad"), (Check("page", FAILED, "500", "200"),))

    with Simulator() as sim, patch.dict(os.environ, sim.environment()):
        sim.service("web")
        deployment = sim.deploy("web", failing("v2"))
        sim.advance(60)
        clients = Clients()
        ports = Ports(EcsAdapter(clients), TargetsAdapter(clients), EcrAdapter(clients))
        situation = Situation("default", "web", deployment.arn)
        restored = restore(situation, ports, SimulatedClock(sim), Settings(verify=verify, random=lambda: 0.5), lines.append)
        clients.close()
        assert [] == sim.violations
    definition = "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:"
    checks = (
        Check("PRIMARY", "passed", "web:1", "web:1"),
        Check("healthy tasks", "passed", "4 of 4", "1 or more", "4 healthy targets"),
        Check("page", "failed", "500", "200"),
    )
    reason = "web:1 serves, which is bad: web:1: it is bad"
    assert Restored("rollback-failed", "stop", f"{definition}2", f"{definition}1", "successful", 5.0, reason, checks) == restored
    assert ["web:1"] == [one.name for one in judged]
    assert "bad as well: web:1: it is bad" == lines[-1]
