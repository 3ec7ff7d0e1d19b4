"""The default of a boolean input of workflow_dispatch is true or false, without quotes.

GitHub refuses a text or number there, 'true' among them, while it turns a text into any of the other types.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputsinput_idtype
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.expr.values import text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
name: Deploy
on:
  workflow_dispatch:
    inputs:
      verbose:
        type: boolean
        default: "false"
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - run: make deploy
"""
GOOD = BAD.replace('"false"', "false")


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    trigger = workflow.on.get("workflow_dispatch") if workflow is not None else None
    for name, given in ((trigger and trigger.inputs) or {}).items():
        if workflow is None or given is None or given.type != "boolean" or given.default is None or isinstance(given.default, bool):
            continue
        kind = "a text" if isinstance(given.default, str) else "a number"
        message = f"the default of input '{name}' is '{text_of(given.default)}', {kind}, where true or false is expected"
        where = places.at(workflow, "on", "workflow_dispatch", "inputs", name, "default")
        yield Found(where, message, "write true or false without quotes")
