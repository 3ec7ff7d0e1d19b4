"""A canary's latency beside that of what it is compared with."""

from __future__ import annotations

from synth.runtime.expectation import Check, checked
from synth.runtime.metrics.comparing import slower
from synth.runtime.metrics.moment import longest_run
from synth.runtime.metrics.spread import median

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Latency


def judge(rule: Latency, moment: Moment) -> Check:
    canary, base = moment.points(rule.canary), moment.points(rule.base)
    values, beside = ([value for _, value in points if value > 0] for points in (canary, base))
    wanted = f"not slower beyond chance and {rule.floor:g} times" + (
        "" if rule.most is None else f", nor over {rule.most:g}, {rule.in_a_row} in a row"
    )
    evidence = f"{rule.canary}: {len(values)} points, {len(beside)} beside it"
    over = 0 if rule.most is None else longest_run([value > rule.most for value in values])
    if rule.most is not None and over >= rule.in_a_row:
        return checked(rule.name, False, f"{over} in a row over {rule.most:g}, up to {max(values):.4g}", wanted, evidence)
    why = moment.lacking(canary, rule.points, rule.canary.of.period)
    why_beside = moment.lacking(base, rule.points, rule.base.of.period)
    if min(len(values), len(beside)) < rule.points:
        lack = why or (f"{why_beside} beside it" if why_beside else "too few values above 0")
        return moment.missing(rule, lack, wanted, evidence)
    found = slower(values, beside, moment.alpha, moment.share, rule.floor)
    evidence += f"; p {found.p:.2g}, enough is {found.p_wanted:.2g}"
    observed = f"{median(values):.4g}, {found.ratio:.2f} times what is beside it"
    if found.fires and median(values) >= rule.ignore_below:
        return checked(rule.name, False, observed, wanted, evidence)
    if why or why_beside:
        return moment.missing(rule, why or f"{why_beside} beside it", wanted, evidence)
    return checked(rule.name, True, observed, wanted, evidence)
