"""`contains` with a text looks for a piece of it; a list of values is looked through with `fromJSON`.

`contains('refs/heads/main refs/heads/next', github.ref)` is true on a branch called `ne`, which anybody may make.
"""

from __future__ import annotations

import re

from synth.checks.subject import Found, Subject
from synth.checks.texts import parts, texts
from synth.expr.tree import Call, Constant

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
      - run: make publish
        if: contains('refs/heads/main refs/heads/next', github.ref)
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
      - run: make publish
        if: contains(fromJSON('["refs/heads/main", "refs/heads/next"]'), github.ref)
"""
_OURS = re.compile(r"(matrix|runner|strategy|job|vars)\b.*|github\.event_name", re.IGNORECASE | re.DOTALL)  # nobody chooses these to be a piece


def check(subject: Subject) -> Iterator[Found]:
    for text in texts(subject, "contains("):
        for offset, read in text.expressions():
            for part in parts(read.tree):
                if not (isinstance(part, Call) and part.function.lower() == "contains" and len(part.arguments) == 2):
                    continue
                held, sought = part.arguments
                if isinstance(held, Constant) and isinstance(held.value, str) and not isinstance(sought, Constant):
                    start, end = read.span(sought)
                    name = read.text[start:end]
                    if not _OURS.fullmatch(name):
                        message = f"contains() is true for every piece of {held.source()} that {name} may be"
                        where = text.inside(offset + read.span(part)[0])
                        yield Found(where, message, "compare with ==, or look in a list: contains(fromJSON('[...]'), ...)")
