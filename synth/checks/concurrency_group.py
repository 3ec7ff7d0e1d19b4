"""A concurrency group has at most 400 characters, and a queue of several runs does not cancel the one in progress.

GitHub refuses both: actions/runner, src/Sdk/WorkflowParser, and the changelog of 2026-05-07 for `queue: max`.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import Concurrency

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import CallJob, Job, Workflow

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
concurrency:
  group: deploy
  cancel-in-progress: true
  queue: max
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
GOOD = """
on: push
concurrency:
  group: deploy
  queue: max
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
LONGEST = 400


def check(subject: Subject) -> Iterator[Found]:
    for owner, part, concurrency in groups(subject):
        group = concurrency.group
        if isinstance(group, str) and len(group) > LONGEST and not places.dynamic(group):
            message = f"the concurrency group of {owner} has {len(group)} characters; GitHub takes {LONGEST}"
            yield Found(places.at(part, "concurrency", "group"), message, "shorten it")
        if concurrency.queue == "max" and concurrency.cancel_in_progress is True:
            message = f"the concurrency of {owner} has 'queue: max' and 'cancel-in-progress: true', which contradict each other"
            yield Found(places.key(part, "concurrency", "queue"), message, "leave one of them out")


def groups(subject: Subject) -> Iterator[tuple[str, Workflow | Job | CallJob, Concurrency]]:
    """Each concurrency with whose it is, in words and as the part of the model."""
    workflow = subject.workflow
    if workflow is None:
        return
    if isinstance(workflow.concurrency, Concurrency):
        yield "the workflow", workflow, workflow.concurrency
    for name, job in workflow.jobs.items():
        concurrency = getattr(job, "concurrency", None)
        if isinstance(concurrency, Concurrency):
            yield f"job '{name}'", job, concurrency
