"""What the release logs, counted by CloudWatch's own filter, beside what was logged before."""

from __future__ import annotations

from typing import NamedTuple

from synth.runtime.expectation import FAILED, INCONCLUSIVE, PASSED, Check
from synth.runtime.metrics.fisher import binomial

TYPE_CHECKING = False
if TYPE_CHECKING:
    from synth.runtime.metrics.moment import Moment
    from synth.runtime.metrics.rules import LogErrors
    from synth.runtime.screen import Screen

SHOWN, LONGEST_LINE = 3, 120


class Tally(NamedTuple):
    """Events that matched within so many seconds, the first of them, and whether there were any events at all."""

    errors: int = 0
    seconds: float = 0.0
    any_events: bool = False
    first: tuple[str, ...] = ()

    @property
    def per_minute(self) -> float:
        return self.errors / self.seconds * 60 if self.seconds else 0.0


def judge(rule: LogErrors, seen: Tally, before: Tally | None, moment: Moment, screen: Screen) -> Check:
    """`before` is needed for a rule with a ratio only."""
    wanted = _wanted(rule)
    evidence = "; ".join([screen.show(line.strip(), LONGEST_LINE) for line in seen.first[:SHOWN]])
    observed = f"{seen.errors} in {seen.seconds / 60:.0f} min"
    if rule.most is not None and seen.errors > rule.most:
        return Check(rule.name, FAILED, observed, wanted, evidence)
    if rule.ratio is not None and before is not None:
        observed += f", before {before.errors} in {before.seconds / 60:.0f} min"
        if _more(rule.ratio, seen, before, moment):
            return Check(rule.name, FAILED, observed, wanted, evidence)
    if not seen.any_events and not seen.errors:
        return Check(rule.name, FAILED if moment.last and rule.silence == "fail" else INCONCLUSIVE, "no log events at all", wanted)
    if rule.ratio is not None and (before is None or not (before.any_events or before.errors)):
        return moment.missing(rule, "no log events before the release", wanted, evidence)
    return Check(rule.name, PASSED, observed, wanted, evidence)


def _more(ratio: float, seen: Tally, before: Tally, moment: Moment) -> bool:
    """Whether there are more by that factor, and beyond chance at a look that is one of many."""
    if not (before.any_events or before.errors) or seen.per_minute <= ratio * before.per_minute or not before.seconds:
        return False
    share = seen.seconds / (seen.seconds + before.seconds)
    return binomial(seen.errors, seen.errors + before.errors, share) < moment.alpha / moment.looks


def _wanted(rule: LogErrors) -> str:
    limits = [
        "" if rule.most is None else f"{rule.most} at most",
        "" if rule.ratio is None else f"no more than {rule.ratio:g} times the rate of before",
    ]
    return " and ".join([one for one in limits if one])
