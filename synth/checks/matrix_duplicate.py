"""A list of values in a matrix holds no value twice.

Each would run the same jobs again, and one of them was probably meant to be another.
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.matrix_values import matrices
from synth.checks.subject import Found, Subject
from synth.checks.values import same, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  test:
    strategy:
      matrix:
        node: [22, 24, 24]
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""
GOOD = """
on: push
jobs:
  test:
    strategy:
      matrix:
        node: [22, 24]
    runs-on: ubuntu-latest
    steps:
      - run: make test
"""


def check(subject: Subject) -> Iterator[Found]:
    for name, job, matrix in matrices(subject):
        for axis, values in matrix.axes.items():
            if not isinstance(values, tuple):
                continue
            for i, value in enumerate(values):
                if any([same(value, before) for before in values[:i]]):
                    message = f"{words(value)} is in '{axis}' of the matrix of job '{name}' twice"
                    yield Found(places.at(job, "strategy", "matrix", axis, i), message, "leave one of them out")
