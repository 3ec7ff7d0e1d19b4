"""Who started a run is not who made the pull request.

`github.actor` is whoever did the last thing to it. A stranger can have a bot be that, for instance by asking Dependabot to rebase a pull
request whose branch holds the stranger's commits. https://www.synacktiv.com/publications/github-actions-exploitation-dependabot
"""

from __future__ import annotations

from synth.checks.subject import Found, Subject
from synth.checks.texts import parts, texts
from synth.expr.tree import Binary, Call, Constant, Index, Path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.expr.tree import Expr

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Merge
on: pull_request
permissions: {}
concurrency:
  group: merge-${{ github.ref }}
jobs:
  merge:
    name: Merge
    if: github.actor == 'dependabot[bot]'
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: ./merge
"""
GOOD = """
name: Merge
on: pull_request
permissions: {}
concurrency:
  group: merge-${{ github.ref }}
jobs:
  merge:
    name: Merge
    if: github.event.pull_request.user.login == 'dependabot[bot]'
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    steps:
      - run: ./merge
"""
_EVENTS = frozenset({"pull_request", "pull_request_target", "issue_comment", "issues", "workflow_run", "pull_request_review"})
_NAMES = ("actor", "triggering_actor", "actor_id")
_IDS = ("49699333", "41898282", "29139614")  # of dependabot[bot], github-actions[bot], renovate[bot]


def check(subject: Subject) -> Iterator[Found]:
    if subject.workflow is None or not _EVENTS & subject.workflow.on.keys():
        return
    for text in texts(subject, "actor"):
        if not text.condition:
            continue
        for offset, read in text.expressions():
            for part in parts(read.tree):
                if (name := _asked(part)) is not None:
                    message = f"github.{name} is whoever did the last thing, and a stranger can have a bot do it"
                    remedy = "ask github.event.pull_request.user.login, and that the branch is not of a fork"
                    yield Found(text.inside(offset + read.span(part)[0]), message, remedy)


def _asked(part: Expr[Any]) -> str | None:
    """What is asked, when the part asks whether a bot started the run."""
    if isinstance(part, Binary) and part.operator == "==":
        pair = (part.left, part.right)
    elif isinstance(part, Call) and part.function.lower() in ("contains", "endswith", "startswith") and len(part.arguments) == 2:
        pair = (part.arguments[0], part.arguments[1])
    else:
        return None
    for one, other in (pair, pair[::-1]):
        if isinstance(other, Constant) and _is_bot(str(other.value)) and isinstance(one, Index) and isinstance(one.of, Path):
            name = str(one.key.value).lower() if isinstance(one.key, Constant) else ""
            if one.of.parts[0].lower() == "github" and name in _NAMES:
                return name
    return None


def _is_bot(value: str) -> bool:
    return "[bot]" in value or value in _IDS
