"""An action runs on a Node.js that GitHub's runners have.

Node 12, 16 and 20 are gone; runners take the oldest that is left instead, with which the action was never tried.
https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/
"""

from __future__ import annotations

from synth.bindings.runtimes import RETIRED, RETIRED_ON
from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model.action import NodeRuns
from synth.model.format import NODES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Greet
description: Says hello
runs:
  using: node20
  main: index.js
"""
GOOD = """
name: Greet
description: Says hello
runs:
  using: node24
  main: index.js
"""


def check(subject: Subject) -> Iterator[Found]:
    action = subject.action
    if action is not None and isinstance(action.runs, NodeRuns) and action.runs.using in RETIRED:
        message = f"the action runs on {action.runs.using}, which GitHub's runners do not have since {RETIRED_ON}"
        yield Found(places.at(action, "runs", "using"), message, f"use {NODES[-1]}")
