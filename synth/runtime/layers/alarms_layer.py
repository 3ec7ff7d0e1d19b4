"""CloudWatch alarms, held against what they were at the first look."""

from __future__ import annotations

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.layers.look import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.ports import Alarms, AlarmState
    from synth.runtime.screen import Screen


class AlarmsLayer:
    """An alarm that goes off during the verification fails it. One that was on before proves nothing until it has been off: ECS ignores
    such an alarm for the whole deployment, this does not."""

    name = "alarms"

    def __init__(self, names: tuple[str, ...], alarms: Alarms, asking: Asking) -> None:
        self._names, self._alarms, self._asking = names, alarms, asking
        self._off: set[str] = set()  # those that were seen not in ALARM

    def look(self, now: float) -> Look:
        answered = self._asking.ask("alarms", lambda: self._alarms.states(self._names), needed=True)
        if answered.value is None:
            return Look((answered.check,) if answered.check else (), answered.end)
        known: dict[str, AlarmState] = {one.name: one for one in answered.value}
        checks = [judged(name, known.get(name), name in self._off, self._asking.screen) for name in self._names]
        self._off |= {name for name, one in known.items() if one.state != "ALARM"}
        return Look(tuple(checks), FAILED if any([check.result == FAILED for check in checks]) else "")


def judged(name: str, alarm: AlarmState | None, was_off: bool, screen: Screen) -> Check:
    shown = f"alarm {screen.show(name)}"
    if alarm is None:
        return Check(shown, INCONCLUSIVE, "there is no such alarm, or it may not be read", "not in ALARM")
    evidence = screen.show(alarm.reason)
    if alarm.state != "ALARM":
        note = "without data it can prove little; " if alarm.state == "INSUFFICIENT_DATA" else ""
        return Check(shown, PASSED, screen.show(alarm.state), "not in ALARM", note + evidence)
    if was_off:
        return Check(shown, FAILED, "newly in ALARM", "not in ALARM", evidence)
    return Check(shown, INCONCLUSIVE, "in ALARM since before the verification", "not in ALARM", f"ECS would ignore it; {evidence}")
