"""Points that may not leave the range that they had before the release."""

from __future__ import annotations

from synth.runtime.expectation import Check, checked
from synth.runtime.metrics.moment import longest_run
from synth.runtime.metrics.spread import mean_and_sigma, median_and_mad

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Sigma

LEAST_SPREAD = 0.01  # of the centre: a baseline that hardly moved is not to make every change large


def judge(rule: Sigma, moment: Moment) -> Check:
    before, points = moment.points_before(rule.base), moment.points(rule.measure)
    values = [value for _, value in points]
    evidence = f"{rule.measure}: {len(values)} points, {len(before)} of before"
    asked = f"within {rule.k:g} sigma of before"
    if len(before) < rule.points:
        return moment.missing(rule, f"{len(before)} points of before", asked, evidence)
    centre, sigma = (median_and_mad if rule.spread == "mad" else mean_and_sigma)([value for _, value in before])
    sigma = max(sigma, LEAST_SPREAD * abs(centre))
    low = centre - rule.k * sigma if rule.side != "above" else None
    high = centre + rule.k * sigma if rule.side != "below" else None
    run = longest_run([(low is not None and value < low) or (high is not None and value > high) for value in values])
    wanted = f"{asked}, {centre:.4g} with sigma {sigma:.4g}; not {rule.in_a_row} in a row {'outside' if rule.side == 'both' else rule.side}"
    if run < rule.in_a_row and (why := moment.lacking(points, rule.points, rule.measure.of.period)):
        return moment.missing(rule, why, wanted, evidence)
    return checked(rule.name, run < rule.in_a_row, f"{min(values):.4g} to {max(values):.4g}, {run} outside in a row", wanted, evidence)
