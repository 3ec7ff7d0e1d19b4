"""A job needs only jobs that the workflow has.

GitHub refuses the file otherwise: "Job 'a' depends on unknown job 'b'". Ids compare without case.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
  test:
    needs: biuld
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
  test:
    needs: build
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None:
        return
    known = {name.lower() for name in workflow.jobs}
    for name, job in workflow.jobs.items():
        for i, needed in enumerate(getattr(job, "needs", None) or ()):
            if needed.lower() not in known and not places.dynamic(needed):
                near = nearest(needed, [other for other in workflow.jobs if other != name])
                yield Found(
                    places.at(job, "needs", i), f"job '{name}' needs '{needed}', which is no job of this workflow{near}", "name a job by its id"
                )
