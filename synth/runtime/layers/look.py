"""What a layer is: something that is looked at again and again."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check

LAYERS = ("ecs", "targets", "containers", "http", "alarms", "logs")


class Look(NamedTuple):
    """What one look at a layer saw. `end` is failed or inconclusive where looking again cannot change it: a task that crashed, an alarm
    that went off, credentials that expired."""

    checks: tuple[Check, ...] = ()
    end: str = ""

    @property
    def result(self) -> str:
        """The worst of its checks; passed without any."""
        results = {check.result for check in self.checks}
        return next((one for one in (FAILED, INCONCLUSIVE) if one in results), PASSED)


class Layer(Protocol):
    name: str

    def look(self, now: float) -> Look:
        """`now` is in seconds since 1970. Raises nothing that AWS does: what could not be read is inconclusive."""
        ...
