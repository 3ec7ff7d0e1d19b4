"""Asks CloudWatch for what the rules of one look need. What it does not answer is noted for those rules, and is no evidence against the release."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from synth.runtime.expectation import Check
from synth.runtime.metrics.reading_logs import LogReader, any_event
from synth.runtime.metrics.rules import Alarm, LogErrors, Sigma, queries_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.ports import AlarmState
    from synth.runtime.metrics.logs import Tally
    from synth.runtime.metrics.plan import Schedule
    from synth.runtime.metrics.ports import Points, Ports, Query
    from synth.runtime.metrics.rules import Rule


class Gathered(NamedTuple):
    """`unread` has a check for each rule for which AWS gave no answer; `end` is inconclusive where asking again cannot help."""

    data: Mapping[Query, Points]
    before: Mapping[Query, Points]
    states: Mapping[str, AlarmState]
    were_off: frozenset[str]
    logged: Mapping[str, tuple[Tally, Tally | None]]
    unread: Mapping[str, Check]
    end: str


class Gatherer:
    """Keeps what need not be asked twice: the baseline, the log events that were counted, and which alarms have been off."""

    def __init__(self, rules: Sequence[Rule], ports: Ports, times: Schedule, asking: Asking) -> None:
        self._rules, self._ports, self._times, self._asking = rules, ports, times, asking
        self._before: Mapping[Query, Points] | None = None
        self._were_off: frozenset[str] = frozenset()
        self._readers: dict[str, LogReader] = {}
        self._logged_before: dict[str, Tally] = {}
        self._unread: dict[str, Check] = {}
        self._end = ""

    def gather(self, upto: float) -> Gathered:
        self._unread = {}
        data, states, logged = self._points(upto), self._alarms(), self._logs(upto)
        return Gathered(data, self._before or {}, states, self._were_off, logged, self._unread, self._end)

    def snapshot(self) -> str:
        """Remembers which alarms are on already, which is not the release's doing, and tries the rest. What `Gathered.end` would be.

        Who may not read is told at once, not after the first minutes.
        """
        self._alarms()
        rules, begin = [rule for rule in self._rules if queries_of(rule)], self._times.begin
        if rules and self._ports.metrics is not None:
            self._asked(rules, partial(self._ports.metrics.points, queries_of(rules[0]), begin - 300, begin))
        for rule in self._rules:
            if isinstance(rule, LogErrors) and self._ports.logs is not None:
                self._asked([rule], partial(any_event, self._ports.logs, rule, rule.streams, begin - 60, begin))
        return self._end

    def _points(self, upto: float) -> Mapping[Query, Points]:
        rules = [rule for rule in self._rules if queries_of(rule)]
        if not rules or self._ports.metrics is None:
            return {}
        points, times = self._ports.metrics.points, self._times
        sigmas = [rule for rule in rules if isinstance(rule, Sigma)]
        if sigmas and self._before is None:
            queries = _once([query for rule in sigmas for query in rule.base.queries])
            self._before = self._asked(sigmas, partial(points, queries, times.base_begin, times.base_end))
        queries = _once([query for rule in rules for query in queries_of(rule)])
        return self._asked(rules, partial(points, queries, times.begin, upto)) or {}

    def _alarms(self) -> Mapping[str, AlarmState]:
        rules = [rule for rule in self._rules if isinstance(rule, Alarm)]
        if not rules or self._ports.alarms is None:
            return {}
        names = list(dict.fromkeys([name for rule in rules for name in rule.alarms]))
        found = {one.name: one for one in self._asked(rules, partial(self._ports.alarms.states, names)) or []}
        self._were_off |= {name for name, one in found.items() if one.state != "ALARM"}
        return found

    def _logs(self, upto: float) -> dict[str, tuple[Tally, Tally | None]]:
        found: dict[str, tuple[Tally, Tally | None]] = {}
        for rule in self._rules:
            if not isinstance(rule, LogErrors) or self._ports.logs is None:
                continue
            if rule.ratio is not None and rule.name not in self._logged_before:
                older = LogReader(rule, self._ports.logs, self._times.base_begin, rule.base_streams)
                if (tally := self._asked([rule], partial(older.read, self._times.base_end))) is not None:
                    self._logged_before[rule.name] = tally
            if rule.name not in self._readers:
                self._readers[rule.name] = LogReader(rule, self._ports.logs, self._times.begin)
            if (tally := self._asked([rule], partial(self._readers[rule.name].read, upto))) is not None:
                found[rule.name] = (tally, self._logged_before.get(rule.name))
        return found

    def _asked(self, rules: Sequence[Rule], call: Any) -> Any:
        answered = self._asking.ask("CloudWatch", call, needed=True)
        if answered.check is not None:
            self._unread.update({rule.name: answered.check._replace(name=rule.name) for rule in rules})
        self._end = self._end or answered.end
        return answered.value


def _once(queries: Sequence[Query]) -> list[Query]:
    return list(dict.fromkeys(queries))
