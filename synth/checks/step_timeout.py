"""The time limit of a step is at most 360 minutes.

GitHub documents no more, and a runner of its own ends the job after six hours.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepstimeout-minutes
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject

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
    steps:
      - run: make
        timeout-minutes: 600
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
        timeout-minutes: 60
"""
LONGEST = 360  # minutes


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        limit = step.timeout_minutes
        if isinstance(limit, int | float) and limit > LONGEST:
            yield Found(places.at(step, "timeout-minutes"), f"a step has {limit} minutes; GitHub gives it {LONGEST}", f"write {LONGEST} or less")
