"""A workflow of the own repository that a job calls is there, and says `on: workflow_call`.

GitHub refuses the run otherwise. Whether a file of another repository is there is not looked up.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.calls import OWN, calls
from synth.checks.references import flaw_of_call, misplaced
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    uses: ./.github/workflows/build.yml
"""
GOOD = """
on: push
jobs:
  build:
    uses: ./.github/workflows/reusable.yml
"""
_JOBS = """
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
"""
BESIDE = {".github/workflows/build.yml": f"on: push{_JOBS}", ".github/workflows/reusable.yml": f"on: workflow_call{_JOBS}"}


def check(subject: Subject) -> Iterator[Found]:
    for name, job, reference in calls(subject.workflow):
        if flaw_of_call(reference)[0]:
            continue
        place = places.at(job, "uses")
        called = subject.around.workflow(reference)
        if called is None:
            if reference.startswith(OWN) and not misplaced(reference) and subject.around.holds(reference) is False:
                yield Found(place, f"job '{name}' calls '{reference}', which is not in the repository", "correct the path, or add the file")
        elif "workflow_call" not in called.on:
            yield Found(place, f"job '{name}' calls '{reference}', which is no reusable workflow", "add 'workflow_call:' to its 'on'")
