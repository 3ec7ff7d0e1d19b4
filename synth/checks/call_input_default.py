"""An input of workflow_call is required or has a default, not both.

A default of a required input is never used. https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_callinputs
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Deploy
on:
  workflow_call:
    inputs:
      target:
        type: string
        required: true
        default: staging
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - run: make deploy
"""
GOOD = BAD.replace("        required: true\n", "")


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    trigger = workflow.on.get("workflow_call") if workflow is not None else None
    for name, given in ((trigger and trigger.inputs) or {}).items():
        if given is not None and given.required is True and given.default is not None:
            assert workflow is not None
            where = workflow.origin and workflow.origin.at("on", "workflow_call", "inputs", name, "default")
            yield Found(where, f"input '{name}' is required, so its default is never used", "remove 'required' or the default")
