"""The inputs of verify-health that are about more than HTTP, read into a Verification."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.expectation import pattern
from synth.runtime.health_inputs import Options, options_of
from synth.runtime.layers import baseline
from synth.runtime.layers.look import LAYERS
from synth.runtime.layers.share import ENOUGH_ANSWERS
from synth.runtime.layers.verification import LogRule, Verification
from synth.runtime.screen import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.inputs import Inputs
    from synth.runtime.layers.baseline import Baseline

RECORD = "record"
MOST_ALARMS, MOST_GROUPS = 100, 20
_ARN = r"arn:[a-z-]+:%s:[a-z0-9-]+:[0-9]{12}:"
_CLUSTER = re.compile(rf"[A-Za-z0-9_-]{{1,255}}|{_ARN % 'ecs'}cluster/[A-Za-z0-9_-]{{1,255}}")
_SERVICE = re.compile(rf"[A-Za-z0-9_-]{{1,255}}|{_ARN % 'ecs'}service/([A-Za-z0-9_-]{{1,255}}/)?[A-Za-z0-9_-]{{1,255}}")
_DEFINITION = re.compile(rf"({_ARN % 'ecs'}task-definition/)?[A-Za-z0-9_-]{{1,255}}:[0-9]{{1,9}}")
_GROUP = re.compile(rf"{_ARN % 'elasticloadbalancing'}targetgroup/[A-Za-z0-9-]{{1,32}}/[0-9a-f]{{16}}")
_LOG_GROUP = re.compile(r"[A-Za-z0-9._/#-]{1,512}")
_RATE = re.compile(r"([0-9]{1,6})(/min)?")
_DEFAULTS = {"cluster": "default", "min-healthy-tasks": "1", "max-log-errors": "0"}
_OF_SERVICE = ("cluster", "task-definition", "min-healthy-tasks", "log-group", "log-pattern", "max-log-errors", "log-allow")


class Asked(NamedTuple):
    """`options` has what HTTP alone needs and how the step ends. With `record` only the baseline is taken."""

    options: Options
    verification: Verification
    record: bool
    baseline: Baseline | None

    @property
    def needs_aws(self) -> bool:
        wanted = self.verification
        return not self.record and wanted.checks != ("http",) and bool(wanted.service or wanted.target_groups or wanted.alarms)


def read_asked(inputs: Inputs) -> Asked:
    """Raises InputError with everything that is wrong."""
    alarms: tuple[str, ...] = inputs.parsed("alarms", _alarms, ())
    groups: tuple[str, ...] = inputs.parsed("target-group", _groups, ())
    options = options_of(inputs, address_needed=not any([inputs.text(name) for name in ("service", "alarms", "target-group")]))
    record = inputs.text("baseline") == RECORD
    before: Baseline | None = None if record else inputs.parsed("baseline", baseline.read, None)
    checks: tuple[str, ...] = inputs.parsed("checks", _checks, LAYERS)
    verification = Verification(
        options.plan,
        cluster=_form(inputs, "cluster", _CLUSTER, "default"),
        service=_form(inputs, "service", _SERVICE),
        task_definition=_form(inputs, "task-definition", _DEFINITION),
        target_groups=groups,
        min_healthy_tasks=inputs.whole("min-healthy-tasks", 1, 0, 10_000),
        alarms=alarms,
        logs=_log_rule(inputs, checks),
        checks=checks,
        bake=inputs.number("bake", 0, 0, 86_400),
        share=inputs.number("version-share", 1, 0.001, 1),
    )
    if not inputs.problems:  # of inputs that cannot be read it is not known what they ask for
        _check_together(inputs, options, verification, record)
    inputs.done()
    return Asked(options, verification, record, before)


def _check_together(inputs: Inputs, options: Options, wanted: Verification, record: bool) -> None:
    if not inputs.text("service"):
        for name in _OF_SERVICE:
            if inputs.text(name) and inputs.text(name) != _DEFAULTS.get(name):
                inputs.problem(name, "is about an ECS service; give service")
    asked_by_name = wanted.checks if inputs.text("checks") else ()
    missing = {
        "http": not inputs.text("url") and not inputs.text("urls") and "url",
        "alarms": not wanted.alarms and "alarms",
        "ecs": not wanted.service and "service",
        "containers": not wanted.service and "service",
        "logs": not wanted.service and "service",
        "targets": not wanted.service and not wanted.target_groups and "service or target-group",
    }
    for name in asked_by_name:
        if missing[name]:
            inputs.problem("checks", f"{name} has nothing to look at; give {missing[name]}")
    if record and not options.plan.targets:
        inputs.problem("baseline", "records what addresses answer; give url or urls")
    if wanted.share < 1 and not inputs.text("version-path"):
        inputs.problem("version-share", "is a share of versions; give version-path")
    least = (ENOUGH_ANSWERS - 1) * options.plan.interval
    if wanted.share < 1 and least >= options.plan.deadline:
        inputs.problem("version-share", f"takes {ENOUGH_ANSWERS} answers, which at this interval take {least:g} s, and the deadline comes first")


def _log_rule(inputs: Inputs, checks: tuple[str, ...]) -> LogRule | None:
    """None where nothing asks for logs: they cost a permission, and a service that writes none would be inconclusive."""
    most, per_minute = inputs.parsed("max-log-errors", _rate, (0, False))
    wanted: re.Pattern[str] | None = inputs.parsed("log-pattern", pattern, None, inputs.raw("log-pattern"))
    allow: tuple[re.Pattern[str], ...] = inputs.parsed("log-allow", _patterns, (), inputs.raw("log-allow"))
    group = _form(inputs, "log-group", _LOG_GROUP)
    named = inputs.text("checks") and "logs" in checks
    if not named and not allow and wanted is None and not group and inputs.text("max-log-errors", "0") == "0":
        return None
    return LogRule(wanted, group, most, per_minute, allow)


def _form(inputs: Inputs, name: str, form: re.Pattern[str], default: str = "") -> str:
    def parse(text: str) -> str:
        if not form.fullmatch(text):
            raise ValueError(f"'{text}' is not of the form that a {name} has")
        return text

    return inputs.parsed(name, parse, default)


def _checks(text: str) -> tuple[str, ...]:
    found = _names(text)
    if wrong := [name for name in found if name not in LAYERS]:
        raise ValueError(f"'{wrong[0]}' is no layer; there are {', '.join(LAYERS)}")
    return tuple([name for name in LAYERS if name in found])


def _alarms(text: str) -> tuple[str, ...]:
    """One a line, or separated by commas; a name may hold blanks."""
    found = _names(text)
    if wrong := [name for name in found if len(name) > 255 or not name.isprintable()]:
        raise ValueError(f"'{printable(wrong[0][:40])}' is no alarm's name")
    if len(found) > MOST_ALARMS:
        raise ValueError(f"has {len(found)} alarms; {MOST_ALARMS} are the most")
    return found


def _groups(text: str) -> tuple[str, ...]:
    found = _names(text)
    if wrong := [name for name in found if not _GROUP.fullmatch(name)]:
        raise ValueError(f"'{wrong[0]}' is no ARN of a target group")
    if len(found) > MOST_GROUPS:
        raise ValueError(f"has {len(found)} target groups; {MOST_GROUPS} are the most")
    return found


def _rate(text: str) -> tuple[int, bool]:
    if (found := _RATE.fullmatch(text)) is None:
        raise ValueError(f"'{text}' is neither a number such as 5 nor a rate such as 5/min")
    return int(found[1]), bool(found[2])


def _patterns(text: str) -> tuple[re.Pattern[str], ...]:
    return tuple([pattern(line.strip()) for line in text.splitlines() if line.strip()])


def _names(text: str) -> tuple[str, ...]:
    words = [word.strip() for line in text.splitlines() for word in line.split(",")]
    return tuple(dict.fromkeys([word for word in words if word]))
