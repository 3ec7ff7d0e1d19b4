"""A comment that silences a finding names the rule, says why, and silences something.

`# ghsynth: ignore[rule] reason` stands at the end of the finding's line, at the end of the line on which its text begins, or alone on the line
above. What GitHub refuses cannot be silenced. Comments that have outlived what they were for are the ones that hide the next mistake.
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Build
on: push
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    steps:
      - run: make # ghsynth: ignore[deprecated-command] nothing is deprecated here
"""
GOOD = """
name: Build
on: push
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    steps:
      # ghsynth: ignore[deprecated-command] the runner of this team is from 2021
      - run: echo "::set-output name=version::1.2"
"""


def check(subject: Subject) -> Iterable[Found]:
    """Nothing: what a comment silences is known when all else is found, which is the work of `synth.suppressions`."""
    return ()
