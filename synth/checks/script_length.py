"""A `run` script has at most 21,000 characters.

GitHub refuses a longer one, and counts what expressions in it stand for only by their text (actions/runner, src/Sdk/WorkflowParser, limits).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
LONGEST = 21_000
BAD = f"""
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: echo {"x" * LONGEST}
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: bash scripts/build.sh
"""


def check(subject: Subject) -> Iterator[Found]:
    for _, step in subject.steps():
        if step.run is not None and len(step.run) > LONGEST:
            message = f"the script has {len(step.run):,} characters; GitHub takes {LONGEST:,}"
            yield Found(places.at(step, "run"), message, "put it into a file of the repository and run that")
