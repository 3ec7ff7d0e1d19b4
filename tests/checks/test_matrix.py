"""The values of a matrix."""

from __future__ import annotations

import pytest

from tests.checks.reports import Reported, job, reported


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ("os: [a, b]", []),
        ("os: ${{ fromJSON(vars.OS) }}", []),
        ("include: [{os: a}]", []),
        ("os: []", [(7, 13, "matrix-values", "'os' in the matrix of job 'build' has no values")]),
        ("os: [a]\ninclude: []", [(8, 18, "matrix-values", "'include' in the matrix of job 'build' is empty")]),
        (
            f"a: [{', '.join(map(str, range(16)))}]\nb: [{', '.join(map(str, range(17)))}]",
            [(7, 9, "matrix-values", "the matrix of job 'build' gives 272 jobs; GitHub runs at most 256")],
        ),
        ("n: [1, 2, 1]", [(7, 19, "matrix-duplicate", "1 is in 'n' of the matrix of job 'build' twice")]),
        ("n: [1, '1']", [(7, 16, "matrix-duplicate", "'1' is in 'n' of the matrix of job 'build' twice")]),
        ("n: [true, 1, '']", []),
        ("n: [{a: 1}, {a: 1, b: 2}, {a: 1}]", [(7, 35, "matrix-duplicate", "{a: 1} is in 'n' of the matrix of job 'build' twice")]),
        ("n: [[1, 2], [2, 1]]", []),
    ],
)
def test_a_matrix_has_values(matrix: str, expected: Reported) -> None:
    assert expected == reported(job("strategy:\n  matrix:\n" + "\n".join([f"    {line}" for line in matrix.split("\n")])))


@pytest.mark.parametrize(
    ("matrix", "exclude", "expected"),
    [
        ("os: [a, b]", "os: a", []),
        ("os: [a, b]", "os: c", [(9, 17, "matrix-exclude", "'os' in the matrix of job 'build' is never 'c'")]),
        ("os: [a, b]", "so: a", [(9, 13, "matrix-exclude", "the matrix of job 'build' has no 'so' to exclude; there are: os")]),
        ("os: [a, '${{ vars.OS }}']", "os: c", []),
        ("os: [a, b]", "os: ${{ vars.OS }}", []),
        ("os: ${{ fromJSON(vars.OS) }}", "os: c", []),
        ("os: [{name: a, n: 1}]", "os: {n: '1'}", []),
        ("os: [{name: a, n: 1}]", "os: {n: 2}", [(9, 17, "matrix-exclude", "'os' in the matrix of job 'build' is never {n: 2}")]),
        ("os: [[a, b]]", "os: [a]", [(9, 17, "matrix-exclude", "'os' in the matrix of job 'build' is never ['a']")]),
        ("os: [a]\n    include: [{os: z, n: 1}]", "{os: z, n: 1}", []),
    ],
)
def test_what_is_excluded_is_there(matrix: str, exclude: str, expected: Reported) -> None:
    assert expected == reported(job(f"strategy:\n  matrix:\n    {matrix}\n    exclude:\n      - {exclude}"))
