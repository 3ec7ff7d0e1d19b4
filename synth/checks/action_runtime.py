"""An action of another repository runs on a Node.js that GitHub's runners have.

Node 12, 16 and 20 are gone from the runners; a release that was made for them may fail at any step.
https://github.blog/changelog/2025-09-19-deprecation-of-node-20-on-github-actions-runners/
"""

from __future__ import annotations

from synth.bindings.known import interface, runtime_of
from synth.bindings.runtimes import RETIRED, RETIRED_ON
from synth.checks import places
from synth.checks.releases import released
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Test
on: push
permissions: {}
concurrency:
  group: test-${{ github.ref }}
jobs:
  test:
    name: Test
    runs-on: ubuntu-24.04
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2
        with:
          persist-credentials: false
"""
GOOD = BAD.replace("11bd71901bbe5b1630ceea73d27597364c9af683 # v4.2.2", "3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1")


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        reference = released(step.uses) if step.uses is not None else ""
        if "@" in reference and runtime_of(reference) in RETIRED:
            known = interface(reference)
            remedy = f"use {known.version}" if known is not None else "use a newer release"
            yield Found(places.at(step, "uses"), f"'{reference}' was made for a Node.js that GitHub's runners do not have since {RETIRED_ON}", remedy)
