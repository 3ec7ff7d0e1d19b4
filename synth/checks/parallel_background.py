"""A step of a parallel group does not say `background`.

The steps of a group run side by side already, and the group ends with the last of them.
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
      - parallel:
          - run: make app
            background: true
          - run: make docs
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - parallel:
          - run: make app
          - run: make docs
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, job in subject.jobs():
        for step in job.steps:
            for inner in step.parallel or ():
                if inner.background:
                    yield Found(places.at(inner, "background"), "a step of a parallel group is in the background already", "leave out 'background'")
