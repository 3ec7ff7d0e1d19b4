"""`/_sim/…`: the scenario's methods and a look at the world, as JSON over HTTP, for other processes and for people with curl."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from tests.simulator.clock import VirtualClock
from tests.simulator.scenario import Scenario
from tests.simulator.wire.message import Answer
from tests.simulator.world.deployment import Deployment
from tests.simulator.world.image import KINDS, Image
from tests.simulator.world.service import Service

Fields = dict[str, Any]
PREFIX = "/_sim/"


class Control:
    def __init__(self, scenario: Scenario, clock: VirtualClock) -> None:
        self._scenario, self._clock = scenario, clock
        self.reads: dict[str, Callable[[], Any]] = {"state": self._state, "calls": self._calls, "faults": self._faults}
        self.writes: dict[str, Callable[..., Any]] = {
            "advance": self._advance,
            "push": lambda **image: self._pushed(**image),
            "service": self._service,
            "express": lambda name, **image: _service_view(scenario.express(name, _image(image))),
            "deploy": lambda name, **image: _deployment_view(scenario.deploy(name, _image(image))),
            "scale": scenario.scale,
            "alarm": lambda name, state="OK": scenario.alarm(name, state).state,
            "log": scenario.log,
            "metric": scenario.metric,
            "load": scenario.load,
            "fault": lambda **fields: asdict(scenario.fault(**fields)),
            "clear-faults": lambda: scenario.dispatcher.faults.planned.clear(),
        }

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        """404 lists what there is; 400 says what is wrong with the arguments."""
        name = path.split("?")[0].removeprefix(PREFIX)
        with self._scenario.dispatcher.lock:
            self._scenario.world.settle()
            try:
                if method == "GET" and name in self.reads:
                    return _json(200, self.reads[name]())
                if method == "POST" and name in self.writes:
                    return _json(200, self.writes[name](**json.loads(body or b"{}")))
            except (TypeError, ValueError, KeyError, AttributeError) as wrong:
                return _json(400, {"error": f"{name}: {wrong}"})
        return _json(404, {"GET": sorted(self.reads), "POST": sorted(self.writes)})

    def _advance(self, seconds: float) -> Fields:
        self._clock.advance(seconds)
        self._scenario.world.settle()
        return {"now": self._scenario.world.now}

    def _pushed(self, repository: str = "app", tag: str | None = None, **image: Any) -> Fields:
        stored = self._scenario.push(_image(image), tag, repository)
        return {"image": stored.by_digest, "by-tag": stored.by_tag, "digest": stored.digest}

    def _service(self, name: str, image: Fields | None = None, desired: int | None = None, settled: bool = True, **configuration: Any) -> Fields:
        return _service_view(self._scenario.service(name, _image(image or {}), desired, settled, **configuration))

    def _state(self) -> Fields:
        world = self._scenario.world
        return {
            "now": world.now,
            "wall": world.wall,
            "violations": self._scenario.dispatcher.violations,
            "services": {one.name: _service_view(one) | {"requests": self._requests(one)} for one in world.services.values()},
            "alarms": {name: one.state for name, one in world.alarms.items()},
        }

    def _requests(self, service: Service) -> Fields:
        return {
            name: {arn: asdict(count) for arn, count in self._scenario.counts(service.name, name == "test").items()}
            for name in ("production", "test")
        }

    def _calls(self) -> list[Fields]:
        return [call._asdict() for call in self._scenario.dispatcher.journal.calls]

    def _faults(self) -> list[Fields]:
        return [asdict(fault) for fault in self._scenario.dispatcher.faults.planned]


def _image(fields: Fields) -> Image:
    """`{"kind": "failing", "version": "v2", "status": 500}`: the kinds are the functions in world/image.py."""
    given = {"kind": "good", "version": "v1", **fields}
    kind = given.pop("kind")
    if kind not in KINDS:
        raise ValueError(f"'{kind}' is no kind of image; there are {', '.join(KINDS)}")
    return KINDS[kind](**given)


def _service_view(one: Service) -> Fields:
    return {
        "arn": one.arn,
        "desired": one.desired,
        "running": one.running,
        "versions": {rollout.revision.image.version: len(rollout.serving) for rollout in one.rollouts},
        "shares": {rollout.revision.image.version: share for rollout, share in one.shares().items()},
        "deployments": [_deployment_view(each) for each in one.deployments],
    }


def _deployment_view(one: Deployment) -> Fields:
    return {"arn": one.arn, "status": one.status, "stage": one.stage, "reason": one.reason, "version": one.target.revision.image.version}


def _json(status: int, value: Any) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(value, indent=1).encode())
