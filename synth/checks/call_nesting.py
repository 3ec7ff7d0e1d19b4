"""Called workflows do not call one another in a circle, nor more than ten levels deep, nor are there more than 50.

GitHub refuses the run. The workflow that was started is the first level.
https://docs.github.com/actions/reference/workflows-and-actions/reusing-workflow-configurations#limitations-of-reusable-workflows
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.calls import OWN, calls, seen_from
from synth.checks.references import misplaced
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.checks.subject import Surroundings

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
    uses: ./.github/workflows/test.yml
"""
BESIDE = {
    ".github/workflows/build.yml": """
on: workflow_call
jobs:
  again:
    uses: ./.github/workflows/build.yml
""",
    ".github/workflows/test.yml": """
on: workflow_call
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
""",
}
DEEPEST = 10
MOST = 50


def check(subject: Subject) -> Iterator[Found]:
    reached: set[str] = set()
    over = False
    for name, job, reference in calls(subject.workflow):
        way = _too_deep((reference,), subject.around, reached)
        place = places.at(job, "uses")
        if way and way[-1] in way[:-1]:
            yield Found(place, f"job '{name}' leads into a circle: {_words(way[way.index(way[-1]) :])}", "leave out one of the calls")
        elif way:
            yield Found(place, f"job '{name}' leads to more than {DEEPEST} levels of workflows: {_words(way)}", "call the inner ones directly")
        if len(reached) > MOST and not over:
            over = True
            yield Found(place, f"the workflow leads to more than {MOST} others", "share the jobs out among several workflows")


def _too_deep(way: tuple[str, ...], around: Surroundings, reached: set[str]) -> tuple[str, ...]:
    """The first way down that comes back to itself or goes too deep; empty when there is none. A workflow is looked through once."""
    if len(way) >= DEEPEST or way[-1] in way[:-1]:
        return way
    if way[-1] in reached or len(reached) > MOST or misplaced(way[-1]):
        return ()
    called = around.workflow(way[-1])
    if called is None:
        return ()
    for _, _, reference in calls(called):
        if deeper := _too_deep((*way, _whole(seen_from(reference, way[-1]))), around, reached):
            return deeper
    reached.add(way[-1])
    return ()


def _whole(reference: str) -> str:
    """The same text for the same file."""
    return f"./{reference[2:].lstrip('/')}" if reference.startswith(OWN) else reference


def _words(way: tuple[str, ...]) -> str:
    return " calls ".join([f"'{reference}'" for reference in way])
