"""What a job may do is said with the reason, on the same line.

A permission that nobody remembers the reason of is never taken away. Reading the repository (`contents: read`) needs no reason.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import CallJob, Job, Workflow

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
    timeout-minutes: 10
    permissions:
      issues: write
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
      issues: write # report what is broken
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for part in (workflow, *workflow.jobs.values()) if workflow else ():
        yield from _undocumented(part)


def _undocumented(part: Workflow | Job | CallJob) -> Iterator[Found]:
    for scope, given in part.permissions.items() if part.permissions and not isinstance(part.permissions, str) else ():
        said = given.reason.partition("ghsynth:")[0].strip(" #")
        if said or given.level == "none" or (scope, given.level) == ("contents", "read"):
            continue
        message = f"nothing says why '{scope}: {given.level}' is needed"
        yield Found(places.key(part, "permissions", scope), message, "write the reason as a comment on the same line")
