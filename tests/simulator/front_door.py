"""`/app/<service>/…` and `/test/<service>/…`: the production and the test listener of every service."""

from __future__ import annotations

import json
from typing import NamedTuple

from tests.simulator.scenario import Scenario
from tests.simulator.wire.message import Answer
from tests.simulator.world.process import Process
from tests.simulator.world.service import Service
from tests.simulator.world.traffic import Picked


def visit(scenario: Scenario, path: str) -> tuple[Answer, float]:
    """The answer of a task, and the milliseconds that it takes. Every path gives the same: the image decides."""
    _, listener, name, *_ = [*path.split("?")[0].split("/"), ""]
    try:
        reply = scenario.request(name, test=listener == "test")
    except KeyError as missing:
        return Answer(404, {"Content-Type": "text/plain"}, str(missing.args[0]).encode()), 0.0
    if not reply.task:
        return Answer(
            503, {"Content-Type": "text/html"}, b"<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>"
        ), reply.milliseconds
    body = {"status": "ok" if reply.status < 400 else "error", "version": reply.version, "service": name, "task": reply.task}
    headers = {"Content-Type": "application/json", "X-Version": reply.version, "X-Task": reply.task, "X-Milliseconds": f"{reply.milliseconds:g}"}
    return Answer(reply.status, headers, json.dumps(body).encode()), reply.milliseconds


class Visit(NamedTuple):
    """A request that a task's own process answers."""

    service: Service
    test: bool
    picked: Picked
    process: Process
    path: str


def visited(scenario: Scenario, path: str) -> Visit | None:
    """The process that has to answer; None where tasks are not processes, nobody serves, or there is no such service."""
    if scenario.world.launcher is None:
        return None
    _, listener, name, *below = path.split("?")[0].split("/")
    try:
        service = scenario.find(name)
    except KeyError:
        return None
    picked = scenario.world.traffic.pick(service, listener == "test")
    query = path.partition("?")[2]
    inner = "/" + "/".join(below) + (f"?{query}" if query else "")
    process = picked.task.process if picked.task else None
    return Visit(service, listener == "test", picked, process, inner) if process else None


def is_front_door(path: str) -> bool:
    return path.startswith(("/app/", "/test/"))
