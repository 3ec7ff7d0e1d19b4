"""Which jobs run: implicit success() over all jobs before, the status functions, and what decides."""

from __future__ import annotations

import pytest

from synth.simulate.values import Event
from tests.simulate.telling import of_jobs, statuses

CHAIN = """
a: {}
b: {needs: a, if: always()}
c: {needs: b}
d: {needs: b, if: "!cancelled()"}
e: {needs: b, if: failure()}
f: {needs: [a, b], if: success()}
"""


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("success", {"a": "runs", "b": "runs", "c": "runs", "d": "runs", "e": "skipped", "f": "runs"}),
        ("failure", {"a": "runs", "b": "runs", "c": "skipped", "d": "runs", "e": "runs", "f": "skipped"}),
        ("skipped", {"a": "skipped", "b": "runs", "c": "skipped", "d": "runs", "e": "skipped", "f": "skipped"}),
        ("cancelled", {"a": "runs", "b": "runs", "c": "skipped", "d": "skipped", "e": "skipped", "f": "skipped"}),
    ],
)
def test_the_whole_chain_of_jobs_before_counts(result: str, expected: dict[str, str]) -> None:
    """c needs only b, which succeeds; a, before it, decides all the same."""
    assert expected == statuses(of_jobs(CHAIN, Event(name="push", results={"a": result})))


def test_a_condition_without_status_has_success_before_it() -> None:
    found = of_jobs("a: {}\nb: {needs: a, if: github.ref == 'refs/heads/main'}", Event(name="push", results={"a": "failure"}))
    assert ("skipped", "'a' failed") == (found.job("b").status, found.job("b").why)


@pytest.mark.parametrize(
    ("condition", "status", "why"),
    [
        ("github.ref == 'refs/heads/main'", "runs", "`github.ref == 'refs/heads/main'` holds: github.ref is 'refs/heads/main'"),
        ("github.ref == 'refs/heads/dev'", "skipped", "`github.ref == 'refs/heads/dev'` does not hold: github.ref is 'refs/heads/main'"),
        (
            "github.event_name == 'push' && github.ref == 'refs/heads/dev'",
            "skipped",
            "`github.ref == 'refs/heads/dev'` does not hold: github.ref is 'refs/heads/main'",
        ),
        ("vars.X == 'y'", "unknown", "`vars.X == 'y'` is unknown: vars.X is unknown at this point"),
        ("vars.X == 'y' && false", "skipped", "`false` does not hold"),
        ("vars.X == 'y' || github.ref_name == 'main'", "runs", "`github.ref_name == 'main'` holds: github.ref_name is 'main'"),
        ("${{ github.ref_name == 'main' }}", "runs", "`github.ref_name == 'main'` holds: github.ref_name is 'main'"),
        ("fromJSON('{')", "fails", "its condition cannot be evaluated: Error parsing fromJson: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("github.event.pull_request.draft == false", "runs", "`github.event.pull_request.draft == false` holds: github.event.pull_request.draft is null"),
        ("github.event.head_commit.message == 'x'", "unknown", "`github.event.head_commit.message == 'x'` is unknown: github.event.head_commit.message is unknown at this point"),
    ],
)  # fmt: skip
def test_why(condition: str, status: str, why: str) -> None:
    job = of_jobs(f'a: {{if: "{condition}"}}').job("a")
    assert (status, why) == (job.status, job.why)


def test_a_job_that_may_be_skipped_leaves_open_what_it_must_and_no_more() -> None:
    found = of_jobs("""
        a: {if: vars.X}
        b: {needs: a}
        c: {needs: a, if: always()}
        d: {needs: a, if: failure()}
        e: {needs: a, if: "always() && (needs.a.result == 'success' || needs.a.result == 'skipped')"}
        f: {needs: a, if: "always() && !contains(needs.*.result, 'failure')"}
        g: {needs: a, if: "always() && needs.a.result == 'skipped'"}
    """)
    assert {"a": "unknown", "b": "unknown", "c": "runs", "d": "skipped", "e": "runs", "f": "runs", "g": "unknown"} == statuses(found)
    assert "it is unknown whether 'a' runs" == found.job("b").why


def test_a_failure_that_a_job_continues_on_is_none() -> None:
    found = of_jobs("a: {continue-on-error: true}\nb: {needs: a}", Event(name="push", results={"a": "failure"}))
    assert ({"a": "runs", "b": "runs"}, "success") == (statuses(found), found.job("a").result)


def test_named_jobs_in_status_functions() -> None:
    jobs = "a: {}\nb: {}\nc: {needs: [a, b], if: \"always() && failure('a')\"}\nd: {needs: [a, b], if: \"always() && failure('b')\"}"
    assert {"a": "runs", "b": "runs", "c": "runs", "d": "skipped"} == statuses(of_jobs(jobs, Event(name="push", results={"a": "failure"})))


def test_outputs() -> None:
    """What no step says is known; what one says is unknown until it is given; a skipped job has none."""
    jobs = """
        a: {outputs: {ref: "x-${{ github.ref_name }}", step: "${{ steps.s.outputs.v }}"}}
        b: {needs: a, if: needs.a.outputs.ref == 'x-main'}
        c: {needs: a, if: needs.a.outputs.step == 'yes'}
        d: {needs: a, if: needs.a.outputs.none == ''}
        e: {if: false, outputs: {v: x}}
        f: {needs: e, if: always() && needs.e.outputs.v == ''}
    """
    expected = {"a": "runs", "b": "runs", "c": "unknown", "d": "runs", "e": "skipped", "f": "runs"}
    assert expected == statuses(of_jobs(jobs))
    assert {**expected, "c": "runs"} == statuses(of_jobs(jobs, Event(name="push", outputs={"a.step": "yes"})))


def test_an_environment_that_a_person_guards() -> None:
    job = of_jobs("a: {environment: production}", approved=["production"]).job("a")
    assert ("waits", "nothing stands before it; a person approves 'production'", ("production",)) == (job.status, job.why, job.environments)


def test_results_and_outputs_of_nobody_are_noted() -> None:
    found = of_jobs("a: {if: false}", Event(name="push", results={"a": "failure", "b": "failure"}, outputs={"c.x": "1"}))
    assert (
        "the result of 'a' is not used: the job is skipped",
        "the result of 'b' is not used: no job that starts is called so",
        "the output 'c.x' is not used: no job that starts is called 'c'",
    ) == found.notes
