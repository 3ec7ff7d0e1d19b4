"""Deployments of images that were really pushed, to tasks that are really processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.cloud import Cloud, build
from tests.cloud.cloud import PROFILE
from tests.cloud.images import Built
from tests.cloud.registry.shelf import digest_of
from tests.cloud.scene import demo
from tests.simulator.names import REGISTRY
from tests.simulator.world.service import Service

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def get(url: str) -> tuple[int, Any]:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def running(cloud: Cloud, image: Built, **variables: str) -> Service:
    uri = cloud.repository("web")
    service = cloud.service("web", f"{uri}@{cloud.push(image, 'web', 'v1')}", "staging", variables=variables)
    cloud.wait_until(lambda: cloud.settled(service))
    return service


def deploy(cloud: Cloud, service: Service, image: Built, tag: str) -> str:
    """As a pipeline does it: push, describe, register (with ECR's own host name), update. The status at the end."""
    digest = cloud.push(image, "web", tag)
    ecs = cloud.client("ecs")
    container = ecs.describe_task_definition(taskDefinition="staging-web")["taskDefinition"]["containerDefinitions"][0]
    made = ecs.register_task_definition(family="staging-web", containerDefinitions=[{**container, "image": f"{REGISTRY}/web@{digest}"}])[
        "taskDefinition"
    ]
    ecs.update_service(cluster="staging", service="web", taskDefinition=made["taskDefinitionArn"])
    cloud.wait_until(lambda: cloud.settled(service))
    return service.deployments[-1].status


def states(cloud: Cloud) -> list[tuple[str, str]]:
    return [(entry.on, entry.result.partition(":")[0]) for entry in cloud.journal("ecs:Deployment")]


def test_a_healthy_image_serves_its_own_version(cloud: Cloud) -> None:
    service = running(cloud, demo("v1"))
    status, said = get(f"{cloud.address(service)}/orders?open=1")
    assert (200, "v1", "/orders?open=1") == (status, said["version"], said["path"])
    assert "SUCCESSFUL" == deploy(cloud, service, demo("v2"), "v2")
    answers = [get(f"{cloud.endpoint}/app/web/")[1] for _ in range(4)]
    assert {"v2"} == {one["version"] for one in answers}
    assert 2 == len({one["process"] for one in answers})
    assert 0 == cloud.simulator.bad("staging:web")


def test_an_image_that_crashes_is_taken_back_and_the_old_one_serves_throughout(cloud: Cloud) -> None:
    service = running(cloud, demo("v1"))
    assert "ROLLBACK_SUCCESSFUL" == deploy(cloud, service, demo("v2", "crash"), "v2")
    assert (200, "v1") == (get(cloud.address(service))[0], get(cloud.address(service))[1]["version"])
    assert [
        ("staging/web staging-web:1", "IN_PROGRESS"),
        ("staging/web staging-web:1", "SUCCESSFUL"),
        *[("staging/web staging-web:2", state) for state in ("IN_PROGRESS", "ROLLBACK_REQUESTED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_SUCCESSFUL")],
    ] == states(cloud)
    stopped = cloud.journal("ecs:TaskStopped")
    assert {"Essential container in task exited (exit code 1)"} == {entry.result for entry in stopped}
    assert len(stopped) >= 3


def test_an_image_that_is_never_healthy_is_taken_back() -> None:
    with Cloud(profile=replace(PROFILE, healthy=8, unhealthy=2)) as cloud:
        service = running(cloud, demo("v1"))
        assert "ROLLBACK_SUCCESSFUL" == deploy(cloud, service, demo("v2", "ill"), "v2")
        assert "v1" == get(cloud.address(service))[1]["version"]
        group = service.primary.target_group
        assert {f"Task failed ELB health checks in (target-group {group}) (exit code 137)"} == {
            one.result for one in cloud.journal("ecs:TaskStopped")
        }


@pytest.mark.parametrize("command", [["no-such-program"], ["python", "no-such-file.py"]])
def test_a_command_that_is_not_there_fails_the_deployment(cloud: Cloud, command: list[str]) -> None:
    service = running(cloud, demo("v1"))
    assert "ROLLBACK_SUCCESSFUL" == deploy(cloud, service, build({"app.py": ""}, command), "v2")


def test_a_task_that_dies_later_is_replaced(cloud: Cloud) -> None:
    service = running(cloud, demo("v1"))
    killed = get(cloud.address(service))[1]["process"]
    os.kill(killed, signal.SIGKILL)
    cloud.wait_until(lambda: bool(cloud.journal("ecs:TaskStopped")))
    cloud.wait_until(lambda: cloud.settled(service))
    assert ["Essential container in task exited (exit code 137)"] == [entry.result for entry in cloud.journal("ecs:TaskStopped")]
    assert killed not in {get(cloud.address(service))[1]["process"] for _ in range(4)}


def test_the_task_definition_s_environment_wins_and_output_goes_to_the_log(cloud: Cloud) -> None:
    service = running(cloud, demo("v1"), APP_VERSION="v1-staging")
    assert "v1-staging" == get(cloud.address(service))[1]["version"]
    events = cloud.client("logs").filter_log_events(logGroupName="/ecs/staging/web")["events"]
    assert ["v1-staging listens on"] * 2 == [event["message"].rsplit(" ", 1)[0] for event in events]


def test_an_image_that_is_not_there_cannot_be_pulled(cloud: Cloud) -> None:
    uri = cloud.repository("web")
    service = cloud.service("web", f"{uri}@sha256:{'0' * 64}")
    cloud.wait_until(lambda: cloud.settled(service) or service.deployments[-1].over)
    stopped = cloud.journal("ecs:TaskStopped")[0].result
    assert stopped.startswith("CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref ")


def test_a_layer_that_is_none_cannot_be_pulled(cloud: Cloud) -> None:
    service = running(cloud, demo("v1"))
    layer, config = b"no tar file", b"{}"
    manifest = json.dumps({"config": {"digest": digest_of(config)}, "layers": [{"digest": digest_of(layer)}]}).encode()
    assert "ROLLBACK_SUCCESSFUL" == deploy(cloud, service, Built(manifest, {digest_of(config): config, digest_of(layer): layer}), "v2")
    why = f"CannotPullContainerError: web@{digest_of(manifest)}: layer {digest_of(layer)}: "
    assert {True} == {entry.result.startswith(why) for entry in cloud.journal("ecs:TaskStopped")}


def test_nothing_is_left_and_two_clouds_do_not_meet(cloud: Cloud) -> None:
    service = running(cloud, demo("v1"))
    with Cloud() as other:
        theirs = running(other, demo("other"))
        processes = [get(other.address(theirs))[1]["process"] for _ in range(2)]
        assert ("v1", "other") == (get(cloud.address(service))[1]["version"], get(other.address(theirs))[1]["version"])
    assert [False, False] == [alive(one) for one in processes]
    assert "v1" == get(cloud.address(service))[1]["version"]


def test_tasks_end_with_a_cloud_that_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "cloud.py"
    program.write_text(
        "import json, time, urllib.request\n"
        "from tests.cloud import Cloud\n"
        "from tests.cloud.scene import set_up\n"
        "with Cloud() as cloud:\n"
        "    made = set_up(cloud)\n"
        "    print(json.dumps([json.load(urllib.request.urlopen(cloud.address(one)))['process'] for one in made.values()]), flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, str(program)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path]), "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        processes = json.loads(process.stdout.readline())
        assert [True, True] == [alive(one) for one in processes]
        process.kill()
    until = time.monotonic() + 10
    while any(alive(one) for one in processes) and time.monotonic() < until:
        time.sleep(0.05)
    assert [False, False] == [alive(one) for one in processes]


def alive(process: int) -> bool:
    """A zombie is not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
