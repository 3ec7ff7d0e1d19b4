"""Points that may not rise, or fall, too fast."""

from __future__ import annotations

from synth.runtime.expectation import Check, checked
from synth.runtime.metrics.bounds import outside, span
from synth.runtime.metrics.slopes import trend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Slope


def judge(rule: Slope, moment: Moment) -> Check:
    """Fails where the slope is outside its bounds and most pairs of points go that way too."""
    points = moment.points(rule.measure)
    wanted = f"{span(rule.least, rule.most)} per minute, or a support under {rule.support:g}"
    evidence = f"{rule.measure}: {len(points)} points"
    if why := moment.lacking(points, rule.points, rule.measure.of.period):
        return moment.missing(rule, why, wanted, evidence)
    found = trend(points)
    steady = abs(found.support) >= rule.support and found.support * found.per_minute >= 0
    bad = steady and outside(found.per_minute, rule.least, rule.most)
    return checked(rule.name, not bad, f"{found.per_minute:.4g} per minute, support {found.support:.2f}", wanted, evidence)
