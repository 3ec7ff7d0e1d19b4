"""Steps are matched by content; only what really changed places has moved."""

from __future__ import annotations

import random

import pytest

from synth.compare.aligning import increasing
from synth.compare.matching import align_steps, renamed_jobs


def _steps(names: str) -> list[dict[str, str]]:
    return [{"run": f"echo {name} {name * 9}"} for name in names]


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        ("abc", "xabc", []),
        ("abc", "bc", []),
        ("aba", "ba", []),
        ("abc", "acb", ["c"]),
        ("abcd", "bcda", ["a"]),
        ("abcd", "dabc", ["d"]),
        ("aab", "aaab", []),
        ("abc", "cbxa", ["b", "c"]),
    ],
)
def test_moves(before: str, after: str, moved: list[str]) -> None:
    made = align_steps(_steps(before), _steps(after))
    assert sorted(before[i] for i in made.moved()) == moved


def test_an_insertion_or_a_removal_moves_nothing() -> None:
    chance = random.Random(7)
    for _ in range(300):
        steps = [
            {"uses": "actions/checkout@v4"} if chance.random() < 0.3 else {"run": f"echo {chance.randint(0, 5)}"} for _ in range(chance.randint(1, 9))
        ]
        fewer = [step for step in steps if chance.random() < 0.7]
        assert (align_steps(steps, fewer).moved(), align_steps(fewer, steps).moved()) == (set(), set())


def test_the_longest_increasing_subsequence() -> None:
    assert increasing([0, 2, 1]) == [0, 1]
    assert increasing([3, 0, 1, 2]) == [0, 1, 2]
    assert increasing([]) == []


def test_jobs_are_renamed_by_most_of_their_steps() -> None:
    one, other = {"steps": _steps("abc")}, {"steps": _steps("abd")}
    assert renamed_jobs({"x": one}, {"y": other}) == {"x": "y"}
    assert renamed_jobs({"x": one}, {"y": {"steps": _steps("ade")}}) == {}
    assert renamed_jobs({"x": {"uses": "./a.yml", "name": "A"}}, {"y": {"uses": "./a.yml", "name": "B"}}) == {"x": "y"}
