"""Two steps of a job do not have the same id, whatever its case.

`steps.<id>` could mean either: GitHub refuses the file. Steps of parallel groups count with the others (actions/runner, IdBuilder.cs).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject, flat

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import Step

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - id: compile
        run: make
      - id: Compile
        run: make all
"""
GOOD = """
on: push
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - id: compile
        run: make
      - id: compile-all
        run: make all
"""


def check(subject: Subject) -> Iterator[Found]:
    if subject.action is not None:
        yield from _among(subject.action.steps, "this action", "warning")  # the later step's outputs hide the earlier one's
    for name, job in subject.jobs():
        yield from _among(job.steps, f"job '{name}'")


def _among(steps: tuple[Step, ...], owner: str, severity: str = "") -> Iterator[Found]:
    seen: dict[str, Step] = {}
    for step in flat(steps):
        if not step.id or places.dynamic(step.id):
            continue
        first = seen.setdefault(step.id.lower(), step)
        if first is not step:
            line = f", on line {first.origin.at('id').line}" if first.origin else ""
            message = f"step id '{step.id}' is that of another step of {owner}{line}"
            yield Found(places.at(step, "id"), message, "give one of them another id", severity)
