"""Steps that several jobs and workflows share are written once, and never where that would be wrong."""

from __future__ import annotations

import pytest

from synth import Action, Job, Matrix, Workflow, axis, github, push, run, uses
from synth.bindings.lock import builtin
from synth.link import link, link_action
from synth.model import Uses
from synth.problems import DefinitionError

PIN = builtin().pin


def steps_of(jobs: list[Job], pin: object = PIN) -> list[list[tuple[str | None, str | None]]]:
    linked = link(Workflow("A", on=[push()], jobs=jobs), pin)  # type: ignore[arg-type]
    return [[(step.id, step.run or (step.uses and step.uses.reference)) for step in job.steps] for job in linked.jobs.values()]  # type: ignore[union-attr, misc]


def test_shared_steps_are_the_same_objects() -> None:
    shared = [run("make"), run("make test")]
    a, b = (link(Workflow(name, on=[push()], jobs=[Job("J", shared)]), PIN) for name in "AB")
    assert a.jobs["j"].steps[0] is b.jobs["j"].steps[0]  # type: ignore[union-attr]


def test_a_list_that_changed_is_written_anew() -> None:
    shared = [run("make")]
    assert [[(None, "make")]] == steps_of([Job("J", shared)])
    shared.append(run("make test"))
    assert [[(None, "make"), (None, "make test")]] == steps_of([Job("J", shared)])


def test_another_lock_pins_anew() -> None:
    shared = [uses("actions/checkout@v7")]
    first, second = (steps_of([Job("J", shared)], lambda reference, sha=sha: Uses(f"actions/checkout@{sha}")) for sha in ("a" * 40, "b" * 40))
    assert ([[(None, f"actions/checkout@{'a' * 40}")]], [[(None, f"actions/checkout@{'b' * 40}")]]) == (first, second)


def test_an_id_is_there_only_where_somebody_reads_the_step() -> None:
    version = run("v", name="Version", outputs=["tag"])
    shared = [version]
    reader = Job("Reader", [run("echo {tag}", tag=version.outputs.tag)])
    assert [[(None, "v")]] == steps_of([Job("J", shared)])
    assert [("version", "v")] == steps_of([Job("J", shared), reader])[0]
    assert [[(None, "v")]] == steps_of([Job("J", shared)])


def test_steps_that_read_a_matrix_are_written_for_each_matrix() -> None:
    class Grid(Matrix):
        node = axis("22", "24")

    class Other(Matrix):
        node = axis("20")

    grid, other = Grid(), Other()
    shared = [run("echo {node}", node=grid.node)]
    link(Workflow("A", on=[push()], jobs=[Job("J", shared, matrix=grid)]), PIN)
    with pytest.raises(DefinitionError, match="which is not its matrix"):
        link(Workflow("B", on=[push()], jobs=[Job("J", shared, matrix=other)]), PIN)


def test_steps_that_read_another_job_are_written_for_each_workflow() -> None:
    def value(name: str) -> str:
        source = run("v", name="Version", outputs=["tag"])
        given = Job(name, [source])
        reader = Job("Reader", [run("echo {tag}", tag=source.outputs.tag, env={"S": github.sha})])
        linked = link(Workflow("A", on=[push()], jobs=[given, reader]), PIN)
        return str(linked.jobs["reader"].steps[0].env["TAG"])  # type: ignore[union-attr, index]

    assert ["${{ needs.one.outputs.version-tag }}", "${{ needs.two.outputs.version-tag }}"] == [value("One"), value("Two")]


def test_an_id_that_one_workflow_needs_is_not_in_the_next() -> None:
    version = run("v", name="Version", outputs=["tag"])
    shared = [version]
    reader = Job("Reader", [run("echo {tag}", tag=version.outputs.tag)])
    assert [("version", "v")] == steps_of([Job("J", shared), reader])[0]
    assert [[(None, "v")]] == steps_of([Job("J", shared)])


def test_a_step_of_a_job_and_of_an_action_has_its_shell_in_the_action_only() -> None:
    step = run("make")
    job = Workflow("A", on=[push()], jobs=[Job("J", [step])])
    action = Action("X", description="d", steps=[step])
    assert [None, "bash", None] == [
        link(job, PIN).jobs["j"].steps[0].shell,  # type: ignore[union-attr]
        link_action(action, PIN).steps[0].shell,
        link(job, PIN).jobs["j"].steps[0].shell,  # type: ignore[union-attr]
    ]
