"""How a row of the matrix ended."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from synth.runtime.address import Address
from synth.runtime.clock import RealClock
from synth.runtime.network import Network
from synth.runtime.ports import Answer, Http
from tests.actions.deploy_ecs import running as deploying
from tests.actions.rollback import running as rolling_back
from tests.actions.rollback.releases import serves
from tests.simulator import Image, Simulator


class Ended(NamedTuple):
    """Exit code, outcome, and the versions that serve production at the end."""

    code: int
    outcome: str
    serving: tuple[str, ...]


class Slow:
    """HTTP on which an answer of the front door takes as long as it says: on the simulator's clock, for which real time stands still."""

    def __init__(self, sim: Simulator) -> None:
        self._sim, self._network = sim, Network(RealClock())

    def get(self, address: Address, headers: Iterable[tuple[str, str]], within_seconds: float) -> Answer:
        answer = self._network.get(address, headers, within_seconds)
        self._sim.clock.advance(float(answer.header("X-Milliseconds") or 0) / 1000)
        return answer


class Row:
    """One action against the simulator, and what came of it. `calls` are those to AWS that the action made."""

    def __init__(self, sim: Simulator) -> None:
        self.sim = sim
        self.log = self.reason = ""
        self.outputs: dict[str, str] = {}
        self.seconds = 0.0
        self._ran: deploying.Ran | rolling_back.Ran | None = None

    def deploy(self, image: Image, verified: bool = True, test: bool = False, http: Http | None = None, **inputs: str) -> Ended:
        began = self.sim.now
        given: dict[str, Any] = {**deploying.release(self.sim, image, verified, test=test), **inputs}
        self._ran = deploying.run(self.sim, http=http, **given)
        self.seconds = self.sim.now - began
        return self._ended()

    def roll_back(self, **inputs: str) -> Ended:
        began = self.sim.now
        given: dict[str, Any] = dict(inputs)
        self._ran = rolling_back.run(self.sim, **given)
        self.seconds = self.sim.now - began
        return self._ended()

    @property
    def calls(self) -> int:
        return len(self.sim.calls())

    def _ended(self) -> Ended:
        ran = self._ran
        assert ran is not None
        self.log, self.reason, self.outputs = ran.log, ran.outputs.get("reason", ""), ran.outputs
        return Ended(ran.code, ran.outputs.get("outcome", ""), tuple(sorted(serves(self.sim))))
