"""What the actions ask of AWS when they run against the simulator: each in the ways that make all of its calls."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from synth.runtime.clock import RealClock
from synth.runtime.commands import Log
from synth.runtime.network import Network
from tests.actions.deploy_ecs import running as deploying
from tests.actions.rollback import running as rolling_back
from tests.actions.rollback.releases import released, service
from tests.actions.rollback.test_images import stored
from tests.actions.script import script
from tests.actions.verify_metrics import running as metrics
from tests.simulated_clock import SimulatedClock
from tests.simulator import Simulator
from tests.simulator.journal import Call
from tests.simulator.world.image import crashing, failing, good

_AS_POLICIES_SAY = {"elbv2": "elasticloadbalancing"}
PAUSED: dict[str, Any] = {
    "strategy": "BLUE_GREEN",
    "bakeTimeInMinutes": 2,
    "lifecycleHooks": [
        {
            "targetType": "PAUSE",
            "lifecycleStages": ["POST_TEST_TRAFFIC_SHIFT"],
            "timeoutConfiguration": {"timeoutInMinutes": 60, "action": "ROLLBACK"},
        }
    ],
}


def action_of(call: Call) -> str:
    """The call as policies name it."""
    return f"{_AS_POLICIES_SAY.get(call.service, call.service)}:{call.operation}"


def seen(action: str) -> set[str]:
    """All calls of the action, in all of its flows."""
    return {action_of(call) for calls in FLOWS[action]() for call in calls}


def deploy_ecs() -> Iterator[list[Call]]:
    with Simulator() as sim:
        sim.service("web")
        sim.alarm("errors")
        with_alarms: dict[str, Any] = {"verify_alarms": "errors", "verify_log_pattern": "ERROR", "verify_log_group": "/ecs/web"}
        yield from _ran(sim, lambda: deploying.run(sim, **deploying.release(sim, good("v2")), **with_alarms))
    with Simulator() as sim:
        service(sim, "v1")
        yield from _ran(sim, lambda: deploying.run(sim, **deploying.release(sim, failing("v2"))))
    with Simulator() as sim:
        service(sim, "v1")
        yield from _ran(sim, lambda: deploying.run(sim, **deploying.release(sim, crashing("v2"))))
    with Simulator() as sim:
        sim.service("web", **PAUSED)
        yield from _ran(sim, lambda: deploying.run(sim, **deploying.release(sim, failing("v2"), test=True), strategy="BLUE_GREEN"))
    with Simulator() as sim:  # ECS takes it back in a way that leaves a bad release: the last good one is deployed again
        service(sim, "v1")
        released(sim, failing("v2"))
        yield from _ran(sim, lambda: deploying.run(sim, **deploying.release(sim, failing("v3"))))
    with Simulator() as sim:
        sim.express("web", good("v1"))
        sim.advance(600)
        sim.deploy("web", failing("v2"))
        yield from _ran(sim, lambda: deploying.run(sim, deploy_with="official", verify_url=f"{sim.endpoint}/app/web/health"))


def rollback() -> Iterator[list[Call]]:
    with Simulator() as sim:
        service(sim, "v1")
        sim.deploy("web", failing("v2"))
        url = f"{sim.endpoint}/app/web/health"
        yield from _ran(sim, lambda: rolling_back.run(sim, verify_url=url))
    with Simulator() as sim:
        service(sim, "v1")
        released(sim, failing("v2"))
        sim.archive(stored(sim, "v1"))
        yield from _ran(sim, lambda: rolling_back.run(sim, restore_images="true", deregister_failed="true", deadline="2400"))
    with Simulator() as sim:
        service(sim, "v1")
        released(sim, failing("v2"))
        sim.client("ecs").deregister_task_definition(taskDefinition="web:1")
        yield from _ran(sim, lambda: rolling_back.run(sim))
    with Simulator() as sim:
        service(sim, "v1", **PAUSED)
        deployment = sim.deploy("web", failing("v2"))
        sim.run_until(lambda: deployment.stage == "POST_TEST_TRAFFIC_SHIFT")
        sim.advance(5)
        yield from _ran(sim, lambda: rolling_back.run(sim))
    with Simulator() as sim:
        sim.express("web", good("v1"))
        sim.advance(600)
        released(sim, failing("v2"))
        yield from _ran(sim, lambda: rolling_back.run(sim))


def record_deployment() -> Iterator[list[Call]]:
    with Simulator() as sim:
        sim.service("web")
        given = {"environment": "staging", "service": "web", "token": "none", "sha": "a" * 40, "run_id": "100", "soft": "true"}
        yield from _ran(sim, lambda: _main(sim, "record-deployment", given))
    with Simulator() as sim:  # of such a service the deployment tells the revision
        sim.express("web", good("v1"))
        sim.advance(600)
        yield from _ran(sim, lambda: _main(sim, "record-deployment", given))


def verify_health() -> Iterator[list[Call]]:
    with Simulator() as sim:
        sim.service("web")
        sim.alarm("errors")
        deployment = sim.deploy("web", good("v2"))
        sim.run_until(lambda: deployment.over)
        sim.advance(70)
        url = f"{sim.endpoint}/app/web/health"
        given = {"url": url, "service": "web", "task_definition": "web:2", "alarms": "errors", "log_pattern": "ERROR", "log_group": "/ecs/web"}
        yield from _ran(sim, lambda: _main(sim, "verify-health", given))


def verify_metrics() -> Iterator[list[Call]]:
    rules = [
        {"rule": "bounds", "namespace": "AWS/ECS", "metric": "CPUUtilization", "max": 90},
        {"rule": "alarm", "alarms": ["errors"]},
        {"rule": "logs", "group": "/ecs/web", "pattern": "ERROR", "max": 1},
    ]
    with Simulator() as sim:
        sim.service("web")
        sim.alarm("errors")
        yield from _ran(sim, lambda: metrics.run(sim, json.dumps(rules)))


FLOWS = {
    "deploy-ecs": deploy_ecs,
    "record-deployment": record_deployment,
    "rollback": rollback,
    "verify-health": verify_health,
    "verify-metrics": verify_metrics,
}


def _ran(sim: Simulator, act: Callable[[], object]) -> Iterator[list[Call]]:
    before = len(sim.calls())
    act()
    yield sim.calls()[before:]


def _main(sim: Simulator, action: str, given: dict[str, str]) -> int:
    """The action's own `main`, on the simulator's clock, with boto3 as it is."""
    with tempfile.TemporaryDirectory() as folder:
        variables = {f"INPUT_{name.upper()}": value for name, value in given.items()}
        variables |= {"GITHUB_OUTPUT": str(Path(folder, "output")), "GITHUB_STEP_SUMMARY": str(Path(folder, "summary")), "RUNNER_TEMP": folder}
        variables |= {"GITHUB_REPOSITORY": "octo-org/orders", "GITHUB_API_URL": f"{sim.endpoint}/nowhere", **sim.environment()}
        clock = SimulatedClock(sim)
        http = Network(RealClock())
        retries = SimpleNamespace(sleep=clock.sleep)
        with patch.dict(os.environ, variables, clear=True), patch("botocore.endpoint.time", retries):
            outside = (lambda route: http) if action == "verify-health" else http
            code: int = script(action).main(os.environ, outside, clock, Log(lambda line: None), lambda: 0.5)
            return code
