"""Looking at a service deployment: which calls are made, what they are outlived by, and what is found to be whose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from synth.adapters.aws.client import Clients
from synth.adapters.aws.ecs import EcsAdapter
from synth.runtime.ecs import meaning
from synth.runtime.ecs.blind import seen_through
from synth.runtime.ecs.following import Sight, follow, place_of
from synth.runtime.ecs.ports import Denied
from synth.runtime.ecs.starting import NotFound, find_deployment
from synth.runtime.ecs.values import Hook, Rollback, Rollout, Service, ServiceDeployment
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator
from tests.simulator.world.image import crashing, good

ARN = "arn:aws:ecs:eu-central-1:123456789012:service-deployment/default/web/one"
SERVICE = Service("arn", "web", "default", "ACTIVE", 4, 4, 0)
HOOK = Hook("pause", "PAUSE", "AWAITING_ACTION", 0.0, "ROLLBACK")


@pytest.fixture
def sim(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with Simulator() as simulator:
        for name, value in simulator.environment().items():
            monkeypatch.setenv(name, value)
        yield simulator
        assert [] == simulator.violations


@pytest.fixture
def ecs(sim: Simulator) -> Iterator[EcsAdapter]:
    clients = Clients(attempts=1)
    yield EcsAdapter(clients)
    clients.close()


def deployment(status: str, **fields: Any) -> ServiceDeployment:
    return ServiceDeployment(ARN, "arn", "default", status, 100.0, "revision")._replace(**fields)


@pytest.mark.parametrize(
    ("sight", "expected"),
    [
        (Sight(0.0), meaning.UNSEEN),
        (Sight(0.0, None, deployment("PENDING")), meaning.GOING),
        (Sight(0.0, None, deployment("IN_PROGRESS", stage="SCALE_UP")), meaning.GOING),
        (Sight(0.0, None, deployment("IN_PROGRESS", stage="BAKE_TIME")), meaning.BAKING),
        (Sight(0.0, None, deployment("IN_PROGRESS", hooks=(HOOK,))), meaning.PAUSED),
        (Sight(0.0, None, deployment("IN_PROGRESS", hooks=(HOOK._replace(status="SUCCEEDED"),))), meaning.GOING),
        (Sight(0.0, None, deployment("IN_PROGRESS", hooks=(HOOK._replace(kind="AWS_LAMBDA"),))), meaning.GOING),
        (Sight(0.0, None, deployment("SUCCESSFUL")), meaning.DONE),
        (Sight(0.0, None, deployment("STOPPED")), meaning.STOPPED),
        (Sight(0.0, None, deployment("STOP_REQUESTED")), meaning.GOING),
        (Sight(0.0, None, deployment("ROLLBACK_REQUESTED")), meaning.RETURNING),
        (Sight(0.0, None, deployment("ROLLBACK_IN_PROGRESS")), meaning.RETURNING),
        (Sight(0.0, None, deployment("ROLLBACK_SUCCESSFUL")), meaning.RETURNED),
        (Sight(0.0, None, deployment("ROLLBACK_FAILED")), meaning.STUCK),
        (Sight(0.0, None, deployment("REHEARSING", stage="ENCORE")), meaning.GOING),
        (Sight(0.0, None, deployment("STOPPED"), "", deployment("IN_PROGRESS", created=200.0)), meaning.SUPERSEDED),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_a_look_means(sight: Sight, expected: str) -> None:
    assert expected == meaning.meaning(sight)


@pytest.mark.parametrize(
    ("sight", "owner"),
    [
        (Sight(0.0, SERVICE, deployment("IN_PROGRESS")), ""),
        (
            Sight(0.0, SERVICE._replace(configuration={"deploymentCircuitBreaker": {"enable": True, "rollback": True}}), deployment("IN_PROGRESS")),
            "the deployment circuit breaker gives up and goes back if tasks fail",
        ),
        (
            Sight(0.0, SERVICE._replace(configuration={"deploymentCircuitBreaker": {"enable": True, "rollback": False}}), deployment("IN_PROGRESS")),
            "",
        ),
        (
            Sight(0.0, SERVICE, deployment("IN_PROGRESS", hooks=(HOOK,))),
            "the PAUSE hook waits for an answer; when its time runs out, ECS does ROLLBACK",
        ),
        (Sight(0.0, SERVICE, deployment("ROLLBACK_IN_PROGRESS")), "ECS carries on with going back"),
        (Sight(0.0, SERVICE, deployment("SUCCESSFUL")), "the deployment is over"),
        (Sight(0.0, SERVICE, deployment("STOPPED")), ""),
        (Sight(0.0), ""),
    ],
)
def test_who_sees_to_the_service(sight: Sight, owner: str) -> None:
    assert owner == meaning.owner_of(sight)


def test_ten_minutes_take_no_more_than_150_calls(sim: Simulator, ecs: EcsAdapter) -> None:
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=30)
    arn = sim.deploy("web", good("v2")).arn
    seen = list(follow(ecs, arn, SimulatedClock(sim), 600.0, random=lambda: 0.5))
    assert (True, True) == (len(seen) >= 115, len(sim.calls()) <= 150)


def test_looks_come_more_often_while_tasks_fail(sim: Simulator, ecs: EcsAdapter) -> None:
    sim.service("web")
    arn = sim.deploy("web", crashing("v2")).arn
    times = [one.at for one in follow(ecs, arn, SimulatedClock(sim), 70.0, random=lambda: 0.5)]
    assert {5.0, 3.0} == {later - earlier for earlier, later in pairwise(times)}
    assert 3.0 == times[-1] - times[-2]


@pytest.mark.parametrize("kind", ["throttle", "error-500", "html-503", "reset"])
def test_an_outage_is_a_word_in_the_sight(sim: Simulator, ecs: EcsAdapter, kind: str) -> None:
    sim.service("web")
    arn = sim.deploy("web", good("v2")).arn
    sim.fault(kind, "Describe*", since=10, until=40)  # type: ignore[arg-type]  # one of the kinds
    seen = list(follow(ecs, arn, SimulatedClock(sim), 60.0, random=lambda: 0.5))
    assert {10.0, 15.0, 20.0, 25.0, 30.0, 35.0} == {one.at for one in seen if one.trouble}
    assert "" == seen[-1].trouble
    assert seen[5].deployment == seen[1].deployment


def test_a_deployment_that_is_not_shown_yet_is_waited_for(sim: Simulator, ecs: EcsAdapter) -> None:
    sim.service("web")
    sim.advance(10)
    arn = sim.deploy("web", good("v2")).arn
    sim.fault("lag", "DescribeServiceDeployments", seconds=12)
    seen = list(follow(ecs, arn, SimulatedClock(sim), 60.0, random=lambda: 0.5))
    assert (None, True, True) == (seen[0].deployment, seen[-1].deployment is not None, not any([one.trouble for one in seen]))


def test_a_newer_deployment_is_the_successor_and_an_older_one_never(sim: Simulator, ecs: EcsAdapter) -> None:
    service = sim.service("web")
    sim.advance(10)
    ours = sim.deploy("web", good("v2"))
    sim.when(lambda: sim.now > 60, lambda: sim.deploy("web", good("v3")))
    sim.fault("stale", "DescribeServices", seconds=10)
    seen = list(follow(ecs, ours.arn, SimulatedClock(sim), 90.0, random=lambda: 0.5))
    assert {None, service.deployments[-1].arn} == {one.successor.arn if one.successor else None for one in seen}
    assert all([one.successor is None for one in seen if one.at <= 60])


def test_without_the_permission_the_service_itself_is_looked_at(sim: Simulator, ecs: EcsAdapter) -> None:
    sim.service("web")
    arn = sim.deploy("web", good("v2")).arn
    sim.fault("access-denied", "DescribeServiceDeployments")
    said: list[str] = []
    seen = list(follow(ecs, arn, SimulatedClock(sim), 200.0, said.append, random=lambda: 0.5))
    assert [(meaning.GOING), meaning.DONE] == list(dict.fromkeys([meaning.meaning(one) for one in seen]))
    assert 1 == len(said)
    sim.fault("access-denied", "DescribeServices")
    with pytest.raises(Denied):
        next(follow(ecs, arn, SimulatedClock(sim), 300.0))


def test_a_rollback_is_seen_through_the_service() -> None:
    def rollout(name: str, status: str, definition: str, state: str) -> Rollout:
        return Rollout(name, status, definition, 4, 4, 0, 0, state, "because", 1.0)

    new, old = rollout("new", "ACTIVE", "web:2", "FAILED"), rollout("old", "PRIMARY", "web:1", "IN_PROGRESS")
    service = SERVICE._replace(current_deployment=ARN, rollouts=(old, new))
    seen = seen_through(service, ARN, "web:2")
    assert seen is not None
    assert ("ROLLBACK_IN_PROGRESS", Rollback("because", 1.0, "")) == (seen.status, seen.rollback)
    over = seen_through(service._replace(rollouts=(old._replace(state="COMPLETED"),)), ARN, "web:2")
    assert over is not None
    assert "ROLLBACK_SUCCESSFUL" == over.status
    assert None is seen_through(service, "another", "web:2")


def test_the_deployment_of_an_update_is_found_and_not_an_old_one_of_the_same(sim: Simulator, ecs: EcsAdapter) -> None:
    service = sim.service("web")
    failed = sim.deploy("web", crashing("v2"))
    sim.advance(10)
    sim.client("ecs").stop_service_deployment(serviceDeploymentArn=failed.arn)
    sim.advance(300)
    before = ecs.service("default", "web")
    target = failed.target.revision.definition
    after = ecs.update("default", "web", target)
    found = find_deployment(ecs, before, target, SimulatedClock(sim), 500.0, lambda _: None, after)
    assert (service.deployments[-1].arn, False) == (found, found == failed.arn)


def test_a_deployment_that_was_superseded_at_once_is_still_found(sim: Simulator, ecs: EcsAdapter) -> None:
    sim.service("web")
    sim.advance(10)
    before = ecs.service("default", "web")
    ours = sim.deploy("web", good("v2"))
    sim.advance(1)
    sim.deploy("web", good("v3"))
    assert ours.arn == find_deployment(ecs, before, ours.target.revision.definition, SimulatedClock(sim), 500.0, lambda _: None)


def test_somebody_elses_deployment_is_never_taken_for_ours(sim: Simulator, ecs: EcsAdapter) -> None:
    sim.service("web")
    sim.advance(10)
    before = ecs.service("default", "web")
    sim.deploy("web", good("v3"))
    with pytest.raises(NotFound, match="of web:2 came first"):
        find_deployment(ecs, before, "arn:aws:ecs:eu-central-1:123456789012:task-definition/web:9", SimulatedClock(sim), 500.0, lambda _: None)


def test_the_place_of_a_deployment_stands_in_its_arn() -> None:
    assert ("default", "web") == place_of(ARN)
    with pytest.raises(ValueError, match="'web' is no ARN of a service deployment"):
        place_of("web")
