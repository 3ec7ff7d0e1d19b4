"""What `exclude` of a matrix names is in the matrix.

An entry with a value that no list holds takes nothing away, so jobs run that were not meant to. A key that the matrix does not have GitHub refuses
when the job is to begin (actions/runner, src/Sdk/WorkflowParser, MatrixBuilder.cs).
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.matrix_values import matrices
from synth.checks.subject import Found, Subject
from synth.checks.values import matches, words
from synth.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from synth.model import Matrix

LEVEL = "lint"
SEVERITY = "warning"
BAD = """
on: push
jobs:
  test:
    strategy:
      matrix:
        os: [ubuntu-latest, macos-latest]
        node: [22, 24]
        exclude:
          - os: macos
            nodes: 22
    runs-on: ${{ matrix.os }}
    steps:
      - run: make test
"""
GOOD = """
on: push
jobs:
  test:
    strategy:
      matrix:
        os: [ubuntu-latest, macos-latest]
        node: [22, 24]
        exclude:
          - os: macos-latest
            node: 22
    runs-on: ${{ matrix.os }}
    steps:
      - run: make test
"""
_SHOWN = 12  # values


def check(subject: Subject) -> Iterator[Found]:
    for name, job, matrix in matrices(subject):
        if not isinstance(matrix.exclude, tuple) or not all([isinstance(entry, dict) for entry in matrix.include or ()]):
            continue
        known = _known(matrix)
        for i, entry in enumerate(matrix.exclude):
            for axis, wanted in entry.items() if isinstance(entry, dict) else ():
                if places.dynamic(axis):
                    continue
                place = "strategy", "matrix", "exclude", i, axis
                owner = f"the matrix of job '{name}'"
                if axis not in known:
                    yield Found(places.key(job, *place), f"{owner} has no '{axis}' to exclude{nearest(axis, known)}", "name one of its keys")
                elif (values := known[axis]) is not None and not any([matches(value, wanted) for value in values]):
                    remedy = f"its values are {', '.join([words(value) for value in values])}" if len(values) <= _SHOWN else ""
                    yield Found(places.at(job, *place), f"'{axis}' in {owner} is never {words(wanted)}", remedy)


def _known(matrix: Matrix) -> dict[str, list[Any] | None]:
    """The values of each key; None for those that only the run knows."""
    known: dict[str, list[Any] | None] = {axis: list(values) if isinstance(values, tuple) else None for axis, values in matrix.axes.items()}
    for entry in matrix.include or ():
        for axis, value in entry.items() if isinstance(entry, dict) else ():
            values = known.setdefault(axis, [])
            if values is not None:
                values.append(value)
    return known
