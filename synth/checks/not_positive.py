"""Time limits and the number of parallel jobs are greater than zero, and jobs come in whole numbers.

With a limit of zero a job or step is cancelled as it begins; GitHub reads the file all the same.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import Strategy
from synth.model.keys import key_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 0
    steps:
      - run: make
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - run: make
"""
LIMITS = ("timeout_minutes", "cancel_timeout_minutes")


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for name, job in workflow.jobs.items() if workflow else ():
        for field in LIMITS:
            if _too_small(value := getattr(job, field, None)):
                key = key_of(field)
                yield Found(places.at(job, key), f"'{key}' of job '{name}' is {value}", "give it a number of minutes above 0, or leave it out")
        strategy = getattr(job, "strategy", None)
        most = strategy.max_parallel if isinstance(strategy, Strategy) else None
        if _too_small(most) or (isinstance(most, float) and not most.is_integer()):
            yield Found(places.at(job, "strategy", "max-parallel"), f"'max-parallel' of job '{name}' is {most}", "give it a whole number above 0")
    for _, step in subject.steps():
        if _too_small(step.timeout_minutes):
            message = f"'timeout-minutes' of a step is {step.timeout_minutes}"
            yield Found(places.at(step, "timeout-minutes"), message, "give it a number of minutes above 0, or leave it out")


def _too_small(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value <= 0
