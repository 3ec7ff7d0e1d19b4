"""What a job holds, and what follows when it fails."""

from __future__ import annotations

from typing import Any

from synth import model
from synth.explain.credentials import credentials
from synth.explain.failures import failures
from synth.explain.values import Credentials, OnFailure
from synth.model import Permission, Step, Uses


def workflow(jobs: dict[str, Any], **more: Any) -> model.Workflow:
    return model.Workflow(name="CI", on={"push": model.Trigger()}, jobs=jobs, **more)


def held(job: model.Job | model.CallJob, **more: Any) -> Credentials:
    return credentials(job, workflow({"a": job}, **more))


def test_a_job_without_anything_holds_nothing() -> None:
    found = held(model.Job(permissions={}))
    assert (Credentials(), True) == (found, found.none)


def test_reading_the_repository_is_as_good_as_nothing() -> None:
    assert held(model.Job(permissions={"contents": Permission("read")})).none
    assert not held(model.Job(permissions={"contents": Permission("write")})).none


def test_roles_secrets_and_scopes_are_found_wherever_they_stand() -> None:
    scopes = {"id-token": Permission("write", "sign in"), "contents": Permission("read")}
    job = model.Job(
        permissions=scopes,
        env={"A": "${{ secrets.FIRST }}"},
        container=model.Container(image="x", credentials={"password": "${{ secrets['SECOND'] }}"}),
        steps=(
            Step(uses=Uses("aws-actions/configure-aws-credentials@v6"), with_={"role-to-assume": "arn:aws:iam::1:role/a"}),
            Step(run="echo secrets.NONE", env={"B": "${{ format('{0}', secrets.THIRD) }}"}),
        ),
    )
    expected = Credentials(
        token={"contents": Permission("read"), "id-token": Permission("write", "sign in")},
        oidc=True,
        roles=("arn:aws:iam::1:role/a",),
        secrets=("FIRST", "SECOND", "THIRD", "WIDE"),
    )
    assert expected == held(job, env={"W": "${{ secrets.WIDE }}"})


def test_what_is_not_limited_is_said() -> None:
    assert ("permissions: write-all",) == held(model.Job(permissions="write-all")).everything
    assert ("permissions: the repository's default",) == held(model.Job()).everything
    called = model.CallJob(uses=Uses("./.github/workflows/x.yml"), secrets="inherit", permissions={})
    assert ("all secrets",) == held(called).everything
    assert ("all secrets",) == held(model.Job(permissions={}, env={"ALL": "${{ toJSON(secrets) }}"})).everything


def test_the_workflow_s_permissions_count_where_the_job_has_none() -> None:
    assert {"contents": Permission("read")} == held(model.Job(), permissions={"contents": Permission("read")}).token


def test_later_jobs_are_skipped_unless_their_condition_asks_for_the_state() -> None:
    jobs = {
        "a": model.Job(),
        "b": model.Job(needs=("a",)),
        "c": model.Job(needs=("b",), if_="github.ref == 'refs/heads/main'"),
        "tell": model.Job(needs=("b",), if_="failure()"),
        "beside": model.Job(),
    }
    found = failures(workflow(jobs))
    assert OnFailure(skipped=("b", "c"), runs=("tell",)) == found["a"]
    assert OnFailure() == found["beside"]


def test_a_job_that_may_fail_holds_nothing_back() -> None:
    jobs = {"a": model.Job(continue_on_error=True), "b": model.Job(needs=("a",))}
    assert OnFailure(goes_on=True) == failures(workflow(jobs))["a"]


def test_what_a_deployment_does_when_it_fails_is_read_from_its_step() -> None:
    def step(rollback: str) -> Step:
        return Step(name="Deploy", uses=Uses("$/.github/actions/deploy-ecs"), with_={"rollback": rollback})

    jobs = {"a": model.Job(steps=(step("auto"), Step(name="Keep", if_="!cancelled()", run="x"))), "b": model.Job(steps=(step("never"),))}
    found = failures(workflow(jobs))
    assert ("the last good release is restored and verified, and the job fails", "step 'Keep' runs all the same") == found["a"].here
    assert ("the release stays as it is, and the job fails",) == found["b"].here
