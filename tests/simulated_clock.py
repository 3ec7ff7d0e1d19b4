"""A clock for code that sleeps: its seconds are the simulator's."""

from __future__ import annotations

from tests.simulator import Simulator
from tests.simulator.clock import START


class SimulatedClock:
    """`sleep` moves the simulator's time, and nothing else does."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def now(self) -> float:
        return self._simulator.clock.read()

    def wall(self) -> float:
        return START + self.now()

    def sleep(self, seconds: float) -> None:
        self._simulator.advance(seconds)
