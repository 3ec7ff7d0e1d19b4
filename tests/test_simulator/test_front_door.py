"""The front door: weights, versions, bad answers, over real HTTP."""

from __future__ import annotations

import json
from collections import Counter
from http.client import HTTPConnection, HTTPResponse
from typing import Any

from tests.simulator import Image, Simulator
from tests.simulator.world.image import crashing, failing, flapping_answers, good, lying, slow
from tests.test_simulator.story import shares, status, story


def get(sim: Simulator, path: str, method: str = "GET", body: bytes | None = None) -> tuple[HTTPResponse, Any]:
    connection = HTTPConnection(sim.endpoint.removeprefix("http://"), timeout=5)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        text = response.read().decode()
        return response, json.loads(text) if text.startswith("{") else text
    finally:
        connection.close()


def test_a_healthy_service_says_its_version_in_header_and_body(sim: Simulator) -> None:
    made = sim.service("web")
    response, body = get(sim, "/app/web/health?x=1")
    assert (200, "v1", {"status": "ok", "version": "v1", "service": "web", "task": made.primary.tasks[0].id}) == (
        response.status,
        response.headers["X-Version"],
        body,
    )
    assert made.primary.tasks[1].id == get(sim, "/app/web/version")[1]["task"], "tasks take turns"
    assert (404, "no service 'other'; there are web") == (get(sim, "/app/other/")[0].status, get(sim, "/app/other/")[1])
    assert (200, "") == (get(sim, "/app/web/health", "HEAD")[0].status, get(sim, "/app/web/health", "HEAD")[1])


def test_weights_hold_to_within_one_request(sim: Simulator) -> None:
    sim.service("web", strategy="CANARY", canaryConfiguration={"canaryPercent": 12.5, "canaryBakeTimeInMinutes": 5})
    deployment = sim.deploy("web", failing("v2"))
    sim.run_until(lambda: shares(deployment).get("v2") == 12.5)
    answers = Counter((reply.version, reply.status) for reply in [sim.request("web") for _ in range(80)])
    assert {("v1", 200): 70, ("v2", 500): 10} == answers
    counts = sim.counts("web")
    assert (10, 10, 70) == (sim.bad("web"), counts[deployment.target.revision.arn].bad, counts[deployment.sources[0].revision.arn].good)


def test_rolling_splits_by_healthy_tasks(sim: Simulator) -> None:
    sim.service("web", minimumHealthyPercent=100, maximumPercent=125)
    deployment = sim.deploy("web", good("v2"))
    sim.run_until(lambda: len(deployment.target.serving) == 2)
    sim.advance(0)
    assert {"v1": 2, "v2": 2} == Counter(sim.request("web").version for _ in range(4))


def test_a_service_with_nobody_healthy_answers_503(sim: Simulator) -> None:
    sim.service("web", crashing("v1"), settled=False)
    sim.advance(60)
    response, _ = get(sim, "/app/web/health")
    assert (503, 1, 1) == (response.status, sim.bad("web"), sim.unanswered("web"))


def test_answers_come_from_the_image(sim: Simulator) -> None:
    sim.service("liar", lying("v2", says="v1"))
    sim.service("flap", flapping_answers("v1", seconds=10))
    sim.service("third", Image("v1", statuses=(200, 200, 500)))
    sim.service("slow", slow("v1", 2000))
    assert "v1" == sim.request("liar").version
    seen = []
    for _ in range(4):
        seen.append(sim.request("flap").status)
        sim.advance(10)
    assert [200, 500, 200, 500] == seen
    assert [200, 200, 500, 200, 200, 500] == [sim.request("third").status for _ in range(6)]
    assert [1600.0, 2000.0, 2400.0, 1800.0, 2200.0] == [sim.request("slow").milliseconds for _ in range(5)]


def test_load_runs_with_virtual_time_and_ends(sim: Simulator) -> None:
    sim.service("web")
    sim.load("web", 4.5)
    sim.advance(100)
    sim.load("web", 0)
    sim.advance(100)
    assert [450] == [count.good for count in sim.counts("web").values()]


def test_the_bad_window_of_each_pattern(sim: Simulator) -> None:
    """What decides where to verify: a rolling release that answers 500 harms production, the same behind a test listener does not."""
    sim.service("rolling")
    sim.service("blue", strategy="BLUE_GREEN", bakeTimeInMinutes=5)
    bad = {}
    for name in ("rolling", "blue"):
        sim.load(name, 4)
        deployment = sim.deploy(name, failing("v2"))
        sim.advance(112)
        sim.client("ecs").stop_service_deployment(serviceDeploymentArn=deployment.arn)
        story(sim, deployment, status)
        bad[name] = sim.bad(name)
    assert {"rolling": 4 * (219 - 106), "blue": 0} == bad, "old tasks drain from second 106 on: the way back is a whole start of tasks"
