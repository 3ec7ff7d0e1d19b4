"""The jobs of a matrix, as GitHub's documentation and its MatrixBuilder have them."""

from __future__ import annotations

from typing import Any

import pytest

from synth.simulate.values import Event
from tests.simulate.telling import of_jobs

FRUIT = (
    "fruit: [apple, pear], animal: [cat, dog], include: [{color: green}, {color: pink, animal: cat}, {fruit: apple, shape: circle}, "
    "{fruit: banana}, {fruit: banana, animal: cat}]"
)


def legs(matrix: str, event: Event | str = "push") -> list[tuple[str, dict[str, Any]]] | None:
    found = of_jobs(f"a: {{strategy: {{matrix: {{{matrix}}}}}}}", event).job("a").legs
    return None if found is None else [(leg.name, dict(leg.values)) for leg in found]


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ("v: [1, 2]", [("a (1)", {"v": 1}), ("a (2)", {"v": 2})]),
        (
            FRUIT,
            [
                ("a (apple, cat)", {"fruit": "apple", "animal": "cat", "color": "pink", "shape": "circle"}),
                ("a (apple, dog)", {"fruit": "apple", "animal": "dog", "color": "green", "shape": "circle"}),
                ("a (pear, cat)", {"fruit": "pear", "animal": "cat", "color": "pink"}),
                ("a (pear, dog)", {"fruit": "pear", "animal": "dog", "color": "green"}),
                ("a (banana)", {"fruit": "banana"}),
                ("a (banana, cat)", {"fruit": "banana", "animal": "cat"}),
            ],
        ),
        ("os: [l, w], v: [1, 2], exclude: [{os: w, v: '2'}]", [("a (l, 1)", {"os": "l", "v": 1}), ("a (l, 2)", {"os": "l", "v": 2}), ("a (w, 1)", {"os": "w", "v": 1})]),
        ("os: [l, w], v: [1, 2], exclude: [{os: l}]", [("a (w, 1)", {"os": "w", "v": 1}), ("a (w, 2)", {"os": "w", "v": 2})]),
        ("os: [{n: l, v: 1}, {n: w, v: 1}], exclude: [{os: {n: L}}]", [("a (w, 1)", {"os": {"n": "w", "v": 1}})]),
        ("include: [{v: 1}, {v: 2, w: x}]", [("a (1)", {"v": 1}), ("a (2, x)", {"v": 2, "w": "x"})]),
        ("v: [1], exclude: [{v: 1}], include: [{v: 1, w: 2}]", [("a (1, 2)", {"v": 1, "w": 2})]),
        ("v: '${{ fromJSON(''[\"x\", \"y\"]'') }}'", [("a (x)", {"v": "x"}), ("a (y)", {"v": "y"})]),
        ("v: '${{ fromJSON(vars.X) }}'", None),
        ("v: [1, '${{ vars.X }}']", None),
    ],
)  # fmt: skip
def test_combinations(matrix: str, expected: list[tuple[str, dict[str, Any]]] | None) -> None:
    assert expected == legs(matrix)


def test_a_matrix_from_an_output_is_known_once_that_is_given() -> None:
    jobs = """
        plan: {outputs: {m: "${{ steps.s.outputs.m }}"}}
        a: {needs: plan, strategy: {matrix: "${{ fromJSON(needs.plan.outputs.m) }}"}}
    """
    assert None is of_jobs(jobs).job("a").legs
    found = of_jobs(jobs, Event(name="push", outputs={"plan.m": '{"v": [1, 2]}'})).job("a").legs
    assert found is not None
    assert ["a (1)", "a (2)"] == [leg.name for leg in found]


@pytest.mark.parametrize(
    ("output", "why"),
    [
        ('{"v": []}', "'v' of the matrix has no values"),
        ("[]", "the matrix is no mapping"),
        ('{"include": []}', "the matrix is empty, so that there is no job to run"),
        ("{", "Error parsing fromJson: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ('{"v": [1], "exclude": [{"w": 1}]}', "'w' of 'exclude' is no key of the matrix"),
        ('{"v": ' + str(list(range(257))) + "}", "the matrix gives 257 jobs, and GitHub runs 256 at most"),
    ],
)
def test_a_matrix_that_github_refuses(output: str, why: str) -> None:
    jobs = """
        plan: {outputs: {m: "${{ steps.s.outputs.m }}"}}
        a: {needs: plan, strategy: {matrix: "${{ fromJSON(needs.plan.outputs.m) }}"}}
        b: {needs: a, if: failure()}
    """
    found = of_jobs(jobs, Event(name="push", outputs={"plan.m": output}))
    assert ("fails", why, "runs") == (found.job("a").status, found.job("a").why, found.job("b").status)


def test_environments_and_groups_of_each_job() -> None:
    job = of_jobs(
        "a: {strategy: {matrix: {e: [dev, prod]}}, environment: '${{ matrix.e }}', concurrency: 'd-${{ matrix.e }}', name: 'To ${{ matrix.e }}'}"
    ).job("a")
    assert ("dev", "prod") == job.environments
    assert ["d-dev", "d-prod"] == [one.group for one in job.concurrency]
    assert job.legs is not None
    assert ["To dev", "To prod"] == [leg.name for leg in job.legs]
