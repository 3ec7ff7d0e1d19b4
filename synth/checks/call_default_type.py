"""The default of an input of a reusable workflow is of the input's type.

GitHub turns another one into it, which for a number or truth value gives something that nobody wrote.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.constants import fits, words
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on:
  workflow_call:
    inputs:
      retries:
        type: number
        default: many
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
GOOD = """
on:
  workflow_call:
    inputs:
      retries:
        type: number
        default: 3
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    trigger = workflow.on.get("workflow_call") if workflow is not None else None
    if workflow is None or trigger is None:
        return
    for name, declared in (trigger.inputs or {}).items():
        if declared is None or declared.default is None:
            continue
        place = places.at(workflow, "on", "workflow_call", "inputs", name, "default")
        if declared.type in ("boolean", "number") and not fits(declared.default, declared.type):
            yield Found(place, f"the default of '{name}' is {words(declared.default)}, which is no {declared.type}", f"give it a {declared.type}")
