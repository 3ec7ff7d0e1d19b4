"""Points within fixed bounds."""

from __future__ import annotations

from synth.runtime.expectation import Check, checked
from synth.runtime.metrics.moment import longest_run

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Bounds


def judge(rule: Bounds, moment: Moment) -> Check:
    """Fails once enough points in a row are outside; a single one is noise."""
    points = moment.points(rule.measure)
    values = [value for _, value in points]
    wanted = f"{span(rule.least, rule.most)}, {rule.in_a_row} points in a row"
    run = longest_run([outside(value, rule.least, rule.most) for value in values])
    evidence = f"{rule.measure}: {len(values)} points"
    if run < rule.in_a_row and (why := moment.lacking(points, rule.points, rule.measure.of.period)):
        return moment.missing(rule, why, wanted, evidence)
    return checked(rule.name, run < rule.in_a_row, f"{min(values):.4g} to {max(values):.4g}, {run} outside in a row", wanted, evidence)


def outside(value: float, least: float | None, most: float | None) -> bool:
    return (least is not None and value < least) or (most is not None and value > most)


def span(least: float | None, most: float | None) -> str:
    if least is None:
        return f"at most {most:g}"
    return f"at least {least:g}" if most is None else f"{least:g} to {most:g}"
