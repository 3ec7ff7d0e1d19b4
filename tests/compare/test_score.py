"""The comparison on real changes, which lie beside the project: what has to be told is told, and nothing where nothing changed."""

from __future__ import annotations

import pytest

from tests.compare.score import PACK, annotated, bulk, false_moves, false_row, only_pins, percentile

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not PACK.is_file(), reason="the collection of real changes is not here: put it into ../shared, or name its folder in GHSYNTH_SHARED"
    ),
]


def test_annotated_changes_are_told() -> None:
    found = list(annotated())
    wanted = sum([len(one.expected["categories"]) for one in found if one.expected["semantic_change"]])
    missing = sum([len(one.missing_categories) for one in found])
    assert len(found) >= 24
    assert missing <= 0.05 * wanted
    assert [(one.name, one.missing_words) for one in found if one.missing_words] == []
    assert [one.name for one in found if not one.expected["semantic_change"] and one.comparison.changes] == []
    assert sum([not one.severity_right for one in found]) <= 1


def test_real_changes_have_rows_exactly_where_their_meaning_differs() -> None:
    pairs = list(bulk())
    assert [pair.number for pair in pairs if pair.comparison is None] == []
    assert [pair.number for pair in pairs if false_row(pair)] == []
    assert [pair.number for pair in pairs if false_moves(pair)] == []
    same = [pair for pair in pairs if pair.row["auto_categories"] == ["NOOP"] and pair.comparison is not None]
    assert [pair.number for pair in same if pair.comparison and pair.comparison.changes] == []
    assert [pair.number for pair in pairs if pair.row["auto_categories"] == ["USES-ONLY"] and not only_pins(pair)] == []
    times = [pair.milliseconds for pair in pairs]  # of CPU; twice the target, for machines that are busy
    assert (percentile(times, 0.99) <= 30, max(times) <= 500) == (True, True)
