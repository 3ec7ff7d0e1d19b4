"""The AWS SDK for JavaScript, which AWS's own actions are made with, as a client: nothing of it is changed but the endpoint in the environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.simulator import Simulator
from tests.simulator.world.image import good

SCRIPT = Path(__file__).parents[1] / "oracle/ecs.mjs"


@pytest.mark.slow
def test_its_client_and_its_waiter_take_the_simulator_for_ecs() -> None:
    node = shutil.which("node")
    assert node is not None
    with Simulator(scale=60) as sim:
        sim.service("web")
        image = sim.push(good("v2"), repository="web").by_digest
        environment = {"PATH": os.environ["PATH"], **sim.environment()}
        done = subprocess.run([node, SCRIPT, image], env=environment, capture_output=True, text=True, timeout=90, check=False)
        assert 0 == done.returncode, done.stderr
        assert {
            "revision": 2,
            "primary": "PRIMARY",
            "waited": "SUCCESS",
            "status": "SUCCESSFUL",
            "finished": True,
            "refused": "ConflictException",
            "missing": "MISSING",
        } == json.loads(done.stdout)
        assert [] == sim.violations
