"""How often a layer is looked at: at every round at first and while all is not well, then ever more seldom. AWS limits how often it may be asked."""

from __future__ import annotations

from synth.runtime.expectation import PASSED
from synth.runtime.layers.look import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.layers.look import Layer

# alarms and target health are no fresher than these; together with the scenes at most 150 calls in ten minutes
EVERY_SECONDS = {"ecs": 15.0, "targets": 20.0, "containers": 15.0, "alarms": 30.0, "logs": 30.0}
OFTEN_SECONDS = 5.0


class Paced:
    """A layer that gives its last look again while that is fresh enough."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        self.name = layer.name
        self._last: tuple[float, Look] | None = None
        self._good = 0  # looks in a row

    def look(self, now: float, fresh: bool = False) -> Look:
        """With `fresh`, as the last word of a verification has to be, the layer is looked at in any case."""
        if self._last is not None and not fresh:
            at, look = self._last
            every = min(EVERY_SECONDS.get(self.name, OFTEN_SECONDS), OFTEN_SECONDS * (1 + self._good // 3))
            if now - at < every * 0.99:  # as rounds are: a little early is on time
                return look
        look = self._layer.look(now)
        self._last, self._good = (now, look), self._good + 1 if look.result == PASSED else 0
        return look

    def is_older(self, now: float) -> bool:
        """Whether the last look was at another round."""
        return self._last is None or now - self._last[0] >= 1
