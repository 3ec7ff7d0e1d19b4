"""A secret is one value, not a structure that expressions take apart.

GitHub hides in logs what a secret holds as a whole. A part that `fromJSON` gives is another text, and is printed.
https://docs.github.com/actions/reference/security/secure-use#use-secrets-for-sensitive-information
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject
from synth.checks.texts import parts, texts
from synth.expr.tree import Call, Index, Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.expr.tree import Expr

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
    environment: production
    steps:
      - run: ./deploy
        env:
          TOKEN: ${{ fromJSON(secrets.DEPLOY).token }}
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
    environment: production
    steps:
      - run: ./deploy
        env:
          TOKEN: ${{ secrets.DEPLOY_TOKEN }}
"""


def check(subject: Subject) -> Iterator[Found]:
    for text in texts(subject, "fromjson"):
        if "secrets" not in text.value.lower():
            continue
        for offset, read in text.expressions():
            for part in parts(read.tree):
                if isinstance(part, Call) and part.function.lower() == "fromjson" and part.arguments and _is_secret(part.arguments[0]):
                    where = text.inside(offset + read.span(part)[0])
                    yield Found(where, "the parts of this secret are shown in logs", "keep each part as a secret of its own")


def _is_secret(tree: Expr[Any]) -> bool:
    while isinstance(tree, Index):
        tree = tree.of
    return isinstance(tree, Path) and tree.parts[0].lower() == "secrets"
