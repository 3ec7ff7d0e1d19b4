"""A workflow, or else each of its jobs, says what happens when it is started again while it runs.

Without limit two deployments may overtake each other, and each push to a pull request keeps runners busy with what nobody waits for any
more. Written as a mapping it has room for `cancel-in-progress` and `queue`, and says that somebody thought of them. A workflow that others
call is their matter.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import CallJob
from synth.yaml.place import Spot
from synth.yaml.tree import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Job, Workflow

LEVEL = "policy"
SEVERITY = "warning"
BAD = """
name: Build
on: push
permissions: {}
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - run: make
"""
GOOD = """
name: Build
on: push
permissions: {}
concurrency:
  group: build-${{ github.ref }}
  cancel-in-progress: true
jobs:
  build:
    name: Build
    runs-on: ubuntu-24.04
    timeout-minutes: 10
    permissions:
      contents: read
    steps:
      - run: make
"""
_ALONE = "the concurrency is a group alone"
_AS_MAPPING = "write it as a mapping with 'group' and 'cancel-in-progress'"


def check(subject: Subject) -> Iterator[Found]:
    workflow = subject.workflow
    if workflow is None or not workflow.jobs or workflow.on.keys() == {"workflow_call"}:
        return
    if workflow.concurrency is not None:
        if not _is_mapping(workflow):
            yield Found(places.key(workflow, "concurrency"), _ALONE, _AS_MAPPING)
        return
    jobs = list(workflow.jobs.values())
    without = [job for job in jobs if job.concurrency is None]
    if len(without) == len(jobs) or any([not isinstance(job, CallJob) for job in without]):
        remedy = "add 'concurrency' with a 'group', such as ${{ github.workflow }}-${{ github.ref }}, and 'cancel-in-progress'"
        yield Found(places.key(workflow, "on"), "runs of this workflow may go on side by side", remedy)
    for job in jobs:
        if job.concurrency is not None and not _is_mapping(job):
            yield Found(places.key(job, "concurrency"), _ALONE, _AS_MAPPING)


def _is_mapping(part: Workflow | Job | CallJob) -> bool:
    """Whether it is written as a mapping, as everything is that was built."""
    where = places.at(part, "concurrency")
    return not (isinstance(where, Spot) and isinstance(where.node, Scalar))
