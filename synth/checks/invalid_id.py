"""The id of a job or step begins with a letter or `_`, goes on with letters, digits, `-` and `_`, and is shorter than 100 characters.

GitHub refuses the file otherwise, and keeps ids with a leading `__` for itself (actions/runner, IdBuilder.cs).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.identifiers import flaw_of
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build.app:
    runs-on: ubuntu-latest
    steps:
      - id: 1st
        run: make
"""
GOOD = """
on: push
jobs:
  build-app:
    runs-on: ubuntu-latest
    steps:
      - id: first
        run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is not None:
        for name in workflow.jobs:
            wrong, remedy = flaw_of(name)
            if wrong and not places.dynamic(name):
                yield Found(places.key(workflow, "jobs", name), f"job id '{name}' {wrong}", remedy)
    for _, step in subject.steps():
        if step.id and not places.dynamic(step.id):
            wrong, remedy = flaw_of(step.id)
            if wrong:
                yield Found(places.at(step, "id"), f"step id '{step.id}' {wrong}", remedy)
