"""A cloud in a process of its own: how it is found, asked and ended. The state file holds the address and the word that ends it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from tests.cloud.cloud import Cloud
from tests.cloud.loopback import Loopback
from tests.cloud.scene import set_up
from tests.simulator.wire.message import Answer, Request


def serve(state: Path) -> None:
    """Runs until it is told to end, by `end`, SIGTERM or SIGINT."""
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    word = secrets.token_urlsafe(24)
    with Cloud() as cloud:
        set_up(cloud)

        def answer(request: Request) -> Answer:
            if not secrets.compare_digest(request.headers.get("authorization", ""), f"Bearer {word}"):
                return _json(401, {"error": "not the word in the state file"})
            if request.method == "POST" and request.path == "/end":
                over.set()
                return _json(200, {})
            return _json(200, _view(cloud)) if request.path == "/" else _json(404, {"error": "GET / or POST /end"})

        control = Loopback(answer)
        control.start()
        try:
            _write(state, {"control": control.url, "word": word, "process": os.getpid(), "environment": exported(cloud)})
            over.wait()
        finally:
            control.stop()
            state.unlink(missing_ok=True)


def exported(cloud: Cloud) -> dict[str, str]:
    """What a person at a shell sets: also the operator's credentials, which no job gets."""
    services = {
        "SLACK_API_URL": f"{cloud.services.url}/api",
        "PAGERDUTY_URL": f"{cloud.services.url}/pd",
        "MONDAY_URL": f"{cloud.services.url}/monday",
    }
    return {**cloud.environment(), **cloud.operator.environment(), **services, "REGISTRY": cloud.registry.server.host}


def ask(state: Path, end: bool = False) -> dict[str, Any] | None:
    """What the cloud of that state file says; None where none is up."""
    try:
        known = json.loads(state.read_text())
        headers = {"Authorization": f"Bearer {known['word']}"}
        request = urllib.request.Request(known["control"] + ("/end" if end else "/"), headers=headers, method="POST" if end else "GET")
        with urllib.request.urlopen(request, timeout=5) as answer:
            said: dict[str, Any] = json.load(answer)
    except (OSError, ValueError, KeyError, urllib.error.URLError):
        return None
    return said | {"environment": known["environment"], "process": known["process"]}


def _view(cloud: Cloud) -> dict[str, Any]:
    with cloud.lock:
        services = [
            {
                "name": f"{one.cluster}/{one.name}",
                "versions": {rollout.revision.image.version: len(rollout.serving) for rollout in one.rollouts},
                "deployment": one.deployments[-1].status,
                "address": cloud.address(one),
            }
            for one in cloud.world.services.values()
        ]
    return {"services": services, "roles": [role.arn for role in cloud.vault.roles.values()], "journal": [str(one) for one in cloud.journal()]}


def _write(state: Path, value: dict[str, Any]) -> None:
    """Whole or not at all, and for its owner only."""
    part = state.with_name(f"{state.name}.{os.getpid()}")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(value, file)
    part.replace(state)


def _json(status: int, value: Any) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(value).encode())
