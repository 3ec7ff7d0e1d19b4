"""A test of error counts that may be looked at as often as one likes: a beta-binomial e-process, one release beside another.

If both fail alike, each error is the canary's with the probability q = its share of the requests. The e-value is the likelihood of the errors seen
under every other share (a beta ½, ½ mixture) over that under q. By Ville's inequality it reaches 1/alpha, ever, with probability alpha at most.
"""

from __future__ import annotations

from math import lgamma, log
from typing import NamedTuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Minute(NamedTuple):
    """Errors and requests of the canary and of what it is compared with, within one period."""

    errors: float
    requests: float
    base_errors: float
    base_requests: float


class Evidence(NamedTuple):
    """`logarithm` is that of the e-value; `expected` is how many of the errors would be the canary's if both failed alike."""

    logarithm: float
    errors: float
    requests: float
    base_errors: float
    base_requests: float
    expected: float

    def fires(self, alpha: float) -> bool:
        return self.errors > self.expected and self.logarithm >= -log(alpha)


def evidence(minutes: Iterable[Minute]) -> Evidence:
    """Each minute is held against its own share, so that a canary whose traffic grows is not blamed for errors that all had meanwhile.

    Where the share is constant this is B(a+½, b+½) / B(½, ½) / (q^a (1-q)^b). Minutes in which one side had no requests prove nothing.
    """
    errors = requests = base_errors = base_requests = expected = alike = 0.0
    for minute in minutes:
        n1, n2 = max(minute.requests, minute.errors), max(minute.base_requests, minute.base_errors)
        if n1 <= 0 or n2 <= 0:
            continue
        share = n1 / (n1 + n2)
        errors, requests = errors + minute.errors, requests + n1
        base_errors, base_requests = base_errors + minute.base_errors, base_requests + n2
        expected += share * (minute.errors + minute.base_errors)
        alike += minute.errors * log(share) + minute.base_errors * log(1 - share)
    mixture = _beta(errors + 0.5, base_errors + 0.5) - _beta(0.5, 0.5)
    return Evidence(mixture - alike, errors, requests, base_errors, base_requests, expected)


def _beta(a: float, b: float) -> float:
    """The logarithm of the beta function."""
    return lgamma(a) + lgamma(b) - lgamma(a + b)
