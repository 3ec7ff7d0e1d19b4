"""What the new tasks write to their logs."""

from __future__ import annotations

import re
from functools import partial

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.layers.look import Look

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synth.runtime.ecs.values import Task, TaskDefinition
    from synth.runtime.layers.asking import Asking
    from synth.runtime.layers.ports import LogLine, Logs
    from synth.runtime.layers.scene import Scenery
    from synth.runtime.layers.verification import LogRule
    from synth.runtime.screen import Screen

NAME = "logged errors"
PATTERN = r"(?i)\b(error|fatal|panic|critical|exception|traceback)\b"
MOST_STREAMS = 100  # that FilterLogEvents takes
LOOK_BACK_SECONDS = 900.0  # a quiet service proves with older lines that it writes any; its errors of before are not counted
_SHOWN, _LONGEST_LINE = 3, 120


class LogsLayer:
    name = "logs"

    def __init__(self, rule: LogRule, logs: Logs, scenery: Scenery, asking: Asking) -> None:
        self._rule, self._logs, self._scenery, self._asking = rule, logs, scenery, asking
        self._pattern = rule.pattern or re.compile(PATTERN)
        self._read: dict[str, tuple[float, set[str]]] = {}  # by group: up to when, and the lines of the last moments
        self._lines = 0
        self._errors: list[LogLine] = []

    def look(self, now: float) -> Look:
        scene = self._scenery.scene(now, at_most_old=15)
        tasks = [*(scene.running or ()), *(scene.stopped or ())]
        if not tasks:
            return Look((Check(NAME, INCONCLUSIVE, "no task of the release is known", "log lines"),))
        definition = self._scenery.definition(tasks[0].task_definition)
        groups = streams(definition, tasks, self._rule.group) if definition is not None else {}
        if not groups:
            observed = f"no container logs to {self._rule.group or 'CloudWatch'} with awslogs and a stream prefix"
            return Look((Check(NAME, INCONCLUSIVE, self._asking.screen.show(observed), "log lines"),))
        for group, names in groups.items():
            begin = self._from(group, min(scene.since, now - LOOK_BACK_SECONDS))
            answered = self._asking.ask("logs", partial(self._logs.lines, group, names, begin), needed=True)
            if answered.value is None:
                return Look((answered.check,) if answered.check else (), answered.end)
            self._take(group, answered.value, scene.since)
        check = judged(self._rule, self._lines, self._errors, now, self._asking.screen)
        return Look((check,), FAILED if check.result == FAILED else "")

    def _from(self, group: str, since: float) -> float:
        """Lines arrive late and out of order: half a minute is read again."""
        return max(since, self._read[group][0] - 30) if group in self._read else since

    def _take(self, group: str, lines: Sequence[LogLine], since: float) -> None:
        upto, known = self._read.get(group, (since, set()))
        new = [line for line in lines if line.id not in known]
        self._lines += len(new)
        self._errors += errors([line for line in new if line.at >= since], self._pattern, self._rule.allow)
        self._read[group] = max([upto, *[line.at for line in new]]), known | {line.id for line in new}


def streams(definition: TaskDefinition, tasks: Iterable[Task], group: str) -> dict[str, list[str]]:
    """By log group, the streams that awslogs gives to these tasks: `prefix/container/task`. The newest tasks' where there are too many."""
    found: dict[str, list[str]] = {}
    tasks = list(tasks)
    for container in definition.content.get("containerDefinitions", []):
        options = container.get("logConfiguration", {}).get("options", {})
        to, prefix = options.get("awslogs-group", ""), options.get("awslogs-stream-prefix", "")
        if to and prefix and group in ("", to):
            found.setdefault(to, []).extend([f"{prefix}/{container.get('name', '')}/{task.id}" for task in tasks])
    return {to: names[:MOST_STREAMS] for to, names in found.items()}


def errors(lines: Iterable[LogLine], pattern: re.Pattern[str], allow: Sequence[re.Pattern[str]]) -> list[LogLine]:
    return [line for line in lines if pattern.search(line.message) and not any([one.search(line.message) for one in allow])]


def judged(rule: LogRule, lines: int, found: Sequence[LogLine], now: float, screen: Screen) -> Check:
    counted = [line for line in found if line.at > now - 60] if rule.per_minute else list(found)
    wanted = f"{rule.most} at most" + (" in a minute" if rule.per_minute else "")
    if not lines:
        return Check(NAME, INCONCLUSIVE, "no log lines at all", wanted)
    evidence = "; ".join([screen.show(line.message.strip(), _LONGEST_LINE) for line in counted[:_SHOWN]])
    observed = f"{len(counted)} in {lines} lines"
    return Check(NAME, FAILED if len(counted) > rule.most else PASSED, observed, wanted, evidence)
