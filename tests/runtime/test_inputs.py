"""Inputs and the texts that stand in them."""

from __future__ import annotations

import random

import pytest

from synth.runtime.clock import full_jitter
from synth.runtime.expectation import ABSENT, is_one_of, pointer, statuses, value_at
from synth.runtime.inputs import InputError, Inputs
from synth.runtime.verdict import FAIL_ON, exit_code, outcomes
from synth.runtime.version import VersionEcho, version_path


def test_everything_that_is_wrong_is_said_at_once() -> None:
    inputs = Inputs({"INPUT_A": "x", "INPUT_B_C": "maybe", "INPUT_D": "11", "INPUT_E": "2.5"})
    inputs.number("a", 1, 0, 10)
    inputs.truth("b-c", False)
    inputs.number("d", 1, 0, 10)
    inputs.whole("e", 1, 0, 10)
    with pytest.raises(InputError) as caught:
        inputs.done()
    assert ["a: 'x' is no number", "b-c: 'maybe' is neither true nor false", "d: 11 is not between 0 and 10", "e: 2.5 is no whole number"] == (
        caught.value.problems
    )


@pytest.mark.parametrize("text", ["20", "2x", "abc", "600", "200;204"])
def test_no_status(text: str) -> None:
    with pytest.raises(ValueError, match="is no HTTP status"):
        statuses(text)


def test_statuses_by_code_and_class() -> None:
    wanted = statuses("200, 3XX")
    assert [True, False, True] == [is_one_of(code, wanted) for code in (200, 204, 301)]


def test_pointers_reach_into_objects_and_lists() -> None:
    data = {"a/b": [{"~": 1}], "": 2}
    assert [1, 2, ABSENT, data] == [value_at(data, p) for p in ("/a~1b/0/~0", "/", "/a~1b/7", "")]
    with pytest.raises(ValueError, match="is no JSON pointer"):
        pointer("status")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("header:X-Version", VersionEcho("", header="X-Version")),
        ("/version", VersionEcho("", pointer="/version")),
        ("/about#/build/sha", VersionEcho("", "/about", pointer="/build/sha")),
        ("/about#header:X-Version", VersionEcho("", "/about", header="X-Version")),
    ],
)
def test_forms_of_a_version_path(text: str, wanted: VersionEcho) -> None:
    assert wanted == version_path(text)


@pytest.mark.parametrize("text", ["version", "about#/x", "header:", "header:a b", "/x#y"])
def test_no_version_path(text: str) -> None:
    with pytest.raises(ValueError, match="is no "):
        version_path(text)


def test_outcomes_that_do_not_stop_the_step() -> None:
    assert [0, 1, 6, 0, 0] == [
        exit_code("passed", FAIL_ON, False),
        exit_code("failed", FAIL_ON, False),
        exit_code("inconclusive", FAIL_ON, False),
        exit_code("inconclusive", outcomes("failed"), False),
        exit_code("failed", FAIL_ON, True),
    ]
    with pytest.raises(ValueError, match="'broken' is no outcome"):
        outcomes("failed,broken")


def test_jitter_stays_between_a_fifth_of_the_base_and_half_a_minute() -> None:
    uniform = random.Random(7).uniform
    waits = [full_jitter(5, failures, uniform) for failures in range(1, 12) for _ in range(50)]
    assert min(waits) >= 1
    assert max(waits) <= 30
    assert full_jitter(0, 3) == 0
