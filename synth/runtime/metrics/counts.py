"""A canary's error rate beside that of what it is compared with."""

from __future__ import annotations

from synth.runtime.expectation import Check, checked
from synth.runtime.metrics.comparing import worse
from synth.runtime.metrics.e_process import Minute
from synth.runtime.metrics.fisher import fisher

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import Counts, Measure


def judge(rule: Counts, moment: Moment) -> Check:
    canary, base = tallied(rule.canary, moment), tallied(rule.base, moment)
    found = worse([Minute(*canary[at], *base[at]) for at in sorted(canary) if at in base], moment.alpha)
    errors, requests = _total(canary)
    rate = errors / requests if requests else 0.0
    e_wanted = 1 / moment.alpha
    wanted = f"no more than beside it: evidence under {e_wanted:.4g}" + ("" if rule.most is None else f", and at most {rule.most:.2%}")
    seen = found.seen
    evidence = f"evidence {found.e_value:.3g}; {seen.errors:g} of {seen.requests:g} beside {seen.base_errors:g} of {seen.base_requests:g}"
    if seen.requests:
        p = fisher(*[round(one) for one in (seen.errors, seen.requests, seen.base_errors, seen.base_requests)])
        evidence += f"; were this the only look, p {p:.2g}"
    observed = f"{rate:.2%}, beside it {found.base_rate:.2%}"
    if rule.most is not None and requests >= rule.requests and rate > rule.most:
        return checked(rule.name, False, observed, wanted, evidence)
    if found.fires and found.rate >= rule.ignore_below:
        return checked(rule.name, False, observed, wanted, evidence)
    if why := _lacking(rule, moment, requests, seen.base_requests):
        return moment.missing(rule, why, wanted, evidence)
    return checked(rule.name, True, observed, wanted, evidence)


def tallied(measure: Measure, moment: Moment) -> dict[float, tuple[float, float]]:
    """Errors and requests by the begin of their period; none of an error metric is 0 where there were requests."""
    assert measure.per is not None  # reading.py sees to it
    requests = moment.points(measure._replace(of=measure.per, per=None))
    errors = dict(moment.points(measure._replace(per=None)))
    return {at: (max(errors.get(at, 0.0), 0.0), max(count, 0.0)) for at, count in requests}


def _total(minutes: dict[float, tuple[float, float]]) -> tuple[float, float]:
    return sum([errors for errors, _ in minutes.values()]), sum([max(errors, requests) for errors, requests in minutes.values()])


def _lacking(rule: Counts, moment: Moment, requests: float, beside: float) -> str:
    if not requests:
        return "no data"
    if requests < rule.requests:
        return f"{requests:g} requests, {rule.requests} wanted"
    if not beside:
        return "no requests beside it"
    for side, what in ((rule.canary, ""), (rule.base, " beside it")):
        points = moment.points(side._replace(of=side.per or side.of, per=None))
        if why := moment.lacking(points, 1, side.of.period):
            return why + what
    return ""
