"""CloudWatch alarms, held against what they were at the start."""

from __future__ import annotations

from synth.runtime.expectation import PASSED
from synth.runtime.layers.alarms_layer import judged

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from synth.runtime.expectation import Check
    from synth.runtime.layers.ports import AlarmState
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Alarm
    from synth.runtime.screen import Screen


def judge(rule: Alarm, states: Mapping[str, AlarmState], were_off: Collection[str], moment: Moment, screen: Screen) -> list[Check]:
    """One check for each alarm. Unlike verify-health, an alarm without data is none that passed, unless the rule says so."""
    return [_judged(rule, name, states.get(name), name in were_off, moment, screen) for name in rule.alarms]


def _judged(rule: Alarm, name: str, state: AlarmState | None, was_off: bool, moment: Moment, screen: Screen) -> Check:
    found = judged(name, state, was_off, screen)
    shown = f"{rule.name}: {found.name}"
    if found.result == PASSED and state is not None and state.state == "INSUFFICIENT_DATA" and rule.insufficient == "nodata":
        return moment.missing(rule, found.observed, found.wanted, found.evidence)._replace(name=shown)
    return found._replace(name=shown)
