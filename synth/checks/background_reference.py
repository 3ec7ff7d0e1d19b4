"""`wait` and `cancel` name a step that was started in the background before.

There is nothing else to wait for or to cancel. A step of a parallel group is not one: the group ends with its last step.
https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Step

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - id: server
        run: npm start
      - wait: server
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - id: server
        run: npm start
        background: true
      - wait: server
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, job in subject.jobs():
        ids = {step.id.lower(): step for step in job.steps if step.id}
        started: set[str] = set()
        for step in job.steps:
            for path, name in _named(step):
                if name.lower() not in started and not places.dynamic(name):
                    yield Found(places.at(step, *path), _message(path[0], name, ids, started), "name an earlier step with 'background: true'")
            if step.id and step.background:
                started.add(step.id.lower())


def _named(step: Step) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """What the step waits for or cancels, each with the way there."""
    for i, name in enumerate(step.wait or ()):
        yield ("wait", i), name
    if step.cancel:
        yield ("cancel",), step.cancel


def _message(does: str | int, name: str, ids: dict[str, Step], started: set[str]) -> str:
    step = ids.get(name.lower())
    if step is None:
        return f"'{does}' names '{name}', which is the id of no step of the job{nearest(name, started)}"
    if step.background:
        return f"'{does}' names '{name}', which starts only later"
    return f"'{does}' names '{name}', which does not run in the background"
