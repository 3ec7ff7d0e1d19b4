"""Where the reader of a file says that its shape is wrong."""

from __future__ import annotations

import pytest

from tests.checks.reports import ACTION, Reported, job, reported, severities

STEPS = "\n    runs-on: ubuntu-latest\n    steps: [{run: make}]"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on: push\njobs:\n  a:\n    steps: [{run: make}]", [(3, 3, "missing-key", "'jobs.a' needs 'runs-on'")]),
        (
            f"on:\n  workflow_call:\n    inputs:\n      x:\n        default: a\njobs:\n  a:{STEPS}",
            [(4, 7, "missing-key", "'on.workflow_call.inputs.x' needs 'type'")],
        ),
        (f"on: push\nconcurrency:\n  queue: max\njobs:\n  a:{STEPS}", [(2, 1, "missing-key", "'concurrency' needs 'group'")]),
        (
            job(steps="- name: nothing"),
            [(6, 9, "missing-key", "'jobs.build.steps[0]' needs 'run', 'uses', 'wait', 'wait-all' or 'cancel'")],
        ),
        (f"jobs:\n  a:{STEPS}", [(1, 1, "missing-key", "the file needs 'on'")]),
    ],
)
def test_a_missing_key_is_reported_at_the_key_that_it_is_missing_from(text: str, expected: Reported) -> None:
    assert expected == reported(text)


def test_a_key_that_an_action_of_its_kind_lacks_is_reported_at_the_kind() -> None:
    assert [(4, 3, "missing-key", "'runs' needs 'main'")] == reported("name: A\ndescription: a\nruns:\n  using: node24\n", ACTION)


@pytest.mark.parametrize("keys", ["needs: []", "env: {}", "outputs: {}", "strategy: {matrix: {a: [1], exclude: []}}", "defaults: {}", "strategy: {}"])
def test_an_empty_list_or_mapping_that_says_nothing_is_a_warning(keys: str) -> None:
    assert [("empty-list", "warning", "lint")] == severities(job(keys))


@pytest.mark.parametrize("keys", ["permissions: {}", "container: {image: a, ports: [], volumes: []}"])
def test_one_that_says_something_is_none(keys: str) -> None:
    assert [] == severities(job(keys))


def test_what_the_yaml_gets_wrong_is_reported_once() -> None:
    assert [(5, 10, "yaml-alias")] == [found[:3] for found in reported(job("env: *nowhere"))]


@pytest.mark.parametrize(
    "steps",
    [
        "- {run: make, shell: \"${{ 'sh {0}' }}\"}",
        "- {id: a, run: make, background: \"${{ github.event_name == 'push' }}\"}\n- cancel: a",
        "- cancel: ${{ github.run_id }}",
    ],
)
def test_an_expression_stands_where_linters_take_one_though_githubs_parser_does_not(steps: str) -> None:
    assert [] == reported(job(steps=steps))
