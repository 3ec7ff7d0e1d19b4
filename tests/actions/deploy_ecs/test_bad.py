"""Deployments of bad releases: how soon they are found out, what is said of them, and that the service is left with a good one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from synth.runtime.address import Address
from synth.runtime.clock import RealClock
from synth.runtime.network import Network
from synth.runtime.ports import Answer
from tests.actions.deploy_ecs.running import release, run
from tests.simulator import Image, Simulator
from tests.simulator.world.image import crashing, failing, flapping_answers, flapping_start, good, lying, never_healthy, pull_failing, slow

BREAKER: dict[str, Any] = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
OFF: dict[str, Any] = {}


@pytest.mark.row("E11b", "a crash loop is taken back within 15 seconds of its first failed task")
@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("configuration", [OFF, BREAKER], ids=["no breaker", "breaker"])
def test_a_crash_loop_is_over_within_fifteen_seconds(configuration: dict[str, Any], seed: int) -> None:
    with Simulator() as sim:
        service = sim.service("web", **configuration)
        sim.load("web", per_second=4)
        back_at: list[int] = []
        sim.when(lambda: len(service.deployments) > 1 and service.primary.revision.definition.endswith("web:1"), lambda: back_at.append(sim.now))
        ran = run(sim, seed=seed, **release(sim, crashing("v2", exit_code=3)))
        assert (3, "rolled-back") == ran.ended
        assert "EssentialContainerExited, app exited with 3 after 5 s" in ran.reason
        assert "last log line: KeyError: 'DATABASE_URL'" in ran.reason
        assert back_at[0] - 50 <= 15  # the first task fails 50 s after its launch
        assert (0, True) == (sim.bad("web"), len(sim.calls()) <= 80)
        assert [] == sim.violations


@pytest.mark.row("C5d", "ECS's own rollback is a red job within six seconds")
@pytest.mark.parametrize("seed", range(5))
def test_a_rollback_by_the_breaker_is_red_within_six_seconds(seed: int) -> None:
    with Simulator() as sim:
        service = sim.service("web", **BREAKER)
        ran = run(sim, seed=seed, **release(sim, crashing("v2")))
        ended = service.deployments[-1].finished
        assert (3, "rolled-back", "ROLLBACK_SUCCESSFUL") == (*ran.ended, service.deployments[-1].status)
        assert ended is not None
        assert sim.now - ended <= 6
        assert [] == sim.violations


@pytest.mark.row("E11b", "a release that answers 500 goes back within the start of a task and 10 seconds")
@pytest.mark.parametrize("seed", range(5))
def test_a_release_that_is_healthy_and_answers_500_serves_for_no_longer_than_tasks_take_to_start(seed: int) -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.load("web", per_second=4)
        ran = run(sim, seed=seed, **release(sim, failing("v2")))
        assert (3, "rolled-back") == ran.ended
        assert "4 bad answers in a row: status is 500, wanted 200" in ran.reason
        assert sim.bad("web") / 4 <= sim.world.profile.start + sim.world.profile.healthy + 10
        assert [] == sim.violations


@pytest.mark.row("E11b", "behind blue/green it serves for five seconds at the most")
@pytest.mark.parametrize("seed", range(5))
def test_a_bake_behind_a_shift_of_all_traffic_ends_within_five_bad_seconds(seed: int) -> None:
    with Simulator() as sim:
        sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
        sim.load("web", per_second=4)
        ran = run(sim, seed=seed, **release(sim, failing("v2")))
        assert (3, "rolled-back", True) == (*ran.ended, sim.bad("web") / 4 <= 5)
        assert [] == sim.violations


@pytest.mark.parametrize(
    ("image", "why"),
    [
        (pull_failing("v2"), "4 of its tasks could not be started and none came up"),
        (never_healthy("v2"), "tasks failed and none came up (ServiceSchedulerInitiated"),
        (flapping_start("v2"), "3 of its tasks failed and none came up"),
        (flapping_answers("v2"), "bad answers in a row: status is 500"),
        (lying("v2", says="v9"), "4 bad answers in a row: version is v9, wanted v2"),
    ],
    ids=["cannot be pulled", "never healthy", "two of three tasks crash", "answers change", "another version answers"],
)
def test_a_bad_release_is_taken_back(image: Image, why: str) -> None:
    with Simulator() as sim:
        service = sim.service("web")
        ran = run(sim, **release(sim, image))
        assert (3, "rolled-back") == ran.ended
        assert why in ran.reason
        assert "web:1 serves again" in ran.reason
        assert service.primary.revision.definition.endswith("web:1")
        assert [] == sim.violations


def test_an_express_service_that_ecs_rolled_back_is_red() -> None:
    with Simulator() as sim:
        sim.express("web", good("v1"))
        sim.deploy("web", crashing("v2"))
        ran = run(sim, deploy_with="official")
        assert (3, "rolled-back") == ran.ended
        assert "EssentialContainerExited, app exited with 1 after 5 s" in ran.reason
        assert [] == sim.violations


def test_a_rollback_that_was_over_before_anybody_looked_is_red() -> None:
    with Simulator() as sim:
        sim.service("web", **BREAKER)
        sim.deploy("web", crashing("v2"))
        sim.advance(300)
        ran = run(sim, deploy_with="official", task_definition="web:2")
        assert (3, "rolled-back") == ran.ended
        assert "web:2 is bad, ECS deployment circuit breaker: tasks failed to start." in ran.reason
        assert [] == sim.violations


def test_a_release_that_is_too_slow_is_taken_back() -> None:
    with Simulator() as sim:
        service = sim.service("web")
        ran = run(sim, http=Timed(sim), **release(sim, slow("v2", latency_ms=400)), verify_p95_ms="200")
        assert (3, "rolled-back") == ran.ended
        assert "the last 20 right answers have a p95 of 4" in ran.reason
        assert service.primary.revision.definition.endswith("web:1")
        assert [] == sim.violations


def test_a_release_that_is_fast_enough_passes() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, http=Timed(sim), **release(sim, slow("v2", latency_ms=100)), verify_p95_ms="200")
        assert (0, "passed") == ran.ended
        assert ran.reason.startswith("in place, p95 1")
        assert [] == sim.violations


class Timed:
    """A network on which an answer takes as long as the simulated task says."""

    def __init__(self, sim: Simulator) -> None:
        self._sim, self._network = sim, Network(RealClock())

    def get(self, address: Address, headers: Iterable[tuple[str, str]], within_seconds: float) -> Answer:
        answer = self._network.get(address, headers, within_seconds)
        self._sim.advance(float(answer.header("X-Milliseconds") or 0) / 1000)
        return answer


def test_a_missing_image_is_found_before_the_service_is_touched() -> None:
    with Simulator() as sim:
        sim.service("web")
        inputs = release(sim, good("v2"))
        ran = run(sim, **{**inputs, "image": inputs["image"][:-4] + "0000"})
        assert (2, "failed") == ran.ended
        assert [] == sim.calls("UpdateService", "RegisterTaskDefinition")
        assert [] == sim.violations


def test_with_rollbacks_switched_off_it_is_reported_and_left() -> None:
    with Simulator() as sim:
        service = sim.service("web")
        ran = run(sim, **release(sim, failing("v2")), rollback="never")
        assert (1, "failed") == ran.ended
        assert ran.reason.endswith("rollback is never, web:2 stays")
        assert ("IN_PROGRESS", []) == (service.deployments[-1].status, sim.calls("StopServiceDeployment"))
        assert [] == sim.violations


def test_with_rollbacks_switched_off_ecss_own_is_still_verified() -> None:
    with Simulator() as sim:
        sim.service("web", **BREAKER)
        ran = run(sim, **release(sim, crashing("v2")), rollback="never")
        assert (3, "rolled-back") == ran.ended
        assert "ECS went back to web:1: 3 right answers in a row" in ran.reason
        assert [] == sim.violations


def test_a_release_that_is_as_bad_as_the_one_before_is_not_exchanged_for_it() -> None:
    with Simulator() as sim:
        service = sim.service("web", image=failing("v1"))
        inputs = release(sim, failing("v2"))
        del inputs["verify_version_path"]
        ran = run(sim, **inputs)
        assert (1, "failed") == ran.ended
        assert ran.reason.startswith("not right after 120 s, nor was what served before: status is 500")
        assert "SUCCESSFUL" == service.deployments[-1].status
        assert [] == sim.violations


def test_a_crash_loop_that_nobody_sees_to_does_not_keep_the_repair_waiting() -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.deploy("web", crashing("v2"))
        sim.advance(120)
        ran = run(sim, **release(sim, good("v3")))
        assert (0, "passed") == ran.ended
        assert "web:2 fails task after task, and nobody sees to it: this deployment takes over" in ran.log
        assert [] == sim.violations


def test_a_first_release_that_crashes_says_that_there_is_nothing_to_go_back_to() -> None:
    with Simulator() as sim:
        sim.service("web", image=crashing("v1"), settled=False)
        ran = run(sim, deploy_with="official")
        assert (4, "rollback-failed") == ran.ended
        assert "first deployment of the service: there is nothing to go back to" in ran.reason
        assert [] == sim.violations


def test_a_way_back_that_fails_is_a_page() -> None:
    with Simulator() as sim:
        service = sim.service("web", **BREAKER)
        stored = sim.world.registry.repositories["web"][0]

        def lose() -> None:
            sim.delete_image(stored)
            for task in service.completed[0].tasks:
                task.drain(sim.now, "lost")

        sim.when(lambda: sim.now > 48, lose)
        ran = run(sim, **release(sim, crashing("v2"), verified=False))
        assert (4, "rollback-failed") == ran.ended
        assert ran.summary.startswith("web is in trouble, **look at it now**")
        assert [] == sim.violations


@pytest.mark.row("I9a", "a release whose alarm goes off is taken back")
def test_an_alarm_that_goes_off_takes_it_back() -> None:
    with Simulator() as sim:
        sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
        sim.alarm("web-5xx")
        sim.when(lambda: sim.find("web").deployments[-1].stage == "BAKE_TIME", lambda: sim.alarm("web-5xx", "ALARM"))
        ran = run(sim, **release(sim, good("v2")), verify_alarms="web-5xx")
        assert (3, "rolled-back") == ran.ended
        assert "alarm web-5xx is newly in ALARM" in ran.reason
        assert [] == sim.violations


def test_an_alarm_that_was_on_before_takes_nothing_back() -> None:
    with Simulator() as sim:
        sim.service("web")
        sim.alarm("web-5xx", "ALARM")
        assert (0, "passed") == run(sim, **release(sim, good("v2")), verify_alarms="web-5xx").ended
        assert [] == sim.violations


@pytest.mark.row("R5b", "a release that answers and logs nothing at all is not passed")
def test_a_release_that_logs_nothing_is_not_proved() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, Image("v2", lines=())), verify_max_log_errors="2")
        assert (6, "inconclusive") == ran.ended
        assert "no log lines at all" in ran.reason
        assert [] == sim.violations


def test_lines_that_arrive_late_are_waited_for() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v2")), verify_max_log_errors="2")
        assert (0, "passed") == ran.ended
