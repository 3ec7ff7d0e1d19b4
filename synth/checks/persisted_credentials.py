"""A checkout does not leave its token behind.

By default actions/checkout writes the job's token to a file that git reads, where every later step can use it, and from where it has got
into artifacts: https://unit42.paloaltonetworks.com/github-repo-artifacts-leak-tokens/. A step that pushes can be given the token itself.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.checks.texts import entry
from synth.checks.used import used
from synth.model import Step

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
        if use.name != "actions/checkout" or not isinstance(use.by, Step):
            continue
        given = entry(use.by, "persist-credentials")
        if isinstance(use.by.with_, str) or places.dynamic(given) or str(given).strip().lower() == "false":
            continue
        said = "leaves" if given is None else "is told to leave"
        message = f"the checkout {said} the job's token where every later step can use it"
        yield Found(use.by.origin, message, "add 'persist-credentials: false' to its 'with'")
