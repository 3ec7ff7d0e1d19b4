"""Counts a rule's log events from look to look."""

from __future__ import annotations

from synth.runtime.metrics.logs import SHOWN, Tally

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.ports import Logs
    from synth.runtime.metrics.rules import LogErrors

AGAIN_SECONDS = 120.0  # events arrive late and out of order: so much is read again
MOST_EVENTS = 10_000  # of one reading: who has more has been read enough to be judged


class LogReader:
    """Reads what is new since the last time, and counts an event once."""

    def __init__(self, rule: LogErrors, logs: Logs, begin: float, streams: str | None = None) -> None:
        self._rule, self._logs, self._begin = rule, logs, begin
        self._streams = rule.streams if streams is None else streams
        self._known: dict[str, float] = {}  # the last minutes' events by id
        self._upto = begin
        self.tally = Tally()

    def read(self, upto: float) -> Tally:
        """Everything from the begin to before `upto`. Raises AwsError's kinds, and then counts nothing twice."""
        errors, first = self.tally.errors, list(self.tally.first)
        known = dict(self._known)
        events = self._logs.events(self._rule.group, self._rule.pattern, self._streams, max(self._begin, self._upto - AGAIN_SECONDS), upto)
        for number, event in enumerate(events):
            if event.id not in known:
                known[event.id] = event.at
                errors += 1
                first += [event.message] if len(first) < SHOWN else []
            if number >= MOST_EVENTS:
                break
        any_events = self.tally.any_events or errors > 0 or any_event(self._logs, self._rule, self._streams, self._begin, upto)
        self._known = {name: at for name, at in known.items() if at >= upto - AGAIN_SECONDS}
        self._upto = upto
        self.tally = Tally(errors, upto - self._begin, any_events, tuple(first))
        return self.tally


def any_event(logs: Logs, rule: LogErrors, streams: str, start: float, end: float) -> bool:
    """Whether anything at all was logged. Raises AwsError's kinds."""
    return next(iter(logs.events(rule.group, "", streams, start, end)), None) is not None
