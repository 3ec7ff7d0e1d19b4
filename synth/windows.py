"""When people are at work and users are few: the times at which a region may be deployed to."""

from __future__ import annotations

import re

from synth.record import field, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)|([01]\d|2[0-3]):([0-5]\d)-24:00")
_SHORTEST_MINUTES = 60  # GitHub's schedules are late, by many minutes when it is busy


@record
class Window:
    """Days and hours on the clocks of a time zone: `Window("Mon-Thu", "09:00-15:00", "Europe/Madrid")`.

    Days are `Mon-Thu`, `Mon,Wed` or both, `Mon-Wed,Sat`. Hours that end before they begin, `22:00-04:00`, go on into the next day, which need not be
    among the days. The end itself is outside. Where clocks are put forward an hour that does not come is no part of it; where they are put back
    one that comes twice is, twice.
    """

    days: str = field(kw_only=False)
    hours: str = field(kw_only=False)
    zone: str = field(kw_only=False)

    def weekdays(self) -> tuple[int, ...]:
        """ISO numbers of the days, Monday is 1. Raises ValueError for what names none."""
        found: set[int] = set()
        for part in self.days.split(","):
            first, _, last = part.strip().partition("-")
            if first not in DAYS or (last or first) not in DAYS:
                raise ValueError(f"days '{self.days}' are none: write Mon-Thu, or Mon,Wed")
            begin, end = DAYS.index(first), DAYS.index(last or first)
            found |= {(begin + i) % 7 + 1 for i in range((end - begin) % 7 + 1)}
        return tuple(sorted(found))

    def bounds(self) -> tuple[str, str]:
        """When it opens and closes. Raises ValueError for what is no time, and for less than an hour."""
        if not _HOURS.fullmatch(self.hours):
            raise ValueError(f"hours '{self.hours}' are none: write 09:00-15:00")
        opens, _, closes = self.hours.partition("-")
        if (_minutes(closes) - _minutes(opens) - 1) % 1440 + 1 < _SHORTEST_MINUTES:
            raise ValueError(f"hours '{self.hours}' are less than an hour, which a schedule of GitHub may miss")
        return opens, closes

    def check(self) -> None:
        """Raises ValueError with what is wrong about it."""
        from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

        self.weekdays()
        self.bounds()
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"there is no time zone '{self.zone}': write its IANA name, such as Europe/Madrid") from None

    def contains(self, moment: datetime) -> bool:
        """Whether it is open at this moment, which knows its own time zone."""
        from zoneinfo import ZoneInfo

        there = moment.astimezone(ZoneInfo(self.zone))
        now, day, days, (opens, closes) = f"{there:%H:%M}", there.isoweekday(), self.weekdays(), self.bounds()
        if opens < closes:
            return day in days and opens <= now < closes
        return (day in days and opens <= now) or ((day + 5) % 7 + 1 in days and now < closes)

    def __str__(self) -> str:
        return f"{self.days} {self.hours} {self.zone}"


def _minutes(time: str) -> int:
    hours, _, minutes = time.partition(":")
    return int(hours) * 60 + int(minutes)
