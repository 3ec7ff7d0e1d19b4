"""A pipeline as one workflow, and edits of what its stages made."""

from __future__ import annotations

import pytest

from synth import Workflow, call_workflow, insert_steps, replace_step, run
from synth.build.jobs import Job
from synth.pipeline import Edit, Environment, Image, Pipeline, Registry
from synth.problems import DefinitionError
from synth.stages import Build, Lint, UnitTest
from tests.stages.conftest import NPM, jobs_of, linked

BEFORE = ["Check out", "Set up Node.js", "Install dependencies", "npm run lint", "npm run format:check"]


def steps_after(*edits: Edit) -> list[str | None]:
    return [step.name or step.run for step in jobs_of(Lint(NPM), edits=edits)["lint"].steps]


def test_a_pipeline_is_named_and_filed_as_told() -> None:
    workflow = Pipeline("Orders API", stages=[Lint(NPM)], file="delivery.yml").workflow()
    assert ("Orders API", "delivery.yml") == (workflow.name, workflow.file)


def test_a_pipeline_without_stages_has_no_jobs() -> None:
    assert [] == list(Pipeline("x", stages=[]).workflow().jobs)


def test_two_uses_of_a_pipeline_give_equal_workflows() -> None:
    pipeline = Pipeline("x", stages=[Lint(NPM), UnitTest(NPM), Build(Image("a"))])
    assert linked(pipeline.workflow()) == linked(pipeline.workflow())


def test_a_step_is_replaced_by_others() -> None:
    edit = replace_step("Lint", "npm run lint", run("npx biome ci", name="Biome"), run("echo done", name="Done"))
    assert [*BEFORE[:3], "Biome", "Done", BEFORE[4]] == steps_after(edit)


def test_a_step_replaced_by_none_is_gone() -> None:
    assert BEFORE[:4] == steps_after(replace_step("Lint", "npm run format:check"))


def test_steps_are_inserted_before_after_or_at_the_end() -> None:
    new = run("true", name="New")
    assert [*BEFORE[:3], "New", *BEFORE[3:]] == steps_after(insert_steps("Lint", new, before="npm run lint"))
    assert [*BEFORE[:4], "New", BEFORE[4]] == steps_after(insert_steps("Lint", new, after="npm run lint"))
    assert [*BEFORE, "New"] == steps_after(insert_steps("Lint", new))


def test_edits_are_made_in_their_order() -> None:
    first, second = run("true", name="First"), run("true", name="Second")
    assert [*BEFORE, "Second", "First"] == steps_after(insert_steps("Lint", first), insert_steps("Lint", second, before="First"))


def test_an_edit_may_be_any_function() -> None:
    def without_lint(workflow: Workflow) -> Workflow:
        return workflow.replace_job("Lint")

    assert ["unit-tests"] == list(jobs_of(Lint(NPM), UnitTest(NPM), edits=[without_lint]))


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (replace_step("Lnt", "npm run lint"), "workflow 'Orders API' has no job 'Lnt'; did you mean 'Lint'?"),
        (replace_step("Lint", "npm run lnt"), "job 'Lint' has no step 'npm run lnt'; did you mean 'npm run lint'?"),
        (insert_steps("Lint", before="Checkout"), "job 'Lint' has no step 'Checkout'; did you mean 'Check out'?"),
        (insert_steps("Lint", after="Checkout"), "job 'Lint' has no step 'Checkout'; did you mean 'Check out'?"),
    ],
)
def test_an_edit_of_something_unknown_is_answered_with_the_nearest(edit: Edit, message: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        jobs_of(Lint(NPM), edits=[edit])
    assert [f"edit of pipeline 'Orders API': {message}"] == [problem.message for problem in caught.value.problems]


def test_a_step_that_is_there_twice_cannot_be_named() -> None:
    twice = insert_steps("Lint", run("true", name="Check out"))
    with pytest.raises(DefinitionError) as caught:
        steps_after(twice, replace_step("Lint", "Check out"))
    message = "edit of pipeline 'Orders API': job 'Lint' has 2 steps called 'Check out': name them apart"
    assert [message] == [problem.message for problem in caught.value.problems]


def test_a_called_workflow_has_no_steps_to_change() -> None:
    def call(workflow: Workflow) -> Workflow:
        return workflow.replace_job("Lint", call_workflow("a/b/.github/workflows/c.yml@v1", "Lint"))

    with pytest.raises(DefinitionError) as caught:
        steps_after(call, replace_step("Lint", "npm run lint"))
    message = "edit of pipeline 'Orders API': job 'Lint' calls a reusable workflow, so it has no steps to change"
    assert [message] == [problem.message for problem in caught.value.problems]


def test_the_original_of_an_edited_job_stays_as_it_was() -> None:
    job = Job("A", [run("a", name="a")])
    job.replace_step("a", run("b", name="b"))
    assert ["a"] == [step.label for step in job.steps]


def test_a_registry_knows_its_host() -> None:
    assert "111122223333.dkr.ecr.eu-west-1.amazonaws.com" == Registry("111122223333", region="eu-west-1", role="x").host


def test_values_know_the_line_that_made_them() -> None:
    values: list[Environment | Pipeline | Lint] = [
        Environment("a", region="r", cluster="c", role="x", url="https://example.com"),
        Pipeline("x", stages=[]),
        Lint(NPM),
    ]
    first = values[0].origin.line
    assert [(__file__, first), (__file__, first + 1), (__file__, first + 2)] == [(v.origin.file, v.origin.line) for v in values]
