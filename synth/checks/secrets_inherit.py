"""A called workflow is given the secrets that it needs, by name.

With `secrets: inherit` it gets every secret of the repository and the organisation, those that are made later too.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import CallJob

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
  publish:
    name: Publish
    uses: $/.github/workflows/publish.yml
    secrets: inherit
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
jobs:
  publish:
    name: Publish
    uses: $/.github/workflows/publish.yml
    secrets:
      NPM_TOKEN: ${{ secrets.NPM_TOKEN }}
"""


def check(subject: Subject) -> Iterator[Found]:
    for name, job in subject.workflow.jobs.items() if subject.workflow else ():
        if isinstance(job, CallJob) and job.secrets == "inherit":
            message = f"job '{name}' hands every secret to {job.uses.reference}"
            yield Found(places.at(job, "uses"), message, "name those that it needs under 'secrets'")
