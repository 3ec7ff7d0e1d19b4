"""A schedule leaves five minutes between two runs.

GitHub starts none more often. https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
"""

from __future__ import annotations

from synth.checks.cron import cron, shortest_minutes
from synth.checks.schedules import schedules
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Watch
on:
  schedule:
    - cron: "* * * * *"
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
"""
GOOD = BAD.replace("* * * * *", "*/5 * * * *")
_SHORTEST = 5


def check(subject: Subject) -> Iterator[Found]:
    for schedule, where in schedules(subject, "cron"):
        fields = cron(schedule.cron)
        if not isinstance(fields, str) and (gap := shortest_minutes(fields)) < _SHORTEST:
            message = f"the schedule '{schedule.cron}' asks for a run every {gap} minute{'s' * (gap != 1)}, and GitHub starts one in {_SHORTEST}"
            yield Found(where, message, "write '*/5 * * * *' or less often")
