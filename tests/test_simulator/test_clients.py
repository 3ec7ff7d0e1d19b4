"""How the simulator is used: SDKs by environment variable, waiters on virtual time, several clients at once, other processes."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import boto3
import pytest

from tests.simulator import Profile, Simulator
from tests.simulator.clock import START, VirtualClock
from tests.simulator.world.image import crashing, failing, good
from tests.test_simulator.story import status, story
from tests.test_simulator.test_front_door import get

ROOT = Path(__file__).parents[2]


def test_an_unmodified_client_finds_it_by_environment(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in sim.environment().items():
        monkeypatch.setenv(name, value)
    sim.service("web")
    ecs: Any = boto3.Session().client("ecs")
    found = ecs.describe_services(services=["web"])["services"][0]
    ecs.close()
    assert (4, START) == (found["runningCount"], found["createdAt"].timestamp())
    assert [("ecs", "DescribeServices", {"services": ["web"]}, "ok")] == [call[1:5] for call in sim.calls()]


def test_boto3s_waiter_runs_on_virtual_time(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.waiter.time.sleep", sim.advance)
    sim.service("web")
    sim.deploy("web", good("v2"))
    ecs = sim.client("ecs")
    ecs.get_waiter("services_stable").wait(services=["web"])
    assert (180, 13) == (sim.now, len(sim.calls("DescribeServices"))), "every 15 s: 14 s after the end"


def test_the_waiter_takes_a_rollback_for_success(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("botocore.waiter.time.sleep", sim.advance)
    sim.service("web", deploymentCircuitBreaker={"enable": True, "rollback": True})
    deployment = sim.deploy("web", crashing("v2"))
    sim.client("ecs").get_waiter("services_stable").wait(services=["web"])
    assert ("ROLLBACK_SUCCESSFUL", "v1") == (deployment.status, sim.request("web").version)


def test_two_clients_at_once(sim: Simulator) -> None:
    sim.service("web", desired=1)
    wrong: list[object] = []

    def poll(client: Any) -> None:
        for _ in range(25):
            found = client.describe_services(services=["web"])["services"][0]
            if not 1 <= found["runningCount"] <= 2 or len(found["deployments"]) > 2:
                wrong.append(found)

    deployment = sim.deploy("web", good("v2"))
    threads = [threading.Thread(target=poll, args=(sim.client("ecs"),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        sim.advance(1)
        threads[0].join(0.005)
    for thread in threads:
        thread.join()
    assert ([], 50) == (wrong, len(sim.calls("DescribeServices")))
    assert "SUCCESSFUL" == story(sim, deployment, status)[-1][1]


def test_the_same_seed_gives_the_same_story_and_another_gives_other_names() -> None:
    stories = []
    for seed in (1, 1, 2):
        with Simulator(seed=seed) as sim:
            sim.service("web", desired=2, deploymentCircuitBreaker={"enable": True, "rollback": True})
            sim.load("web", 3)
            deployment = sim.deploy("web", crashing("v2"))
            seen = story(sim, deployment, status)
            stories.append((seen, json.dumps(sim.client("ecs").describe_services(services=["web"])["services"], default=str)))
    assert stories[0] == stories[1]
    assert (stories[0][0], True) == (stories[2][0], stories[0][1] != stories[2][1])


def test_another_profile_takes_other_times() -> None:
    with Simulator(profile=Profile(start=1, healthy=1, drain=1)) as sim:
        sim.service("web")
        assert (4, "SUCCESSFUL") == story(sim, sim.deploy("web", good("v2")), status)[-1]


def test_time_that_runs() -> None:
    real = [100.0]
    clock = VirtualClock(scale=10, real=lambda: real[0])
    real[0] += 3
    clock.advance(5)
    assert 35.0 == clock.read()
    with pytest.raises(ValueError, match="time cannot run backwards"):
        clock.advance(-1)


def test_a_scaled_simulator_moves_by_itself() -> None:
    with Simulator(scale=100_000) as sim:
        sim.service("web")
        arn = sim.deploy("web", good("v2")).arn
        ecs = sim.client("ecs")
        seen: set[str] = set()
        while "SUCCESSFUL" not in seen:
            seen.add(ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]["status"])


def control(sim: Simulator, path: str, /, **fields: Any) -> Any:
    return get(sim, f"/_sim/{path}", "POST", json.dumps(fields).encode())[1]


def test_other_processes_set_the_scene_over_http(sim: Simulator) -> None:
    control(sim, "service", name="web", desired=2, image={"kind": "good", "version": "v7"}, strategy="BLUE_GREEN", bakeTimeInMinutes=1)
    control(sim, "load", name="web", per_second=2)
    control(sim, "alarm", name="web-5xx", state="ALARM")
    control(sim, "fault", kind="throttle", operation="DescribeServices", times=1)
    control(sim, "log", group="/g", stream="s", message="hello")
    control(sim, "metric", namespace="N", metric="M", dimensions={"a": "b"}, series=[1, 2])
    pushed = control(sim, "push", repository="web", kind="failing", version="v8", status=503)
    assert sim.world.registry.resolve(pushed["image"]) is sim.world.registry.resolve(pushed["by-tag"])
    assert "PENDING" == control(sim, "deploy", name="web", kind="failing", version="v8", status=503)["status"]
    assert {"now": 50} == control(sim, "advance", seconds=50)
    control(sim, "scale", name="web", desired=3)
    assert ["throttle"] == [one["kind"] for one in get_list(sim, "faults")]
    state = get(sim, "/_sim/state")[1]
    assert ({"v7": 100.0}, 3, {"web-5xx": "ALARM"}) == (state["services"]["web"]["shares"], state["services"]["web"]["desired"], state["alarms"])
    assert [100] == [count["good"] for count in state["services"]["web"]["requests"]["production"].values()]
    control(sim, "clear-faults")
    sim.client("ecs").list_services()
    assert ["ListServices"] == [call["operation"] for call in get_list(sim, "calls")]
    control(sim, "express", name="shop")
    assert "shop" in get(sim, "/_sim/state")[1]["services"]


def get_list(sim: Simulator, name: str) -> Any:
    return json.loads(get(sim, f"/_sim/{name}")[1])


def test_controls_say_what_is_wrong(sim: Simulator) -> None:
    assert "'magic' is no kind of image; there are good, crashing" in control(sim, "push", kind="magic")["error"]
    assert "no service 'web'" in control(sim, "scale", name="web", desired=1)["error"]
    assert "unexpected keyword argument" in control(sim, "advance", minutes=1)["error"]
    response, listed = get(sim, "/_sim/")
    assert (404, ["calls", "faults", "state"]) == (response.status, listed["GET"])


def test_a_person_can_start_it() -> None:
    shown = subprocess.run([sys.executable, "-m", "tests.simulator", "--help"], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert "AWS CLI" in shown
    with subprocess.Popen([sys.executable, "-m", "tests.simulator", "--scale", "0"], stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(9)]
        variables = dict(line.removeprefix("export ").strip().split("=", 1) for line in lines if line.startswith("export "))
        ecs: Any = boto3.Session().client(
            "ecs",
            endpoint_url=variables["AWS_ENDPOINT_URL"],
            region_name=variables["AWS_REGION"],
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
        )
        assert 4 == ecs.describe_services(services=["web"])["services"][0]["runningCount"]
        ecs.close()
        process.terminate()


def test_a_whole_conversation(sim: Simulator) -> None:
    """A release that answers 500, caught at the test listener, through clients only: the whole conversation, with a bound on its calls."""
    sim.service("web", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
    ecs, image = sim.client("ecs"), sim.push(failing("v2"), repository="web")
    assert (
        "ACTIVE"
        == sim.client("ecr").describe_images(repositoryName="web", imageIds=[{"imageDigest": image.digest}])["imageDetails"][0]["imageStatus"]
    )
    hook = {
        "targetType": "PAUSE",
        "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
        "timeoutConfiguration": {"timeoutInMinutes": 30, "action": "ROLLBACK"},
    }
    ecs.update_service(service="web", deploymentConfiguration={"lifecycleHooks": [hook]})
    definition = ecs.register_task_definition(family="web", containerDefinitions=[{"name": "app", "image": image.by_digest}])["taskDefinition"]
    arn = ecs.update_service(service="web", taskDefinition=definition["taskDefinitionArn"])["service"]["currentServiceDeployment"]

    def view() -> dict[str, Any]:
        found: dict[str, Any] = ecs.describe_service_deployments(serviceDeploymentArns=[arn])["serviceDeployments"][0]
        return found

    while not (hooks := view().get("lifecycleHookDetails", [])):
        sim.advance(5)
    assert 500 == get(sim, "/test/web/health")[0].status
    ecs.continue_service_deployment(serviceDeploymentArn=arn, hookId=hooks[0]["hookId"], action="ROLLBACK")
    while view()["status"] != "ROLLBACK_SUCCESSFUL":
        sim.advance(5)
    assert (0, 200) == (sim.bad("web"), get(sim, "/app/web/health")[0].status)
    assert len(sim.calls()) <= 45
