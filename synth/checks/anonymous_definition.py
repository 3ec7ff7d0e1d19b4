"""A workflow and each of its jobs have a name.

Runs, checks and branch rules are told apart by it. Without one GitHub shows a path or an id, and renaming a file or job changes what is shown.
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
    runs-on: ubuntu-24.04
    timeout-minutes: 10
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
    permissions:
      contents: read
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None:
        return
    if not workflow.name:
        yield Found(workflow.origin, "the workflow has no name", "add 'name:' at the top")
    for name, job in workflow.jobs.items():
        if not job.name:
            yield Found(places.key(workflow, "jobs", name) or job.origin, f"job '{name}' has no name", "add 'name:' to it")
