"""A job names each job that it needs once.

The second entry changes nothing, and was probably meant to be another job.
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
  test:
    needs: [build, BUILD]
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
  test:
    needs: [build]
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for name, job in workflow.jobs.items() if workflow else ():
        seen: set[str] = set()
        for i, needed in enumerate(getattr(job, "needs", None) or ()):
            if needed.lower() in seen:
                yield Found(places.at(job, "needs", i), f"job '{name}' needs '{needed}' twice; ids compare without case", "leave one of them out")
            seen.add(needed.lower())
