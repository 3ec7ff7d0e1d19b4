"""Ids of jobs and steps, and what jobs need."""

from __future__ import annotations

import pytest

from tests.checks.reports import ACTION, Reported, job, reported

STEPS = "\n    runs-on: ubuntu-latest\n    steps: [{run: make}]"


def jobs(**needs: str) -> str:
    """A workflow whose jobs need what is said, each from line 3 on with four lines."""
    return "on: push\njobs:\n" + "".join([f"  {name}:\n    needs: {needed}{STEPS}\n" for name, needed in needs.items()])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"on: push\njobs:\n  a.b:{STEPS}",
            [(3, 3, "invalid-id", "job id 'a.b' is no id: one begins with a letter or '_' and goes on with letters, digits, '-' and '_'")],
        ),
        (f"on: push\njobs:\n  __a:{STEPS}", [(3, 3, "invalid-id", "job id '__a' begins with '__', which GitHub keeps for itself")]),
        (f"on: push\njobs:\n  {'a' * 99}:{STEPS}", []),
        (f"on: push\njobs:\n  {'a' * 100}:{STEPS}", [(3, 3, "invalid-id", f"job id '{'a' * 100}' is 100 characters long; an id has at most 99")]),
        (f"on: push\njobs:\n  _a-1:{STEPS}", []),
        (
            job(steps="- id: 1st\n  run: make"),
            [(6, 13, "invalid-id", "step id '1st' is no id: one begins with a letter or '_' and goes on with letters, digits, '-' and '_'")],
        ),
    ],
)
def test_an_id_has_githubs_form(text: str, expected: Reported) -> None:
    assert expected == reported(text)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (
            "- {id: a, run: make}\n- {id: A, run: make}",
            [(7, 14, "duplicate-step-id", "step id 'A' is that of another step of job 'build', on line 6")],
        ),
        (
            "- {id: a, run: make}\n- parallel:\n    - {id: a, run: make}",
            [(8, 18, "duplicate-step-id", "step id 'a' is that of another step of job 'build', on line 6")],
        ),
        ("- {id: a, run: make}\n- {id: b, run: make}", []),
    ],
)
def test_steps_of_a_job_have_different_ids(steps: str, expected: Reported) -> None:
    assert expected == reported(job(steps=steps))


def test_steps_of_an_action_have_different_ids() -> None:
    step = "{id: a, run: make, shell: bash}"
    text = f"name: A\ndescription: a\nruns:\n  using: composite\n  steps:\n    - {step}\n    - {step}\n"
    assert [(7, 12, "duplicate-step-id", "step id 'a' is that of another step of this action, on line 6")] == reported(text, ACTION)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (jobs(a="[]", b="a", c="[a, b]").replace("    needs: []\n", ""), []),
        (
            jobs(a="zz", b="a"),
            [(4, 12, "unknown-needs", "job 'a' needs 'zz', which is no job of this workflow; there are: b")],
        ),
        (jobs(a="b", b="a"), [(3, 3, "needs-cycle", "no job can begin: 'a' needs 'b' needs 'a'")]),
        (jobs(a="a"), [(3, 3, "needs-cycle", "no job can begin: 'a' needs 'a'")]),
        ("on: push\njobs: {}\n", [(2, 7, "needs-cycle", "the workflow has no job")]),
        (
            jobs(a="[]", b="c", c="[a, b]", d="b").replace("    needs: []\n", ""),
            [
                (7, 12, "needs-cycle", "job 'b' needs 'c', which needs it in turn"),
                (11, 16, "needs-cycle", "job 'c' needs 'b', which needs it in turn"),
            ],
        ),
        (
            jobs(a="[]", b="[a, A]").replace("    needs: []\n", ""),
            [(7, 16, "duplicate-needs", "job 'b' needs 'A' twice; ids compare without case")],
        ),
        ("on: push\n", [(1, 1, "missing-key", "the file needs 'jobs'")]),
    ],
)
def test_jobs_need_others_that_can_begin(text: str, expected: Reported) -> None:
    assert expected == reported(text)
