"""Which release an entry of the lock should move to: the rules of `ghsynth lock --update`, without the network."""

from __future__ import annotations

from datetime import date

from synth.bindings.version import numbers
from synth.record import Record, positional

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal, TypeAlias

    from synth.bindings.lock import Entry

    Within: TypeAlias = Literal["major", "minor"]

STALE_DAYS = 60  # after which an entry deserves a second look


@positional
class Release(Record):
    """A tag of an action's repository: its name, the commit that it stands for (peeled), and the day on which it was made."""

    name: str
    commit: str
    day: str


def newest(entry: Entry, releases: Iterable[Release], today: str, within: Within = "major", cooldown_days: int = 7) -> Release | None:
    """The newest release that the entry may follow; None when it has that already, or is not of a version.

    The reference bounds it: `@v4` follows 4.x.y, `@v4.2` follows 4.2.y, an exact version and a branch follow nothing. `within="minor"` keeps the
    minor version that is pinned. A release younger than the cooldown is passed over: most compromised ones were found within days.
    """
    asked = numbers(entry.reference.rpartition("@")[2])
    pinned = numbers(entry.version)
    if not asked or len(asked) > 2 or not pinned:
        return None
    bound = max(asked, pinned[:2], key=len) if within == "minor" else asked
    candidates = [
        (version, release)
        for release in releases
        if (version := numbers(release.name)) is not None
        and len(version) == 3
        and "-" not in release.name
        and version[: len(bound)] == bound
        and version > pinned
        and age_days(release.day, today) >= cooldown_days
    ]
    return max(candidates, key=lambda found: found[0])[1] if candidates else None


def age_days(day: str, today: str) -> int:
    """Days between two dates, of which the first may be a month or a year: then it counts from its first day."""
    return (date.fromisoformat(_whole(today)) - date.fromisoformat(_whole(day))).days


def stale(entries: Iterable[Entry], today: str) -> tuple[Entry, ...]:
    """The entries that nobody has looked at for a while."""
    return tuple([entry for entry in entries if age_days(entry.date, today) > STALE_DAYS])


def _whole(day: str) -> str:
    return day + "-01-01"[len(day) - 4 :] if len(day) < 10 else day[:10]
