"""A job is not in the concurrency group of its own workflow.

The job would wait for the run that it is a part of; GitHub cancels such a run: "Canceling since a deadlock for concurrency group was detected".
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.concurrency_group import groups
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
concurrency: deploy
jobs:
  build:
    concurrency: deploy
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
GOOD = """
on: push
concurrency: deploy
jobs:
  build:
    concurrency: build
    runs-on: ubuntu-latest
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None or workflow.concurrency is None:
        return
    group = workflow.concurrency.group
    if not isinstance(group, str) or not group or places.dynamic(group):
        return
    inside = [(owner, part) for owner, part, concurrency in groups(subject) if part is not workflow and concurrency.group == group]
    if inside:
        owners = " and ".join([owner for owner, _ in inside])
        message = f"the workflow's concurrency group '{group}' is also that of {owners}, which would wait for the workflow"
        yield Found(places.at(workflow, "concurrency"), message, "give the job a group of its own, or none")
    for owner, part in inside:
        message = f"{owner} is in the concurrency group of its own workflow, '{group}', and would wait for it"
        yield Found(places.at(part, "concurrency"), message, "give it a group of its own, or none")
