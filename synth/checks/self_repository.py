"""What lies in the repository itself is used as `$/path`.

`./path` is whatever lies in the workspace, which an earlier step may have changed or checked out from elsewhere; `$/path` is the commit that
runs, needs no checkout, and counts as pinned. Runners from 2.336.0 know it, GitHub Enterprise Server does not (changelog of 2026-07-30).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.checks.used import users

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - uses: ./.github/actions/build
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - uses: $/.github/actions/build
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, by in users(subject):
        reference = by.uses.reference if by.uses else ""
        if reference.startswith("./"):
            yield Found(places.at(by, "uses"), f"'{reference}' is taken from the workspace as earlier steps left it", f"write '$/{reference[2:]}'")
