"""A job that is cancelled, and the action as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from tests.actions.rollback.releases import BLUE_GREEN, paused_at, released, serves, service
from tests.actions.rollback.running import SCRIPT, Interrupted, outputs_of, run
from tests.simulator import Simulator
from tests.simulator.world.image import failing


def test_before_anything_was_done(sim: Simulator) -> None:
    service(sim, "v1")
    sim.deploy("web", failing("v2"))
    sim.fault("throttle", "DescribeServices", times=5)
    ran = run(sim, Interrupted(sim, lambda: True))
    assert ((6, "inconclusive"), "cancelled: nothing was changed") == (ran.ended, ran.outputs["reason"])
    assert [] == sim.calls("StopServiceDeployment", "UpdateService")


def test_on_the_way_back_ecs_carries_on(sim: Simulator) -> None:
    service(sim, "v1")
    sim.deploy("web", failing("v2"))
    sim.advance(60)
    ran = run(sim, Interrupted(sim, lambda: bool(sim.calls("StopServiceDeployment"))))
    assert ((6, "inconclusive"), "cancelled: ECS carries on with going back from web:2") == (ran.ended, ran.outputs["reason"])
    sim.advance(120)
    assert {"v1": 100.0} == serves(sim)


def test_a_redeployment_that_would_pause_says_who_has_to_act(sim: Simulator) -> None:
    service(sim, "v1", **BLUE_GREEN)
    released(sim, failing("v2"))
    sim.find("web").configuration.update(paused_at("POST_TEST_TRAFFIC_SHIFT"))
    ran = run(sim, Interrupted(sim, lambda: bool(sim.calls("UpdateService"))))
    assert (6, "inconclusive") == ran.ended
    assert ran.outputs["reason"].startswith(
        "cancelled: ECS carries on with deploying web:1; it pauses at POST_TEST_TRAFFIC_SHIFT until somebody calls "
    )


def test_during_the_verification_the_release_is_in_place(sim: Simulator) -> None:
    service(sim, "v1")
    sim.deploy("web", failing("v2"))
    sim.advance(60)
    going_back = sim.find("web").deployments[-1]
    ran = run(sim, Interrupted(sim, lambda: going_back.over))
    assert ((6, "inconclusive"), "cancelled: web:1 is in place, not verified") == (ran.ended, ran.outputs["reason"])
    assert "look at it now" in ran.summary.splitlines()[0]


@pytest.mark.slow
@pytest.mark.parametrize("cancel", [False, True])
def test_the_action_as_a_process(tmp_path: Path, cancel: bool) -> None:
    with Simulator(scale=0 if cancel else 60) as sim:
        sim.service("web")
        sim.deploy("web", failing("v2"))
        sim.advance(60)
        packages = str(Path(boto3.__file__).parents[1])
        variables = {
            "INPUT_SERVICE": "web",
            "GHSYNTH_RUNTIME": packages,
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "RUNNER_TEMP": str(tmp_path),
            **sim.environment(),
        }
        variables |= {"INPUT_VERIFY_URL": f"{sim.endpoint}/app/web/", "INPUT_VERIFY_INTERVAL": "0.1"}
        process = subprocess.Popen(
            [sys.executable, "-I", SCRIPT], env={"PATH": os.environ["PATH"], **variables}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        assert process.stdout is not None
        if cancel:
            told = [line for _, line in zip(range(2), process.stdout, strict=False)]  # "stop: …", and that ECS goes back
            assert told[0].startswith("stop: "), told
            process.send_signal(signal.SIGTERM)
        log, _ = process.communicate(timeout=60)
        outputs = outputs_of(tmp_path / "output")
        report = json.loads(Path(outputs["report"]).read_text())
        expected = (6, "cancelled: ECS carries on with going back from web:2") if cancel else (3, outputs["reason"])
        assert expected == (process.returncode, outputs["reason"]), log
        assert (process.returncode, outputs["outcome"]) == (report["exit-code"], report["outcome"])
        assert [] == sim.violations
