"""What expressions may name where they stand: the contexts as the workflow around them fills them."""

from __future__ import annotations

import pytest

from tests.checks.reports import job, reported

HEAD = "on: push\njobs:\n"


def rules(text: str, beside: dict[str, str] | None = None) -> list[tuple[int, int, str]]:
    return [(line, column, rule) for line, column, rule, _ in reported(text, beside=beside)]


def echo(expression: str) -> str:
    return f"- run: make\n  env:\n    X: ${{{{ {expression} }}}}"


STEPS = """
- id: built
  run: make
- uses: actions/cache@v5
  id: kept
  with: {path: a, key: b}
"""


@pytest.mark.parametrize(
    ("expression", "rule"),
    [
        ("steps.built.outputs.anything", None),
        ("steps.built.outcome", None),
        ("steps.kept.outputs.cache-hit", None),
        ("steps.kept.outputs.cache_hit", "unknown-property"),
        ("steps.later.outputs.x", "unknown-property"),
        ("steps.built.result", "unknown-property"),
        ("github.reff", "unknown-property"),
        ("runner.OS", None),
        ("needs.other.result", "unknown-property"),
        ("matrix.os", "unknown-property"),
        ("inputs.x", "unknown-property"),
        ("vars.ANY", None),
        ("secrets.ANY", None),
        ("env.ANY", None),
        ("jobs.a.result", "unavailable-context"),
        ("success()", "unavailable-function"),
        ("hashFiles('a')", None),
    ],
)
def test_a_step_can_read(expression: str, rule: str | None) -> None:
    found = [name for _, _, name in rules(job(steps=STEPS + echo(expression)))]
    assert ([rule] if rule else []) == [name for name in found if name != "self-hosted"], found


def test_what_a_job_needs_gives_its_outputs() -> None:
    text = (
        HEAD + "  a:\n    runs-on: ubuntu-24.04\n    outputs: {image: x}\n    steps: [{run: make}]\n"
        "  b:\n    needs: a\n    runs-on: ubuntu-24.04\n    if: needs.a.outputs.image && needs.a.outputs.tag\n    steps: [{run: make}]\n"
    )
    assert [(10, 34, "unknown-property")] == rules(text)


def test_axes_of_a_matrix_have_kinds() -> None:
    text = HEAD + (
        "  a:\n    runs-on: ubuntu-24.04\n    strategy:\n      matrix:\n        size: [1, 2]\n        include: [{size: 3, name: c}]\n"
        "    timeout-minutes: ${{ matrix.size }}\n    continue-on-error: ${{ matrix.name }}\n    steps: [{run: make}]\n"
    )
    assert [(10, 28, "wanted-kind")] == rules(text)


def test_inputs_of_both_triggers_are_there_with_their_kinds() -> None:
    text = (
        "on:\n  workflow_call:\n    inputs: {fast: {type: boolean}}\n  workflow_dispatch:\n    inputs: {deep: {type: number}}\njobs:\n  a:\n"
        "    runs-on: ubuntu-24.04\n    continue-on-error: ${{ inputs.fast }}\n    timeout-minutes: ${{ inputs.deep }}\n    if: inputs.slow\n    steps: [{run: make}]\n"
    )
    assert [(11, 9, "unknown-property")] == rules(text)


def test_an_expression_in_a_block_has_its_own_place() -> None:
    text = job(steps="- run: |\n    make\n    echo ${{ github.reff }}")
    assert [(8, 20, "unknown-property")] == rules(text)


def test_a_called_workflow_wants_its_kinds_and_gives_its_outputs() -> None:
    called = (
        "on:\n  workflow_call:\n    inputs: {count: {type: number}, name: {type: string}}\n    outputs: {url: {value: a}}\n"
        "jobs:\n  x:\n    runs-on: ubuntu-24.04\n    steps: [{run: make}]\n"
    )
    text = HEAD + (
        "  a:\n    uses: ./.github/workflows/called.yml\n    with:\n      count: ${{ github.ref_name }}\n      name: ${{ github.ref_name }}\n"
        "  b:\n    needs: a\n    runs-on: ubuntu-24.04\n    if: needs.a.outputs.url == needs.a.outputs.uri\n    steps: [{run: make}]\n"
    )
    assert [(6, 17, "call-input-type"), (11, 32, "unknown-property")] == rules(text, {".github/workflows/called.yml": called})


def test_what_a_stranger_decides_does_not_become_a_script() -> None:
    text = job(steps="- run: echo ${{ github.event.issue.title }}\n- uses: actions/github-script@v8\n  with:\n    script: x(${{ github.head_ref }})")
    assert [(6, 23, "untrusted-input"), (9, 25, "untrusted-input")] == rules(text)


@pytest.mark.parametrize("condition", ["true", "${{ true }}", "1 == 1", "contains('abc', 'b')"])
def test_a_condition_depends_on_something(condition: str) -> None:
    assert [(5, 9, "constant-condition")] == rules(job(f"if: {condition}"))


def test_text_around_brackets_makes_a_condition_true() -> None:
    assert [(5, 9, "condition-text")] == rules(job("if: ${{ github.ref }} == 'x'"))


def test_what_runs_before_and_after_a_program_has_no_brackets() -> None:
    text = "name: A\ndescription: B\nruns:\n  using: node24\n  main: a.js\n  post: b.js\n  post-if: ${{ success() }}\n"
    assert [(7, 12, "expression-in-brackets", "'post-if' takes an expression without ${{ }}")] == reported(text, "action.yml")


@pytest.mark.parametrize(
    ("triggers", "is_told"),
    [
        ("workflow_call: {secrets: {A: {}}}", True),
        ("workflow_call: {secrets: {}}", True),
        ("workflow_call:", False),
        ("workflow_call: {secrets: {}}\n  push:", False),
    ],
)
def test_a_called_workflow_has_the_secrets_that_it_declares(triggers: str, is_told: bool) -> None:
    text = f"on:\n  {triggers}\n" + job(steps=echo("secrets.B || secrets.GITHUB_TOKEN")).removeprefix("on: push\n")
    assert is_told == ("unknown-property" in [rule for _, _, rule in rules(text)])
