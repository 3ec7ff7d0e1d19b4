"""The inputs of verify-metrics read into a Plan."""

from __future__ import annotations

import re
from math import ceil
from typing import NamedTuple

from synth.runtime.metrics.fields import dimensions_of
from synth.runtime.metrics.plan import Plan
from synth.runtime.metrics.reading import Sides, rules_of
from synth.runtime.metrics.rules import Alarm, LogErrors, queries_of
from synth.runtime.verdict import FAIL_ON, outcomes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.inputs import Inputs
    from synth.runtime.metrics.fields import Dimensions
    from synth.runtime.metrics.rules import Rule

MOST_LOOKS, LONGEST_WINDOW = 360, 21_600  # a job has six hours
_SECONDS = re.compile(r"[0-9]{9,11}(\.[0-9]{1,9})?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Asked(NamedTuple):
    plan: Plan
    fail_on: tuple[str, ...]
    soft: bool
    dry_run: bool


def read_asked(inputs: Inputs) -> Asked:
    """Raises InputError with everything that is wrong."""
    canary: Dimensions = inputs.parsed("canary-dimensions", _dimensions, ())
    base: Dimensions = inputs.parsed("baseline-dimensions", _dimensions, ())
    sides = Sides(canary, base, inputs.choice("nodata", "inconclusive", ("inconclusive", "fail")))
    plan = Plan(
        _rules(inputs, sides),
        inputs.number("window", 1800, 60, LONGEST_WINDOW),
        inputs.number("period", 60, 10, 3600),
        inputs.whole("looks", 0, 1, MOST_LOOKS),
        inputs.number("lag", 120, 0, 900),
        inputs.number("alpha", 0.05, 0.0001, 0.5),
        inputs.parsed("canary-start", moment, 0.0),
        inputs.parsed("baseline-end", moment, 0.0),
    )
    _check_together(inputs, plan)
    asked = Asked(plan, inputs.parsed("fail-on", outcomes, FAIL_ON), inputs.truth("soft"), inputs.truth("dry-run"))
    inputs.done()
    return asked


def intended(plan: Plan) -> list[str]:
    """What is to be watched, a line each."""
    every = plan.window / plan.looks
    lines = [f"look {plan.looks} times, every {every:g} s, at {plan.window / 60:g} min, {plan.lag:g} s after their end"]
    return lines + [f"judge {rule.name}: {_what(rule)}" for rule in plan.rules]


def moment(text: str) -> float:
    """Seconds since 1970 of `2026-11-21T10:00:00Z`, or as they are. Raises ValueError for anything else."""
    if _SECONDS.fullmatch(text):
        return float(text)
    if not _MOMENT.fullmatch(text):
        raise ValueError(f"'{text}' is neither a time such as 2026-11-21T10:00:00Z nor seconds since 1970")
    from datetime import datetime

    return datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00")).timestamp()


def _rules(inputs: Inputs, sides: Sides) -> tuple[Rule, ...]:
    text = inputs.raw("rules")
    if not text.strip():
        inputs.problem("rules", "is empty; write at least one rule, beginning with '- rule: bounds' for example")
        return ()
    problems: list[str] = []
    rules = rules_of(text, sides, problems)
    for problem in problems:
        inputs.problem("rules", problem)
    return rules


def _check_together(inputs: Inputs, plan: Plan) -> None:
    if plan.period > plan.window:
        inputs.problem("period", f"is {plan.period:g} s, longer than the window, {plan.window:g} s")
    if ceil(plan.window / plan.period) > MOST_LOOKS and not plan.most_looks:
        inputs.problem("period", f"makes {ceil(plan.window / plan.period)} looks of the window; {MOST_LOOKS} are the most")
    if plan.base_end and plan.since and plan.base_end > plan.since:
        inputs.problem("baseline-end", "is after canary-start: the baseline is what was before the release")
    for problem in _too_long(plan.rules, plan.window):
        inputs.problem("window", problem)


def _too_long(rules: tuple[Rule, ...], window: float) -> list[str]:
    """A sentence for each rule that cannot have its points within the window."""
    found = []
    for rule in rules:
        needed, queries = getattr(rule, "points", 1), queries_of(rule)
        if queries and needed * queries[0].period > window:
            found.append(f"{rule.name}: {needed} points of {queries[0].period} s take longer than the window, {window:g} s")
    return found


def _dimensions(text: str) -> Dimensions:
    words = [word.strip() for line in text.splitlines() for word in line.split(",")]
    return dimensions_of(tuple([word for word in words if word]))


def _what(rule: Rule) -> str:
    if isinstance(rule, Alarm):
        return ", ".join(rule.alarms)
    if isinstance(rule, LogErrors):
        return f"{rule.pattern} in {rule.group} {rule.streams}".rstrip()
    return "; ".join([str(query) for query in queries_of(rule)])
