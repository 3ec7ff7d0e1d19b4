"""An output of a reusable workflow or composite action has a value.

Without one it is empty for every caller.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model.action import CompositeRuns
from synth.yaml.tree import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Version
description: Tells the version
outputs:
  version:
    description: the version
runs:
  using: composite
  steps:
    - run: make version
      shell: bash
"""
GOOD = """
name: Version
description: Tells the version
outputs:
  version:
    description: the version
    value: ${{ steps.made.outputs.version }}
runs:
  using: composite
  steps:
    - id: made
      run: make version
      shell: bash
"""


def check(subject: Subject) -> Iterator[Found]:
    action, workflow = subject.action, subject.workflow
    if action is not None and isinstance(action.runs, CompositeRuns):
        for name, output in (action.outputs or {}).items():
            if output is not None and not output.value:
                yield Found(places.key(action, "outputs", name), f"output '{name}' has no value", "add 'value:' with the output of a step")
    if workflow is not None and (trigger := workflow.on.get("workflow_call")) is not None:
        for name, given in (trigger.outputs or {}).items():
            place = "on", "workflow_call", "outputs", name
            if given is not None and not given.value and _said(subject, place):
                yield Found(places.at(workflow, *place, "value"), f"output '{name}' is empty", "give it the output of a job")


def _said(subject: Subject, place: tuple[str, ...]) -> bool:
    """Whether the file has the key `value`; that it lacks it is the reader's to say."""
    node = subject.document.root if subject.document else None
    for part in (*place, "value"):
        node = node.get(part) if isinstance(node, Mapping) else None
    return node is not None or subject.document is None
