"""What other repositories give is used by a full commit SHA.

A tag can be moved, and was: in March 2025 those of tj-actions/changed-files, in March 2026 those of two Trivy actions were pointed at a
credential stealer, and every workflow that used a tag ran it. A commit stays what it is.
https://docs.github.com/actions/reference/security/secure-use#using-third-party-actions
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject
from synth.checks.used import used

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "policy"
SEVERITY = "error"
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
      - uses: actions/checkout@v7
        with:
          persist-credentials: false
      - run: make
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
      - uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1
        with:
          persist-credentials: false
      - run: make
"""


def check(subject: Subject) -> Iterator[Found]:
    for use in used(subject):
        if not use.is_pinned:
            message = f"'{use.ref}' of {use.name} is a tag or branch, which its owner can move to other code"
            yield Found(use.where, message, "write the full SHA of its commit, and the version as a comment behind it")
