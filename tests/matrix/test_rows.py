"""The fault matrix: what can go wrong with a deployment, one test for each row. Each says the outcome, the exit code, what serves at the end, and how
many calls to AWS it took at the most.

`v1` serves before, `v2` is deployed. Time is the simulator's.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.actions.rollback.releases import BLUE_GREEN, mark, paused_at, released
from tests.actions.verify_metrics import running as watching
from tests.matrix.ended import Ended, Row, Slow
from tests.simulator import Simulator
from tests.simulator.world.image import (
    Image,
    crashing,
    failing,
    flapping_answers,
    flapping_start,
    good,
    lying,
    never_healthy,
    pull_failing,
    slow,
)
from tests.simulator.world.registry import Stored

BREAKER: dict[str, Any] = {"deploymentCircuitBreaker": {"enable": True, "rollback": True, "thresholdConfiguration": {"type": "COUNT", "value": 3}}}
EARLY = {"enable": True, "healthyPercent": 75, "sourceServiceRevisionCleanup": "DEFERRED"}
PAUSED: dict[str, Any] = {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 1, **paused_at("POST_TEST_TRAFFIC_SHIFT")}
DEPLOYED, RESTORED = Ended(0, "passed", ("v2",)), Ended(3, "rolled-back", ("v1",))


def service(sim: Simulator, first: str, *more: str, **configuration: Any) -> None:
    """`web`, which has had those good releases, all verified; each tells its commit as its version."""
    sim.service("web", good(first), **configuration)
    mark(sim, sim.find("web").deployments[0], first)
    for version in more:
        released(sim, good(version), version)
    sim.advance(60)


def stored(sim: Simulator, version: str) -> Stored:
    return next(one for one in sim.world.registry.repositories["web"] if one.image.version == version)


@pytest.mark.row("C3c", "a good deployment passes with no more than 80 calls")
def test_row_01_good(row: Row) -> None:
    row.sim.service("web")
    assert DEPLOYED == row.deploy(good("v2"))
    assert row.calls <= 80


@pytest.mark.row("E11b", "after a crash the previous version serves")
@pytest.mark.row("C5d", "the breaker's rollback is recognised, with the exit code of the crash")
def test_row_02_crash_with_breaker(row: Row) -> None:
    service(row.sim, "v1", **BREAKER)
    assert RESTORED == row.deploy(crashing("v2", exit_code=137))
    assert "137" in row.reason
    assert row.calls <= 80


@pytest.mark.row("I5", "a rolling deployment is taken back")
def test_row_03_crash_without_breaker(row: Row) -> None:
    service(row.sim, "v1")
    assert RESTORED == row.deploy(crashing("v2"))
    assert row.calls <= 80


def test_row_04_image_that_cannot_be_pulled(row: Row) -> None:
    service(row.sim, "v1")
    assert RESTORED == row.deploy(pull_failing("v2"))
    assert "CannotPullContainerError" in row.log
    assert row.calls <= 80


def test_row_05_never_healthy(row: Row) -> None:
    service(row.sim, "v1")
    assert RESTORED == row.deploy(never_healthy("v2"))
    assert row.calls <= 100


def test_row_06_healthy_but_500(row: Row) -> None:
    service(row.sim, "v1")
    row.sim.load("web", 4)
    assert RESTORED == row.deploy(failing("v2"))
    assert "500" in row.reason
    assert row.calls <= 150


def test_row_07_wrong_version_answers(row: Row) -> None:
    service(row.sim, "v1")
    assert RESTORED == row.deploy(lying("v2", says="v0"))
    assert row.calls <= 150


def test_row_08_slow(row: Row) -> None:
    """The front door says how long an answer would have taken, and the clock takes it."""
    service(row.sim, "v1")
    assert RESTORED == row.deploy(slow("v2", 900), http=Slow(row.sim), verify_p95_ms="500", verify_interval="1", verify_deadline="120")
    assert "p95" in row.reason
    assert row.calls <= 150


def test_row_09_flapping_start(row: Row) -> None:
    """Two of three tasks crash; the breaker, which forgets at each healthy task, would let it pass."""
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True, "resetOnHealthyTask": True}}
    service(row.sim, "v1", **breaker)
    assert RESTORED == row.deploy(flapping_start("v2"))
    assert row.calls <= 100


def test_row_09_flapping_answers(row: Row) -> None:
    service(row.sim, "v1")
    assert RESTORED == row.deploy(flapping_answers("v2"))
    assert row.calls <= 150


@pytest.mark.row("I5", "a blue/green deployment is taken back while it bakes")
def test_row_10_alarm_in_bake(row: Row) -> None:
    sim = row.sim
    service(sim, "v1", **BLUE_GREEN, alarms={"alarmNames": ["errors"], "enable": True, "rollback": True})
    sim.alarm("errors")
    bad = replace(good("v2"))
    sim.when(lambda: sim.find("web").deployments[-1].stage == "BAKE_TIME", lambda: sim.alarm("errors", "ALARM"))
    assert RESTORED == row.deploy(bad)
    assert row.calls <= 100


def test_row_11_alarm_that_fires_already(row: Row) -> None:
    """ECS does not look at it any more; it proves nothing about the release, and is said."""
    service(row.sim, "v1", **BLUE_GREEN, alarms={"alarmNames": ["errors"], "enable": True, "rollback": True})
    row.sim.alarm("errors", "ALARM")
    assert DEPLOYED == row.deploy(good("v2"), verify_alarms="errors")
    assert "errors" in row.log
    assert row.calls <= 150


@pytest.mark.row("R3a", "no data is never a pass")
def test_row_12_no_metrics(row: Row) -> None:
    """No data is never a pass."""
    row.sim.service("web")
    rules = '[{"rule": "bounds", "name": "errors", "namespace": "AWS/ApplicationELB", "metric": "HTTPCode_Target_5XX_Count", "max": 5}]'
    ran = watching.run(row.sim, rules, window="600", period="60", canary_dimensions="LoadBalancer=app/none/0123456789abcdef")
    assert (6, "inconclusive") == ran.ended
    assert "no data" in ran.log
    assert row.calls <= 20


def test_row_13_superseded_by_good(row: Row) -> None:
    sim = row.sim
    service(sim, "v1")
    sim.when(lambda: sim.now > 100, lambda: sim.deploy("web", good("v3")))
    assert (5, "superseded") == row.deploy(good("v2"), fail_on="superseded")[:2]
    sim.advance(600)
    assert row.calls <= 60


def test_row_14_superseded_by_bad(row: Row) -> None:
    sim = row.sim
    service(sim, "v1")
    sim.when(lambda: sim.now > 100, lambda: sim.deploy("web", crashing("v3")))
    assert (5, "superseded") == row.deploy(good("v2"), fail_on="superseded")[:2]
    assert [] == sim.calls("StopServiceDeployment")
    assert row.calls <= 60


def test_row_15_desired_0(row: Row) -> None:
    row.sim.service("web", desired=0)
    assert (6, "inconclusive") == row.deploy(crashing("v2"), verified=False)[:2]
    assert row.calls <= 60


def test_row_16_autoscaled_while_it_is_deployed(row: Row) -> None:
    sim = row.sim
    service(sim, "v1")
    sim.when(lambda: sim.now > 100, lambda: sim.scale("web", 8))
    assert DEPLOYED == row.deploy(good("v2"))
    assert 8 == sim.find("web").desired
    assert row.calls <= 120


def test_row_17_first_deployment(row: Row) -> None:
    row.sim.service("web", crashing("v1"), settled=False, **BREAKER)
    row.sim.advance(400)
    assert (4, "rollback-failed") == row.deploy(crashing("v2"))[:2]
    assert row.calls <= 100


def test_row_18_last_known_good_is_bad_as_well(row: Row) -> None:
    sim = row.sim
    service(sim, "v1", "v2")
    for version in ("v1", "v2"):
        stored(sim, version).image = failing(version)
    for rollout in sim.find("web").rollouts:
        rollout.revision.image = replace(rollout.revision.image, statuses=(500,))
    released(sim, failing("v3"))
    url = f"{sim.endpoint}/app/web/health"
    assert (4, "rollback-failed") == row.roll_back(verify_url=url, verify_deadline="60")[:2]
    assert row.calls <= 250


@pytest.mark.parametrize("fate", ["gone", "archived"])
def test_row_19_image_of_the_last_known_good(row: Row, fate: str) -> None:
    sim = row.sim
    service(sim, "v1")
    released(sim, failing("v2"))
    (sim.delete_image if fate == "gone" else sim.archive)(stored(sim, "v1"))
    assert Ended(4, "rollback-failed", ("v2",)) == row.roll_back()
    assert [] == sim.calls("UpdateService")
    assert row.calls <= 20


def test_row_20_last_known_good_is_inactive(row: Row) -> None:
    sim = row.sim
    service(sim, "v1")
    released(sim, failing("v2"))
    sim.client("ecs").deregister_task_definition(taskDefinition="web:1")
    assert RESTORED == row.roll_back()
    assert 1 == len(sim.calls("RegisterTaskDefinition"))
    assert row.calls <= 80


def unfinished(row: Row) -> None:
    """`v2` serves, and what ECS goes back to is `v1`, which has no tasks left and whose image is gone."""
    service(row.sim, "v1", "v2", **BREAKER)
    row.sim.find("web").completed.pop()  # as if v2 had never been completed
    row.sim.delete_image(stored(row.sim, "v1"))


def test_row_21_rollback_failed_and_another_release_is_known(row: Row) -> None:
    unfinished(row)
    assert Ended(3, "rolled-back", ("v2",)) == row.deploy(crashing("v3"))
    assert row.calls <= 150


def test_row_21_rollback_failed(row: Row) -> None:
    unfinished(row)
    row.sim.find("web").tags.clear()
    row.sim.delete_image(stored(row.sim, "v2"))
    assert (4, "rollback-failed") == row.deploy(crashing("v3"))[:2]
    assert row.calls <= 250


@pytest.mark.row("C6a", "a good release passes its pause")
def test_row_22_pause_continue(row: Row) -> None:
    service(row.sim, "v1", **PAUSED)
    assert DEPLOYED == row.deploy(good("v2"), test=True)
    assert ["CONTINUE"] == [call.fields["action"] for call in row.sim.calls("ContinueServiceDeployment")]
    assert row.calls <= 120


def test_row_22_pause_rollback(row: Row) -> None:
    service(row.sim, "v1", **PAUSED)
    row.sim.load("web", 4)
    assert RESTORED == row.deploy(failing("v2"), test=True)
    assert ["ROLLBACK"] == [call.fields["action"] for call in row.sim.calls("ContinueServiceDeployment")]
    assert 0 == row.sim.bad("web")
    assert row.calls <= 120


def test_row_22_pause_that_times_out(row: Row) -> None:
    """Nobody judges it: the hook belongs to somebody else, and nobody answers."""
    hook = paused_at("POST_TEST_TRAFFIC_SHIFT")
    hook["lifecycleHooks"][0]["timeoutConfiguration"]["timeoutInMinutes"] = 3
    service(row.sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=1, **hook)
    assert RESTORED == row.deploy(good("v2"), verified=False)
    assert [] == row.sim.calls("ContinueServiceDeployment")
    assert row.calls <= 160


@pytest.mark.row("C6b", "a bad release goes back at its first share")
@pytest.mark.parametrize(("shares", "bad"), [("5,25,50,100", failing("v2"))])
def test_row_23_canary_of_several_steps_goes_back_at_the_first(row: Row, shares: str, bad: Image) -> None:
    service(row.sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    row.sim.load("web", 20)
    assert RESTORED == row.deploy(bad, strategy="CANARY", steps=shares, step_minutes="2", bake_minutes="1")
    assert row.calls <= 150


@pytest.mark.row("C6b", "a good release is held at each share")
def test_row_23_canary_of_several_steps_stays_at_each(row: Row) -> None:
    service(row.sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    row.sim.load("web", 20)
    assert DEPLOYED == row.deploy(good("v2"), strategy="CANARY", steps="5,25,50,100", step_minutes="2", bake_minutes="1")
    assert row.calls <= 300


@pytest.mark.parametrize(("image", "end"), [(good("v2"), DEPLOYED), (failing("v2"), RESTORED)], ids=["good", "bad"])
def test_row_23_canary_that_bakes_nowhere_is_verified_all_the_same(row: Row, image: Image, end: Ended) -> None:
    """As a hotfix goes."""
    service(row.sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    assert end == row.deploy(image, strategy="CANARY", steps="5,25,50,100", step_minutes="0", bake_minutes="0")
    assert row.calls <= 200


def test_row_23_linear(row: Row) -> None:
    service(row.sim, "v1", strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    row.sim.load("web", 20)
    assert RESTORED == row.deploy(failing("v2"), strategy="LINEAR", steps="20", step_minutes="2", bake_minutes="1")
    assert row.calls <= 150


def test_row_24_throttle_storm(row: Row) -> None:
    service(row.sim, "v1")
    for operation in ("Describe*", "List*", "UpdateService", "RegisterTaskDefinition"):
        row.sim.fault("throttle", operation, times=12)
    assert DEPLOYED == row.deploy(good("v2"))
    assert row.calls <= 150


@pytest.mark.parametrize("kind", ["error-500", "html-503", "reset"])
def test_row_25_server_errors(row: Row, kind: Any) -> None:
    service(row.sim, "v1")
    row.sim.fault(kind, "ecs:Describe*", times=8, skip=4)
    row.sim.fault(kind, "ecs:List*", times=3)
    assert DEPLOYED == row.deploy(good("v2"))
    assert row.calls <= 150


def test_row_25_hang(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("synth.adapters.aws.client.READ_SECONDS", 0.2)
    service(row.sim, "v1")
    row.sim.fault("hang", "DescribeServiceDeployments", times=2, seconds=0.5)
    assert DEPLOYED == row.deploy(good("v2"))
    assert row.calls <= 120


def test_row_26_stale_and_not_listed_yet(row: Row) -> None:
    service(row.sim, "v1")
    row.sim.fault("lag", "*ServiceDeployments", seconds=12)
    row.sim.fault("stale", "DescribeServices", seconds=8, times=6)
    assert DEPLOYED == row.deploy(good("v2"))
    assert row.calls <= 120


def test_row_27_credentials_expire(row: Row) -> None:
    service(row.sim, "v1", **PAUSED)
    row.sim.fault("expired-token", "*", since=row.sim.now + 60)
    assert Ended(6, "inconclusive", ("v1",)) == row.deploy(good("v2"), test=True)
    assert "hook" in row.reason
    assert row.calls <= 60


def test_row_28_lists_are_denied(row: Row) -> None:
    service(row.sim, "v1")
    row.sim.fault("access-denied", "List*")
    row.sim.fault("access-denied", "DescribeServiceDeployments")
    assert DEPLOYED == row.deploy(good("v2"))
    assert "Traceback" not in row.log
    assert row.calls <= 120


def test_row_28_what_ecs_took_back_is_recognised_without_its_revisions(row: Row) -> None:
    service(row.sim, "v1", **BREAKER)
    deployment = row.sim.deploy("web", crashing("v2"))
    row.sim.run_until(lambda: deployment.over)
    row.sim.fault("access-denied", "DescribeServiceRevisions")
    assert RESTORED == row.roll_back()
    assert [] == row.sim.calls("UpdateService")
    assert row.calls <= 40


def test_row_29_nothing_can_be_reached_from_here(row: Row) -> None:
    """Not the release's fault: no rollback."""
    service(row.sim, "v1")
    assert Ended(6, "inconclusive", ("v2",)) == row.deploy(good("v2"), verify_url="http://127.0.0.1:9/health", verify_deadline="30")
    assert [] == row.sim.calls("StopServiceDeployment")
    assert row.calls <= 120


def test_row_31_express_rolled_back(row: Row) -> None:
    sim = row.sim
    sim.express("web")
    sim.advance(600)
    container = {"image": sim.push(crashing("v2"), repository="web").by_digest, "containerPort": 8080}
    arn = sim.find("web").arn
    sim.client("ecs").update_express_gateway_service(serviceArn=arn, primaryContainer=container)
    from tests.actions.deploy_ecs.running import run

    ran = run(sim, deploy_with="official")
    assert (3, "rolled-back") == ran.ended
    assert row.calls <= 80


def test_row_32_early_success_while_old_tasks_drain(row: Row) -> None:
    service(row.sim, "v1", earlySuccessCriteria=EARLY, minimumHealthyPercent=75)
    assert DEPLOYED == row.deploy(good("v2"))
    assert row.calls <= 120


def test_row_33_a_status_and_a_stage_that_nobody_knows(row: Row, monkeypatch: pytest.MonkeyPatch) -> None:
    """Never a success: it goes on waiting, says so, and ends at the deadline."""
    from synth.adapters.aws import reading

    real = reading.deployment

    def strange(fields: dict[str, Any]) -> Any:
        return real({**fields, "status": "HALF_DONE", "lifecycleStage": "QUANTUM_SHIFT"})

    monkeypatch.setattr(reading, "deployment", strange)
    service(row.sim, "v1")
    assert (6, "inconclusive") == row.deploy(good("v2"), deadline="400")[:2]
    assert "HALF_DONE" in row.log
    assert row.calls <= 150
