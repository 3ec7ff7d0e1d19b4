"""The time zone of a schedule is one that the IANA database names after a place.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#onschedule: `America/New_York`; without one it is UTC.
"""

from __future__ import annotations

from functools import cache

from synth.checks.schedules import schedules
from synth.checks.subject import Found, Subject
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
name: Nightly
on:
  schedule:
    - cron: 0 3 * * *
      timezone: Europe/Berln
jobs:
  test:
    runs-on: ubuntu-24.04
    steps:
      - run: make test
"""
GOOD = BAD.replace("Berln", "Berlin")


@cache
def _zones() -> frozenset[str]:
    from zoneinfo import available_timezones

    return frozenset(available_timezones())


def check(subject: Subject) -> Iterator[Found]:
    for schedule, where in schedules(subject, "timezone"):
        zone = schedule.timezone
        if zone is None or (zone in _zones() and "/" in zone) or not _zones():
            continue
        if zone.upper() in ("UTC", "GMT", "Z"):
            yield Found(where, f"'{zone}' is no name of a place", "leave out the time zone: a schedule without one is in UTC")
        else:
            yield Found(
                where, f"there is no time zone '{zone}'{nearest(zone, _zones()) if '/' in zone else ''}", "name a place, such as Europe/Berlin"
            )
