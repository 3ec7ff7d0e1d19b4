"""Inputs of workflow_dispatch: options belong to choices, and a default is one of what can be given.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputs; 25 at most (changelog of 2025-12-04).
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject
from synth.expr.values import number_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Input

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Deploy
on:
  workflow_dispatch:
    inputs:
      target:
        type: choice
        options: [staging, production]
        default: prod
jobs:
  deploy:
    runs-on: ubuntu-24.04
    steps:
      - run: make deploy
"""
GOOD = BAD.replace("prod\n", "staging\n")
_MOST = 25


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    trigger = workflow.on.get("workflow_dispatch") if workflow is not None else None
    inputs = (trigger and trigger.inputs) or {}
    where = workflow.origin if workflow is not None else None
    if len(inputs) > _MOST:
        message = f"workflow_dispatch has {len(inputs)} inputs, and GitHub takes {_MOST}"
        yield Found(where and where.key("on", "workflow_dispatch"), message, "join some, or read them from a file")
    for name, given in inputs.items():
        if given is not None:
            path = ("on", "workflow_dispatch", "inputs", name)
            for key, message, remedy in _flaws(name, given):
                yield Found(where and (where.at(*path, *key) if key else where.key(*path)), message, remedy)


def _flaws(name: str, given: Input) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Below which key, message and remedy."""
    options = given.options
    if given.type == "choice":
        if not options:
            yield (), f"input '{name}' is a choice without options", "list them under 'options'"
            return
        seen: set[str] = set()
        for at, option in enumerate(options):
            if option in seen:
                yield ("options", at), f"input '{name}' has the option '{option}' twice", "remove one"
            seen.add(option)
        if given.default is not None and text_of(given.default) not in seen:
            yield (
                ("default",),
                f"the default '{text_of(given.default)}' of input '{name}' is none of its options",
                f"use one of: {', '.join(options)}",
            )
    elif options is not None:
        yield (), f"input '{name}' has options and is no choice", "write 'type: choice', or take the options away"
    elif given.type == "number" and given.default is not None and number_of(text_of(given.default)) != number_of(text_of(given.default)):
        yield ("default",), f"the default '{text_of(given.default)}' of input '{name}' is no number", "write a number"
