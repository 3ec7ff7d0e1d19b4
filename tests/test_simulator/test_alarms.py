"""Alarms that end a deployment, and those that ECS does not look at."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator import Simulator
from tests.simulator.world.image import good
from tests.test_simulator.story import described, status, story

WATCHED: dict[str, Any] = {"alarms": {"alarmNames": ["web-5xx"], "enable": True, "rollback": True}}


def test_a_rolling_deployment_with_alarms_stays_open_after_its_tasks_are_in_place(sim: Simulator) -> None:
    sim.alarm("web-5xx")
    sim.service("web", **WATCHED)
    deployment = sim.deploy("web", good("v2"))
    assert [(0, "PENDING"), (1, "IN_PROGRESS"), (346, "SUCCESSFUL")] == story(sim, deployment, status)
    assert {"status": "MONITORING_COMPLETE", "alarmNames": ["web-5xx"], "triggeredAlarmNames": []} == described(sim, deployment)["alarms"]


@pytest.mark.parametrize(("rollback", "end"), [(True, "ROLLBACK_SUCCESSFUL"), (False, "STOPPED")])
def test_an_alarm_in_the_bake_ends_it(sim: Simulator, rollback: bool, end: str) -> None:
    sim.alarm("web-5xx")
    sim.service("web", alarms={"alarmNames": ["web-5xx"], "enable": True, "rollback": rollback})
    deployment = sim.deploy("web", good("v2"))
    sim.advance(200)
    sim.client("cloudwatch").set_alarm_state(AlarmName="web-5xx", StateValue="ALARM", StateReason="too many")
    assert end == story(sim, deployment, status)[-1][1]
    view = described(sim, deployment)
    assert ({"status": "TRIGGERED", "alarmNames": ["web-5xx"], "triggeredAlarmNames": ["web-5xx"]}, "alarm(s) detected: web-5xx.") == (
        view["alarms"],
        view["statusReason"],
    )


def test_one_that_was_in_alarm_at_the_start_is_ignored(sim: Simulator) -> None:
    sim.alarm("web-5xx", "ALARM")
    sim.service("web", **WATCHED)
    deployment = sim.deploy("web", good("v2"))
    sim.advance(100)
    sim.alarm("web-5xx", "OK")
    sim.alarm("web-5xx", "ALARM")
    assert "SUCCESSFUL" == story(sim, deployment, status)[-1][1]


def test_a_blue_green_deployment_goes_back_from_its_bake(sim: Simulator) -> None:
    sim.alarm("web-5xx")
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5, **WATCHED)
    deployment = sim.deploy("web", good("v2"))
    sim.run_until(lambda: deployment.stage == "BAKE_TIME")
    sim.alarm("web-5xx", "ALARM")
    assert "ROLLBACK_SUCCESSFUL" == story(sim, deployment, status)[-1][1]
