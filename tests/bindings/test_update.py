"""Which release an entry follows."""

from __future__ import annotations

import pytest

from synth.bindings.lock import Entry
from synth.bindings.update import Release, age_days, newest, stale

TODAY = "2026-11-21"
RELEASES = [
    Release(name, f"{n:040x}", day)
    for n, (name, day) in enumerate(
        {
            "v4.2.1": "2026-01-01",
            "v4.2.2": "2026-02-01",
            "v4.3.0": "2026-03-01",
            "v4.4.0": "2026-11-20",
            "v4.5.0-rc.1": "2026-04-01",
            "v4": "2026-11-20",
            "v5.0.0": "2026-05-01",
            "nightly": "2026-06-01",
        }.items()
    )
]


def entry(reference: str, version: str) -> Entry:
    return Entry(reference, "0" * 40, version, "2026-01-01")


@pytest.mark.parametrize(
    ("reference", "version", "within", "cooldown", "expected"),
    [
        pytest.param("o/r@v4", "v4.2.1", "major", 7, "v4.3.0", id="newest of the major that is old enough"),
        pytest.param("o/r@v4", "v4.2.1", "major", 0, "v4.4.0", id="no cooldown"),
        pytest.param("o/r@v4", "v4.2.1", "minor", 7, "v4.2.2", id="within the minor"),
        pytest.param("o/r@v4.2", "v4.2.1", "major", 7, "v4.2.2", id="the reference bounds it"),
        pytest.param("o/r@v4", "v4.3.0", "major", 7, None, id="nothing newer"),
        pytest.param("o/r@v4.2.1", "v4.2.1", "major", 7, None, id="an exact version stays"),
        pytest.param("o/r@main", "v4.2.1", "major", 7, None, id="a branch follows no version"),
        pytest.param("o/r@v3", "v3.0.0", "major", 7, None, id="no release of that major"),
    ],
)
def test_an_entry_follows(reference: str, version: str, within: str, cooldown: int, expected: str | None) -> None:
    found = newest(entry(reference, version), RELEASES, TODAY, within, cooldown)  # type: ignore[arg-type]
    assert expected == (found.name if found else None)


@pytest.mark.parametrize(("day", "days"), [("2026-11-21", 0), ("2026-11-01", 20), ("2026-11", 20), ("2026", 324)])
def test_age_counts_from_the_first_day_of_what_is_known(day: str, days: int) -> None:
    assert days == age_days(day, TODAY)


def test_entries_that_nobody_looked_at_for_two_months_are_stale() -> None:
    old, new = entry("o/r@v1", "v1.0.0"), Entry("o/r@v2", "0" * 40, "v2.0.0", "2026-11-01")
    assert (old,) == stale([old, new], TODAY)
