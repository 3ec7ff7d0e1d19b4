"""Judges each rule by what one look brought."""

from __future__ import annotations

from typing import Any

from synth.runtime.expectation import FAILED, INCONCLUSIVE, Check
from synth.runtime.metrics import alarm, bounds, counts, latency, logs, sigma, slope
from synth.runtime.metrics.rules import Alarm, Bounds, Counts, Latency, LogErrors, Sigma, Slope
from synth.runtime.verdict import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from synth.runtime.metrics.gathering import Gathered
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Rule
    from synth.runtime.screen import Screen

_BY_POINTS: dict[type, Any] = {Bounds: bounds.judge, Slope: slope.judge, Sigma: sigma.judge, Counts: counts.judge, Latency: latency.judge}


def checks_of(rule: Rule, moment: Moment, seen: Gathered, screen: Screen) -> list[Check]:
    """One check, of an alarm rule one for each alarm."""
    if rule.name in seen.unread:
        found = [seen.unread[rule.name]]
    elif isinstance(rule, Alarm):
        found = alarm.judge(rule, seen.states, seen.were_off, moment, screen)
    elif isinstance(rule, LogErrors):
        found = [logs.judge(rule, *seen.logged[rule.name], moment, screen)]
    else:
        found = [_BY_POINTS[type(rule)](rule, moment)]
    return [check._replace(name=screen.show(check.name), evidence=screen.show(check.evidence, 400)) for check in found]


def verdict_of(checks: Sequence[Check], over: bool, told: str) -> Verdict | None:
    """What the checks of one look prove; None where there is more to see. `told` says what was watched, for a verdict that passes."""
    if failed := [check for check in checks if check.result == FAILED]:
        return Verdict("failed", _sentence(failed))
    if not over:
        return None
    if unproved := [check for check in checks if check.result == INCONCLUSIVE]:
        return Verdict("inconclusive", _sentence(unproved))
    return Verdict("passed", told)


def _sentence(checks: Sequence[Check]) -> str:
    more = f"; and {len(checks) - 1} more" if len(checks) > 1 else ""
    evidence = f" ({checks[0].evidence})" if checks[0].evidence else ""
    return f"{checks[0].why}{evidence}{more}"
