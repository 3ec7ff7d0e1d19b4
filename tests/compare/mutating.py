"""How many single changes are told rightly, kind by kind: `python -m tests.compare.mutating --count 100`."""

from __future__ import annotations

import argparse
from typing import NamedTuple

from tests.compare.mutations import MUTATIONS, Mutation, mutated
from tests.compare.telling import of


class Result(NamedTuple):
    """A kind of change: how often it was tried, was not told with its severity, and came with a danger row of another kind."""

    name: str
    severity: str
    tried: int
    missed: int
    extra: int


def score(count: int) -> list[Result]:
    """The results of each kind on as many random workflows."""
    return [_score(kind, count) for kind in MUTATIONS]


def _score(kind: Mutation, count: int) -> Result:
    tried = missed = extra = 0
    for seed in range(count):
        pair = mutated(kind, seed)
        if pair is not None:
            changes = of(pair.before, pair.after).changes
            tried += 1
            missed += not any([change.kind in pair.kinds and change.severity == pair.severity for change in changes])
            extra += any([change.severity == "danger" and change.kind not in pair.kinds for change in changes])
    return Result(kind.name, kind.severity, tried, missed, extra)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=50, help="random workflows for each kind of change")
    results = score(parser.parse_args().count)
    for result in results:
        print(f"{result.name:26} {result.severity:8} {result.tried - result.missed:5} of {result.tried} told, {result.extra} with another danger")
    tried, missed, extra = (sum([getattr(result, name) for result in results]) for name in ("tried", "missed", "extra"))
    print(f"{len(results)} kinds, {tried} changes: {1 - missed / tried:.2%} told, {extra / tried:.2%} with another danger")


if __name__ == "__main__":
    main()
