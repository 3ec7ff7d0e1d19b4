"""Each job has a time limit.

GitHub stops a job after six hours only. What hangs keeps a runner, a concurrency group and whoever waits for it that long.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    steps:
      - run: make
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    for name, job in subject.jobs():
        if job.timeout_minutes is None and not all([step.timeout_minutes is not None for step in job.steps]):
            where = places.key(subject.part, "jobs", name) or job.origin
            yield Found(where, f"job '{name}' may run for six hours", "add 'timeout-minutes' with somewhat more than it needs")
