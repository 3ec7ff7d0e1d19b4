"""A job is given single secrets, not all of them.

`toJSON(secrets)` or `secrets[...]` with a name that is worked out make GitHub send every secret of the repository and the organisation to the runner.
"""

from __future__ import annotations

from synth.checks.secret_reads import secret_reads
from synth.checks.subject import Found, Subject

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
    environment: production
    steps:
      - run: ./deploy
        env:
          SECRETS: ${{ toJSON(secrets) }}
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
    for read in secret_reads(subject):
        if not read.name:
            message = "this sends every secret of the repository and the organisation to the runner"
            yield Found(read.where, message, "name those that are needed: secrets.NAME")
