"""Eight writers at once: see race.py, which says how many rounds went well."""

from __future__ import annotations

import pytest

from tests.bot.race import careless, rounds
from tests.github.specification import needs_github


@needs_github
def test_eight_writers_leave_one_comment_of_the_newest_commit() -> None:
    assert [] == [one for one in rounds(8) if not one.is_right]


@needs_github
def test_writers_that_find_or_create_leave_several_or_an_old_one() -> None:
    assert 3 <= len([one for one in rounds(8, put=careless) if not one.is_right])


@needs_github
@pytest.mark.slow
def test_so_they_do_two_hundred_times() -> None:
    assert [] == [one for one in rounds(200) if not one.is_right]
