"""How often verify-metrics blames a good release, and how soon it finds a bad one, beside the rules that people write themselves.

`python benchmarks/metrics.py [--trials N] [--seed N]`. Simulated: a canary with 50 requests a minute beside a fleet with 950, 0.5 % errors, the p95
of each minute log-normal (sigma 0.15) and correlated with its neighbour's (0.5), 30 looks at whole minutes. A rule fires at the first look at which
it blames.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Sequence
from math import exp, sqrt
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from synth.runtime.metrics.comparing import slower, worse
from synth.runtime.metrics.e_process import Minute
from synth.runtime.metrics.fisher import fisher
from synth.runtime.metrics.mann_whitney import p_larger

LOOKS, ALPHA = 30, 0.05
CANARY, FLEET, ERRORS = 50, 950, 0.005
SIGMA, CORRELATION = 0.15, 0.5


class Trial(NamedTuple):
    """What there is to see of one release, minute by minute."""

    counts: Sequence[Minute]
    canary: Sequence[float]
    fleet: Sequence[float]


Rule = Callable[[Trial], bool]


class Score(NamedTuple):
    """`share` of the trials in which a rule fired, in the median at look `minute`."""

    share: float
    minute: float | None

    def __str__(self) -> str:
        return f"{100 * self.share:5.1f} %" + ("" if self.minute is None else f", minute {self.minute:g}")


def our_errors(seen: Trial) -> bool:
    return worse(seen.counts, ALPHA).fires


def our_latency(seen: Trial) -> bool:
    return slower(seen.canary, seen.fleet, ALPHA, len(seen.canary) / LOOKS).fires


def both(seen: Trial) -> bool:
    return our_errors(seen) or our_latency(seen)


def naive_errors(seen: Trial) -> bool:
    return _fisher(seen) < ALPHA


def naive_latency(seen: Trial) -> bool:
    return p_larger(seen.canary, seen.fleet) < ALPHA


def mean_latency(seen: Trial) -> bool:
    return len(seen.canary) >= 5 and statistics.fmean(seen.canary) > 1.25 * statistics.fmean(seen.fleet)


def many_errors(seen: Trial) -> bool:
    last = seen.counts[-5:]
    return sum(one.errors for one in last) > 0.02 * sum(one.requests for one in last)


ERROR_RULES: dict[str, Rule] = {
    "e-process (ours)": our_errors,
    "Fisher p<.05 at every look": naive_errors,
    "Fisher p<.05/looks": lambda seen: _fisher(seen) < ALPHA / LOOKS,
    "more than 2 % in 5 minutes": many_errors,
}
LATENCY_RULES: dict[str, Rule] = {
    "Mann-Whitney, widened, ratio > 1.2 (ours)": our_latency,
    "Mann-Whitney p<.05 at every look": naive_latency,
    "mean more than 1.25 times": mean_latency,
}


def scores(rules: dict[str, Rule], trials: int, seed: int, errors: float = 1.0, latency: float = 1.0) -> dict[str, Score]:
    """Of each rule, over releases whose errors and latency are so many times the fleet's. The same seed gives the same releases."""
    random = Random(seed)
    fired: dict[str, list[int]] = {name: [] for name in rules}
    for _ in range(trials):
        whole = trial(random, errors, latency)
        for name, rule in rules.items():
            at = next((n for n in range(1, LOOKS + 1) if rule(Trial(whole.counts[:n], whole.canary[:n], whole.fleet[:n]))), None)
            if at is not None:
                fired[name].append(at)
    return {name: Score(len(found) / trials, statistics.median(found) if found else None) for name, found in fired.items()}


def trial(random: Random, errors: float, latency: float) -> Trial:
    counts = [Minute(_hits(random, CANARY, ERRORS * errors), CANARY, _hits(random, FLEET, ERRORS), FLEET) for _ in range(LOOKS)]
    return Trial(counts, _p95(random, 200 * latency), _p95(random, 200))


def _hits(random: Random, tries: int, share: float) -> int:
    return sum(random.random() < share for _ in range(tries))


def _p95(random: Random, level: float) -> list[float]:
    found, state = [], random.gauss(0, SIGMA)
    for _ in range(LOOKS):
        found.append(level * exp(state))
        state = CORRELATION * state + random.gauss(0, SIGMA * sqrt(1 - CORRELATION**2))
    return found


def _fisher(seen: Trial) -> float:
    a, n1, b, n2 = (int(sum(column)) for column in zip(*seen.counts, strict=True))
    return fisher(a, n1, b, n2)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--trials", type=int, default=300)
    ask.add_argument("--seed", type=int, default=1)
    asked = ask.parse_args()
    print(f"{asked.trials} trials each, seed {asked.seed}\n")
    table("errors", ERROR_RULES, asked, {"alike": {}, "x5": {"errors": 5.0}, "x20": {"errors": 20.0}})
    table("latency", LATENCY_RULES, asked, {"alike": {}, "+30 %": {"latency": 1.3}, "x2": {"latency": 2.0}})
    table("together", {"both of ours": both}, asked, {"alike": {}})


def table(title: str, rules: dict[str, Rule], asked: argparse.Namespace, cases: dict[str, dict[str, float]]) -> None:
    found = [scores(rules, asked.trials, asked.seed + number, **case) for number, case in enumerate(cases.values())]
    print(f"{title:<44}" + "".join(f"{name:<22}" for name in cases))
    for name in rules:
        print(f"{name:<44}" + "".join(f"{one[name]!s:<22}" for one in found))
    print()


if __name__ == "__main__":
    main()
