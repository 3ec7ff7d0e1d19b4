"""The AWS SDK for JavaScript, which AWS's own actions are made with, as a role: its signatures, and a deployment to processes from start to end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cloud import Cloud
from tests.cloud.scene import demo

SCRIPT = Path(__file__).parents[1] / "oracle/ecs.mjs"


@pytest.mark.slow
@pytest.mark.skipif(not (SCRIPT.parent / "node_modules/@aws-sdk").is_dir(), reason="tests/oracle/node_modules is absent: npm ci in tests/oracle")
def test_the_javascript_sdk_deploys_as_its_role(cloud: Cloud) -> None:
    node = shutil.which("node")
    assert node is not None
    uri = cloud.repository("web")
    service = cloud.service("web", f"{uri}@{cloud.push(demo('v1'), 'web', 'v1')}")
    cloud.wait_until(lambda: cloud.settled(service))
    reference = f"{uri}@{cloud.push(demo('v2'), 'web', 'v2')}"
    session = cloud.session(cloud.role("deploy", {}))
    environment = {"PATH": os.environ["PATH"], **cloud.environment(), **session.environment()}
    done = subprocess.run([node, SCRIPT, reference], env=environment, capture_output=True, text=True, timeout=90, check=False)
    assert 0 == done.returncode, done.stderr
    expected = {"revision": 2, "primary": "PRIMARY", "waited": "SUCCESS", "status": "SUCCESSFUL", "finished": True}
    assert {**expected, "refused": "ConflictException", "missing": "MISSING"} == json.loads(done.stdout)
    assert {"v2"} == {rollout.revision.image.version for rollout in service.rollouts if rollout.serving}
    assert {"ecs:RegisterTaskDefinition", "ecs:UpdateService", "ecs:DescribeServices"} <= {entry.what for entry in cloud.journal(who="deploy")}
