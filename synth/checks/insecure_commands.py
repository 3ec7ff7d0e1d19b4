"""The commands that GitHub took away stay away.

`ACTIONS_ALLOW_UNSECURE_COMMANDS` brings `set-env` and `add-path` back, by which anything that a program prints sets variables (CVE-2020-15228).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.checks.texts import entries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Job, Step, Workflow

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
      - run: ./old-script
        env:
          ACTIONS_ALLOW_UNSECURE_COMMANDS: true
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
      - run: echo "MODE=release" >> "$GITHUB_ENV"
"""
_NAME = "ACTIONS_ALLOW_UNSECURE_COMMANDS"


def check(subject: Subject) -> Iterator[Found]:
    holders: list[Workflow | Job | Step] = [step for _, step in subject.steps()]
    holders += [job for _, job in subject.jobs()]
    if subject.workflow:
        holders.append(subject.workflow)
    for part in holders:
        value = entries(part.env).get(_NAME)
        if value is not None and str(value).strip().lower() not in ("", "false", "0"):
            where = places.key(part, "env", _NAME)
            yield Found(where, "whatever a program prints may set variables and the path", "take it out, and use $GITHUB_ENV and $GITHUB_PATH")
