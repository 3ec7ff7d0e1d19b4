"""Versions in tags, and which of them promise the same."""

from __future__ import annotations

import pytest

from synth.bindings.version import is_moving, numbers, same


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("v4", (4,)),
        ("4.1", (4, 1)),
        ("v4.1.2", (4, 1, 2)),
        ("v2.0.0-beta.1", (2, 0, 0)),
        ("0.35.0", (0, 35, 0)),
        ("", None),
        ("v", None),
        ("main", None),
        ("releases/v1", None),
        ("version-4", None),
        ("v1.2.3.4", None),
        ("v4.x", None),
        ("v\u0664", None),
    ],
)
def test_a_tag_has_up_to_three_numbers(tag: str, found: tuple[int, ...] | None) -> None:
    assert found == numbers(tag)


def test_a_tag_of_fewer_numbers_moves() -> None:
    assert [True, True, False] == [is_moving(version) for version in ((4,), (4, 1), (4, 1, 2))]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ((4,), (4, 2, 1), True),
        ((4, 1, 0), (4, 2, 1), True),
        ((3,), (4, 2, 1), False),
        ((0, 35, 0), (0, 36, 0), False),
        ((0, 36), (0, 36, 0), True),
        ((0,), (0, 36, 0), None),
        ((0,), (1, 0, 0), False),
        ((), (1, 0, 0), None),
    ],
)
def test_a_major_version_keeps_its_promises_and_before_the_first_each_minor_one(
    one: tuple[int, ...], other: tuple[int, ...], expected: bool | None
) -> None:
    assert expected is same(one, other)
    assert expected is same(other, one)
