"""Patterns of branches, tags and paths can match something.

A pattern that GitHub cannot read matches nothing, or other names than was meant, and the workflow silently never runs.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
"""

from __future__ import annotations

from synth.checks.glob import path_flaws, ref_flaws
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Test
on:
  push:
    branches: ["release/[9-0]"]
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
"""
GOOD = BAD.replace("9-0", "0-9")
_KINDS = {
    "names": ref_flaws,
    "versions": ref_flaws,
    "branches": ref_flaws,
    "branches_ignore": ref_flaws,
    "tags": ref_flaws,
    "tags_ignore": ref_flaws,
    "paths": path_flaws,
    "paths_ignore": path_flaws,
}


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    for event, trigger in workflow.on.items() if workflow is not None else ():
        for name, patterns in vars(trigger).items():
            flaws = _KINDS.get(name)
            if flaws is None or not isinstance(patterns, tuple):
                continue
            assert workflow is not None
            for at, pattern in enumerate(patterns):
                where = workflow.origin and workflow.origin.at("on", event, name.replace("_", "-"), at)
                for flaw in flaws(pattern) if pattern else ():  # an empty one is refused where the file is read
                    yield Found(where, f"the pattern '{pattern}' {flaw}", "see the cheat sheet of filter patterns in GitHub's documentation")
