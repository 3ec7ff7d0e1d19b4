"""Things are written the plain way.

`actions/./checkout`, or an expression that works out a constant, do what the plain form does, and hide it from a reviewer and from tools
that look for names.
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject
from synth.checks.texts import texts
from synth.checks.used import used
from synth.expr.tree import Binary, Call, Constant, Not

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
      - run: ./build
        env:
          TARGET: ${{ format('{0}{1}', 'pro', 'duction') }}
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
      - run: ./build
        env:
          TARGET: production
"""
_FUNCTIONS = frozenset({"format", "join", "contains", "startswith", "endswith", "tojson", "case"})  # fromJSON('[...]') is how a list is written


def check(subject: Subject) -> Iterator[Found]:
    for use in used(subject):
        if any([part in ("", ".", "..") for part in use.name.split("/")]):
            plain = "/".join([part for part in use.name.split("/") if part not in ("", ".", "..")])
            yield Found(use.where, f"'{use.name}' goes a way that no action needs", f"write it plainly, as {plain} if that is meant")
    for text in texts(subject, "('", "'", "=="):
        if text.condition:
            continue  # whether a condition is always the same is another rule
        for offset, read in text.expressions():
            if (part := _constant_part(read.tree)) is not None:
                start, end = read.span(part)
                yield Found(text.inside(offset + start), f"{read.text[start:end]} is always the same", "write what it gives")


def _constant_part(tree: Expr[Any] | None) -> Expr[Any] | None:
    """The outermost part that works out a constant from constants."""
    if tree is None:
        return None
    if _works_out(tree) and _is_constant(tree):
        return tree
    return next((found for child in tree.children() if (found := _constant_part(child)) is not None), None)


def _works_out(tree: Expr[Any]) -> bool:
    return isinstance(tree, (Binary, Not)) or (isinstance(tree, Call) and tree.function.lower() in _FUNCTIONS)


def _is_constant(tree: Expr[Any]) -> bool:
    return isinstance(tree, Constant) or (_works_out(tree) and all([_is_constant(child) for child in tree.children()]))
