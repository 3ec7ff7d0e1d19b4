"""One thing where a list belongs, and other things of the wrong kind."""

from __future__ import annotations

from typing import Any

import pytest

from synth import Job, Matrix, Workflow, axis, push, run
from synth.bindings.lock import builtin
from synth.link import link
from synth.problems import DefinitionError

HELLO = Job("Hello", [run("true")])


@pytest.mark.parametrize(
    ("settings", "messages"),
    [
        ({"on": push()}, ["workflow 'A': a list is wanted, not one Trigger: put brackets around it, on=[push()]"]),
        ({"on": ["push"]}, ["workflow 'A': 'push' is no Trigger: write on=[push()]"]),
        ({"jobs": HELLO}, ["workflow 'A': a list is wanted, not one Job: put brackets around it, jobs=[Job(...)]"]),
        ({"jobs": [Job("B", run("true"))]}, ["job 'B': a list is wanted, not one Step: put brackets around it, [run(...)]"]),  # type: ignore[arg-type]
        (
            {"jobs": [Job("B", ["make"], concurrency="x")]},  # type: ignore[list-item, arg-type]
            ["job 'B': 'make' is no Step: write [run(...)]", "job 'B': 'x' is no Concurrency: write Concurrency('x')"],
        ),
    ],
)
def test_what_stands_where_something_else_belongs_is_told(settings: dict[str, Any], messages: list[str]) -> None:
    with pytest.raises(DefinitionError) as caught:
        link(Workflow("A", **{"on": [push()], "jobs": [HELLO], **settings}), builtin().pin)
    assert messages == [problem.message for problem in caught.value.problems]


def test_an_output_of_a_job_with_a_matrix_is_refused_also_by_its_own_name() -> None:
    class Grid(Matrix):
        node = axis("22", "24")

    version = run("v", name="Version", outputs=["tag"])
    many = Job("Many", [version], matrix=Grid(), outputs={"tag": version.outputs.tag})
    reader = Job("Reader", [run("echo {tag}", tag=many.output("tag"))])
    with pytest.raises(DefinitionError, match="whose job 'Many' has a matrix: only the combination that ends last would be read"):
        link(Workflow("A", on=[push()], jobs=[many, reader]), builtin().pin)
