"""`a && b || c` gives `c` whenever `b` is empty, false or 0; `case(a, b, c)` does not.

The operators give one of their operands, and what counts as false falls through to the next.
https://docs.github.com/actions/reference/workflows-and-actions/expressions#case
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject
from synth.checks.texts import parts, texts
from synth.expr.tree import Binary, Constant
from synth.expr.values import is_true

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.expr.tree import Expr

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
      - run: make $FLAGS
        env:
          FLAGS: ${{ github.ref_name == 'main' && '' || '--debug' }}
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
      - run: make $FLAGS
        env:
          FLAGS: ${{ case(github.ref_name == 'main', '', '--debug') }}
"""


def check(subject: Subject) -> Iterator[Found]:
    for text in texts(subject, "&&"):
        if "||" not in text.value:
            continue
        for offset, read in text.expressions():
            for part in parts(read.tree):
                if isinstance(part, Binary) and part.operator == "||" and (never := _never(part.left)) is not None:
                    start, _ = read.span(part)
                    message = f"this never gives {never}, which counts as false: what stands behind '||' is taken always"
                    yield Found(text.inside(offset + start), message, f"write case(condition, {never}, otherwise)")


def _never(left: Expr[Any]) -> str | None:
    """The constant that a condition should give, and cannot."""
    if isinstance(left, Binary) and left.operator == "&&" and isinstance(left.right, Constant) and not is_true(left.right.value):
        return left.right.source()
    return None
