"""A workflow that strangers can start does not write values to the files that set variables and the path of later steps.

With a line break in the value, or with names like `LD_PRELOAD`, what a stranger wrote decides what the next steps run.
https://www.legitsecurity.com/blog/github-privilege-escalation-vulnerability
"""

from __future__ import annotations

import re

from synth.checks import places
from synth.checks.dangerous_triggers import DANGEROUS
from synth.checks.subject import Found, Subject
from synth.checks.texts import inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "error"
BAD = """
name: Label
on: pull_request_target # ghsynth: ignore[dangerous-triggers] nothing of the pull request is checked out
permissions: {}
concurrency:
  group: label-${{ github.event.number }}
jobs:
  label:
    name: Label
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: echo "TITLE=$(jq -r .pull_request.title "$GITHUB_EVENT_PATH")" >> "$GITHUB_ENV"
"""
GOOD = """
name: Label
on: pull_request_target # ghsynth: ignore[dangerous-triggers] nothing of the pull request is checked out
permissions: {}
concurrency:
  group: label-${{ github.event.number }}
jobs:
  label:
    name: Label
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: ./label "$(jq -r .pull_request.title "$GITHUB_EVENT_PATH")"
"""
_WRITE = re.compile(r"[^\n]*(?:>{1,2}|\btee\b[^\n]*|Out-File\b[^\n]*|Add-Content\b[^\n]*)\s*[\"']?(\$\{?(?:env:)?|%)GITHUB_(ENV|PATH)\b")
_FIXED = re.compile(r"\s*(?:echo|printf)\s+[^$`%]*$")  # nothing in it that a run decides


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    events = [event for event in workflow.on if event in DANGEROUS] if workflow else []
    if not events:
        return
    for _, step in subject.steps():
        script = step.run or ""
        if "GITHUB_ENV" not in script and "GITHUB_PATH" not in script:
            continue
        for found in _WRITE.finditer(script):
            if not _FIXED.match(script[found.start() : found.start(1)]):
                where = inside(places.at(step, "run"), found.start(1))
                message = f"this writes to $GITHUB_{found[2]}, and '{events[0]}' lets strangers decide what"
                yield Found(where, message, "hand the value over by $GITHUB_OUTPUT, and read it under 'env'")
