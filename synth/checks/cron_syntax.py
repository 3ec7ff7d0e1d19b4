"""A schedule is a cron expression of five fields.

GitHub refuses any other; macros such as @daily are none. https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
"""

from __future__ import annotations

from synth.checks.cron import cron
from synth.checks.schedules import schedules
from synth.checks.subject import Found, Subject

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
name: Nightly
on:
  schedule:
    - cron: 0 3 * *
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
"""
GOOD = BAD.replace("0 3 * *", "0 3 * * *")


def check(subject: Subject) -> Iterator[Found]:
    for schedule, where in schedules(subject, "cron"):
        wrong = cron(schedule.cron)
        if isinstance(wrong, str):
            yield Found(where, f"the schedule '{schedule.cron}' {wrong}", "write it as '30 5 * * 1-5': at 5:30 from Monday to Friday")
