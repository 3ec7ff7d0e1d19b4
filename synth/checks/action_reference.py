"""A step uses an action by `owner/repository@ref`, a folder of the repository, or an image.

GitHub refuses anything else: "Expected format {org}/{repo}[/path]@ref" (actions/runner, src/Sdk/WorkflowParser).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.references import flaw_of_action
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v6
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        reference = step.uses.reference if step.uses else ""
        if not reference or places.dynamic(reference):
            continue
        wrong, remedy = flaw_of_action(reference)
        if wrong:
            mild = reference.startswith("$/")  # GitHub's documentation forbids it, its parser does not
            yield Found(places.at(step, "uses"), f"'{reference}' {wrong}", remedy, "warning" if mild else "", level="lint" if mild else "")
