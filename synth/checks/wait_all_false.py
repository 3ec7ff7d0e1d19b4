"""`wait-all` is true, or stands alone.

GitHub refuses `wait-all: false`: a step that does nothing is no step (actions/languageservices, workflow-parser).
"""

from __future__ import annotations

from synth.checks import places
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
    runs-on: ubuntu-latest
    steps:
      - run: npm start
        background: true
      - wait-all: false
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: npm start
        background: true
      - wait-all:
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        if step.wait_all is False:
            yield Found(
                places.at(step, "wait-all"), "'wait-all' is false: the step would do nothing", "leave out the step, or write 'wait-all: true'"
            )
