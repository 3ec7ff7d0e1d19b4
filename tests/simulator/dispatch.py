"""One API call: read, struck by faults, checked, answered, checked again, written. One call at a time; time moves between calls only."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from tests.simulator.api.operations import OPERATIONS, Handler
from tests.simulator.errors import ApiError, Violation
from tests.simulator.faults import Fault, Faults
from tests.simulator.journal import Call, Journal
from tests.simulator.wire import shapes
from tests.simulator.wire.cbor_wire import CborWire
from tests.simulator.wire.json_wire import JsonWire
from tests.simulator.wire.message import Answer, Asked, Request, Wire
from tests.simulator.wire.query_wire import QueryWire
from tests.simulator.world.world import World

HTML = b"<html><head><title>503 Service Temporarily Unavailable</title></head><body><center><h1>503</h1></center></body></html>"


class Gate(Protocol):
    """Who may call what. Without one, any credentials do."""

    def admit(self, request: Request, asked: Asked) -> str:
        """The name of the caller. Raises ApiError for one who is unknown or may not."""
        ...

    def note(self, caller: str, call: Call) -> None: ...


class Cut(NamedTuple):
    """No answer: the connection is dropped, after so many real seconds of silence."""

    seconds: float


class Dispatcher:
    def __init__(self, world: World, handlers: Mapping[str, Handler] = OPERATIONS) -> None:
        self.world, self.faults, self.journal = world, Faults(), Journal()
        self.handlers = dict(handlers)
        self.lock = threading.RLock()
        self.violations: list[str] = []
        self.gate: Gate | None = None
        self._answered: dict[str, list[tuple[int, dict[str, Any]]]] = {}
        self._skew = 0.0

    def answer(self, request: Request) -> Answer | Cut:
        wire = wire_of(request)
        with self.lock:
            self.world.settle()
            request_id = str(UUID(int=len(self.journal.calls) + 1))
            try:
                asked = wire.read(request)
            except (Violation, ValueError, KeyError) as violation:
                return self._violated(wire, violation, request_id)
            struck = self.faults.strike(asked.service, asked.operation, self.world.now)
            self._skew = next((fault.seconds for fault in struck if fault.kind == "skew"), 0.0)
            return self._struck(wire, request, asked, struck, request_id)

    def server_time(self) -> float:
        """Seconds since 1970 as the last answer counted them."""
        return self.world.wall + self._skew

    def _struck(self, wire: Wire, request: Request, asked: Asked, struck: list[Fault], request_id: str) -> Answer | Cut:
        outcome, fault, caller = "ok", struck[-1].kind if struck else None, ""
        reply: Answer | Cut
        try:
            if error := next((error for one in struck if (error := one.error())), None):
                raise error
            if fault in ("hang", "reset"):
                outcome = fault
                reply = Cut(struck[-1].seconds if fault == "hang" else 0.0)
            elif fault == "html-503":
                outcome = "503"
                reply = Answer(503, {"Content-Type": "text/html"}, HTML)
            else:
                model = shapes.operation(asked.service, asked.operation)
                caller = self.gate.admit(request, asked) if self.gate else ""
                reply = wire.answer(model, self._handled(asked, struck), request_id)
        except ApiError as error:
            outcome, reply = error.code, wire.error(error, request_id)
        except Violation as violation:
            outcome, reply = "violation", self._violated(wire, violation, request_id)
        call = Call(self.world.now, asked.service, asked.operation, asked.fields, outcome, fault)
        self.journal.calls.append(call)
        if self.gate:
            self.gate.note(caller, call)
        return reply

    def _handled(self, asked: Asked, struck: list[Fault]) -> dict[str, Any]:
        name = f"{asked.service}:{asked.operation}"
        model = shapes.operation(asked.service, asked.operation)
        shapes.check(f"request {asked.operation}", asked.fields, model.input_shape)
        if name not in self.handlers:
            raise ApiError("NotImplementedException", f"The simulator does not model {name}.", 501)
        kinds = {fault.kind: fault for fault in struck}
        world = self.world
        world.horizon = int(world.now - kinds["lag"].seconds) if "lag" in kinds else None
        world.page_limit = kinds["paging"].size if "paging" in kinds else None
        fields = deepcopy(self.handlers[name](world, deepcopy(asked.fields)))
        fields = self._aged(f"{name} {json.dumps(asked.fields, sort_keys=True)}", fields, kinds.get("stale"))
        if self._skew:
            fields = shapes.changed(fields, model.output_shape, "timestamp", lambda at: at + self._skew)
        shapes.check(f"answer to {asked.operation}", fields, model.output_shape)
        return fields

    def _aged(self, key: str, fields: dict[str, Any], stale: Fault | None) -> dict[str, Any]:
        """A stale read gives what the same read gave that many seconds ago or earlier, where there was one."""
        earlier = self._answered.setdefault(key, [])
        if stale is not None:
            old = [answer for at, answer in earlier if at <= self.world.now - stale.seconds]
            return deepcopy(old[-1]) if old else fields
        earlier.append((self.world.now, fields))
        del earlier[:-50]
        return fields

    def _violated(self, wire: Wire, violation: Exception, request_id: str) -> Answer:
        self.violations.append(str(violation))
        print(f"simulator: {violation}", file=sys.stderr)
        return wire.error(ApiError("SimulatorViolation", str(violation), 500), request_id)


def wire_of(request: Request) -> Wire:
    if request.path.startswith("/service/"):
        return CborWire()
    return JsonWire() if "x-amz-target" in request.headers else QueryWire()
