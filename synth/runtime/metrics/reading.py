"""The input `rules` read into rules; every mistake is told with its line."""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.runtime.metrics.block_yaml import records
from synth.runtime.metrics.comparing import ENOUGH_POINTS, FLOOR
from synth.runtime.metrics.fields import Fields
from synth.runtime.metrics.rules import Alarm, Bounds, Counts, Latency, LogErrors, Sigma, Slope
from synth.runtime.metrics.yaml_values import Unreadable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.fields import Dimensions
    from synth.runtime.metrics.rules import Measure, Rule

KINDS = ("bounds", "slope", "sigma", "compare", "alarm", "logs")
MOST_RULES, MOST_ALARMS = 50, 100
_SERIES = "namespace, metric, stat, period, dimensions, per, per-stat"
_KEYS = {
    "bounds": f"{_SERIES}, min, max, in-a-row, points",
    "slope": f"{_SERIES}, min, max, support, points",
    "sigma": f"{_SERIES}, k, spread, side, in-a-row, points",
    "compare": f"{_SERIES}, kind, canary, baseline, max, ignore-below; with kind: counts requests; with kind: latency ratio, in-a-row, points",
    "alarm": "alarms, insufficient",
    "logs": "group, pattern, streams, max, ratio, baseline-streams, silence",
}
_GROUP = re.compile(r"[A-Za-z0-9._/#-]{1,512}")


class Sides(NamedTuple):
    """The dimensions of the release and of what it is compared with, for rules that name none; and what missing data are."""

    canary: Dimensions = ()
    base: Dimensions = ()
    nodata: str = "inconclusive"


def rules_of(text: str, sides: Sides, problems: list[str]) -> tuple[Rule, ...]:
    """The rules that can be read; what is wrong goes to `problems`."""
    try:
        found = records(text)
    except Unreadable as error:
        problems.append(str(error))
        return ()
    if len(found) > MOST_RULES:
        problems.append(f"has {len(found)} rules; {MOST_RULES} are the most")
        return ()
    read: list[Rule] = []
    for number, record in enumerate(found, 1):
        fields = Fields(record, number, problems)
        rule = _rule(fields, number, sides)
        if rule is not None and rule.name in [one.name for one in read]:
            fields.problem("name", f"'{rule.name}' is another rule's too")
        elif rule is not None:
            read.append(rule)
    return tuple(read)


def _rule(fields: Fields, number: int, sides: Sides) -> Rule | None:
    before = len(fields.problems)
    kind = fields.choice("rule", "", KINDS)
    if not kind:
        return None
    rule = _READERS[kind](fields, fields.text("name", f"{number} {kind}"), fields.choice("nodata", sides.nodata, ("inconclusive", "fail")), sides)
    fields.done(f"rule, name, nodata, {_KEYS[kind]}")
    return rule if len(fields.problems) == before else None


def _bounds(fields: Fields, name: str, nodata: str, sides: Sides) -> Rule:
    measure = fields.measure(sides.canary)
    return Bounds(name, nodata, measure, *_range(fields), fields.whole("in-a-row", 3, 1, 60), fields.whole("points", ENOUGH_POINTS, 1, 360))


def _slope(fields: Fields, name: str, nodata: str, sides: Sides) -> Rule:
    measure = fields.measure(sides.canary)
    return Slope(name, nodata, measure, *_range(fields), fields.some("support", 0.5, 0, 1), fields.whole("points", 10, 3, 360))


def _sigma(fields: Fields, name: str, nodata: str, sides: Sides) -> Rule:
    measure, base = fields.measures([(sides.canary,), (sides.base or sides.canary,)])
    return Sigma(
        name,
        nodata,
        measure,
        base,
        fields.some("k", 3, 0.5, 100),
        fields.choice("spread", "deviation", ("deviation", "mad")),
        fields.choice("side", "both", ("above", "below", "both")),
        fields.whole("in-a-row", 3, 1, 60),
        fields.whole("points", ENOUGH_POINTS, 3, 360),
    )


def _compare(fields: Fields, name: str, nodata: str, sides: Sides) -> Rule | None:
    kind = fields.choice("kind", "", ("counts", "latency"))
    one, other = fields.dimensions("canary") or sides.canary, fields.dimensions("baseline") or sides.base
    canary, base = fields.measures([(one,), (other,)])
    if canary == base:
        fields.problem("", "compares a series with itself: give canary and baseline, or the inputs canary-dimensions and baseline-dimensions")
    most = fields.number("max", None, 0, 1e12)
    if kind == "counts":
        return _counts(fields, name, nodata, canary, base, most)
    if kind == "latency":
        ratio, below = fields.some("ratio", FLOOR, 1, 100), fields.some("ignore-below", 0, 0, 1e12)
        row, points = fields.whole("in-a-row", 3, 1, 60), fields.whole("points", ENOUGH_POINTS, ENOUGH_POINTS, 360)
        return Latency(name, nodata, canary, base, ratio, below, most, row, points)
    return None


def _counts(fields: Fields, name: str, nodata: str, canary: Measure, base: Measure, most: float | None) -> Rule:
    if canary.per is None:
        fields.problem("", "counts errors among requests: give per, the metric of the requests")
    elif {canary.of.stat, canary.per.stat} - {"Sum", "SampleCount"}:
        fields.problem("stat", "has to count: Sum or SampleCount")
    return Counts(name, nodata, canary, base, fields.whole("requests", 100, 1, 10**9), fields.some("ignore-below", 0.001, 0, 1), most)


def _alarm(fields: Fields, name: str, nodata: str, sides: Sides) -> Rule:
    alarms = fields.texts("alarms", needed=True)
    if len(alarms) > MOST_ALARMS or any([len(one) > 255 for one in alarms]):
        fields.problem("alarms", f"are too many or too long; {MOST_ALARMS} names of 255 characters are the most")
    return Alarm(name, nodata, alarms, fields.choice("insufficient", "nodata", ("nodata", "ok")))


def _logs(fields: Fields, name: str, nodata: str, sides: Sides) -> Rule:
    group, pattern = fields.text("group", form=_GROUP, needed=True), fields.text("pattern", needed=True)
    most, ratio = fields.number("max", None, 0, 10**6), fields.number("ratio", None, 1, 1000)
    silence = fields.choice("silence", "fail", ("fail", "inconclusive"))
    streams, base = fields.text("streams"), fields.text("baseline-streams")
    limit = None if most is None and ratio is not None else int(most or 0)
    return LogErrors(name, nodata, group, pattern, streams, limit, ratio, base, silence)


def _range(fields: Fields) -> tuple[float | None, float | None]:
    least, most = fields.number("min"), fields.number("max")
    if least is None and most is None:
        fields.problem("", "needs min, max or both")
    elif least is not None and most is not None and least > most:
        fields.problem("min", f"is {least:g}, more than max, {most:g}")
    return least, most


_READERS = {"bounds": _bounds, "slope": _slope, "sigma": _sigma, "compare": _compare, "alarm": _alarm, "logs": _logs}
