"""A matrix has at least one list of values, none that is empty, and gives at most 256 jobs.

GitHub refuses a matrix that is empty or has an empty vector (actions/runner, src/Sdk/WorkflowParser, MatrixBuilder.cs); the limit is
https://docs.github.com/actions/reference/limits#existing-system-limits
"""

from __future__ import annotations

from synth.checks import places
from synth.checks.subject import Found, Subject
from synth.model import Matrix, Strategy

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from synth.model import CallJob, Job

LEVEL = "grammar"
SEVERITY = "error"
BAD = """
on: push
jobs:
  test:
    strategy:
      matrix:
        node: []
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
MOST = 256


def check(subject: Subject) -> Iterator[Found]:
    for name, job, matrix in matrices(subject):
        place = "strategy", "matrix"
        empty = [axis for axis, values in matrix.axes.items() if isinstance(values, tuple) and not values]
        for axis in empty:
            yield Found(places.at(job, *place, axis), f"'{axis}' in the matrix of job '{name}' has no values", "give it some, or leave it out")
        if matrix.include == ():
            yield Found(places.at(job, *place, "include"), f"'include' in the matrix of job '{name}' is empty", "leave it out")
        elif not matrix.axes and matrix.include is None and matrix.exclude is None:
            yield Found(places.at(job, *place), f"the matrix of job '{name}' has no list of values", "give it one, or leave out the matrix")
        elif not empty and (size := _least(matrix)) > MOST:
            message = f"the matrix of job '{name}' gives {size} jobs; GitHub runs at most {MOST}"
            yield Found(places.at(job, *place), message, "leave out values, or share them out among several jobs")


def matrices(subject: Subject) -> Iterator[tuple[str, Job | CallJob, Matrix]]:
    """The matrices that are written out, each with the id of its job and the job."""
    workflow = subject.workflow
    for name, job in workflow.jobs.items() if workflow else ():
        strategy = getattr(job, "strategy", None)
        if isinstance(strategy, Strategy) and isinstance(strategy.matrix, Matrix):
            yield name, job, strategy.matrix


def _least(matrix: Matrix) -> int:
    """How many jobs there are at least; 0 where nobody knows before the run."""
    if matrix.exclude or any([not isinstance(values, tuple) for values in matrix.axes.values()]):
        return 0
    size = 1 if matrix.axes else 0
    for values in matrix.axes.values():
        size *= len(values)
    return size if matrix.axes or not isinstance(matrix.include, tuple) else len(matrix.include)
