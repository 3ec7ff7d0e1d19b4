"""The checks that run on every generated model: what they find there, and the line of the definition that they name."""

from __future__ import annotations

from typing import Any

import pytest

import synth
from synth import Job, Step, Workflow, WorkflowSecret, call, call_workflow, push, raw, run, secrets
from synth.bindings import checkout, configure_aws_credentials, setup_trivy
from synth.checks import Finding, findings
from synth.checks.credentials_beside_strangers import TRUSTED
from tests.stages.conftest import linked


def found_in(*jobs: Job) -> list[Finding]:
    return findings(linked(Workflow("A", on=[push()], jobs=jobs)))


def signed_in() -> Step[Any]:
    step: Step[Any] = configure_aws_credentials(role_to_assume="arn:aws:iam::111122223333:role/push", aws_region="eu-west-1")
    return step


def test_a_stranger_beside_oidc_is_named_with_its_line() -> None:
    stranger = setup_trivy(version="v0.75.0")
    expected = Finding(
        "credentials-beside-strangers",
        "error",
        stranger.origin,
        "job 'Push' can sign in with OIDC (id-token: write) and runs aquasecurity/setup-trivy, which is neither yours nor GitHub's, AWS's or Docker's",
        "move it to a job without credentials",
    )
    assert [expected] == found_in(Job("Push", [signed_in(), stranger]))
    assert [stranger.origin] == [finding.where for finding in found_in(Job("Push", [signed_in(), stranger]))]


def test_a_stranger_beside_a_secret_is_found_in_whichever_step_reads_it() -> None:
    stranger = setup_trivy(version="v0.75.0")
    reads = run("x", env={"T": secrets.TOKEN})
    where = [finding.where for finding in found_in(Job("Push", [stranger, reads], environment="registry"))]
    assert [stranger.origin] == where


def test_the_job_s_own_token_is_no_secret() -> None:
    step = run("gh pr list", env={"GH_TOKEN": secrets.GITHUB_TOKEN})
    assert [] == found_in(Job("List", [setup_trivy(version="v0.75.0"), step]))


@pytest.mark.parametrize("owner", TRUSTED)
def test_actions_of_trusted_owners_may_be_beside_credentials(owner: str) -> None:
    reference = f"{owner}x@{'a' * 40}" if not owner.startswith((".", "$")) else f"{owner}.github/actions/x"
    step: Step[Any] = synth.uses(reference)
    assert [] == found_in(Job("Push", [signed_in(), step]))


def test_an_owner_that_only_begins_like_a_trusted_one_is_a_stranger() -> None:
    step: Step[Any] = synth.uses(f"actions-evil/x@{'a' * 40}")
    assert ["credentials-beside-strangers"] == [finding.rule for finding in found_in(Job("Push", [signed_in(), step]))]


def test_a_secret_outside_an_environment_is_named_with_its_line() -> None:
    reads = run("npm publish", env={"NPM_TOKEN": secrets.NPM_TOKEN, "GH": secrets.GITHUB_TOKEN})
    message = "job 'Publish' reads secret 'NPM_TOKEN' and has no environment"
    expected = Finding("secret-outside-environment", "error", reads.origin, message, "give the job an environment, and keep the secret there")
    found = found_in(Job("Publish", [checkout(), reads]))
    assert [expected] == found
    assert [reads.origin] == [finding.where for finding in found]


def test_every_secret_of_a_job_is_told() -> None:
    job = Job("Publish", [run("x", env={"A": secrets.A}), run("y", env={"B": secrets.B})], env={"C": secrets.C})
    assert ["'C'", "'A'", "'B'"] == [finding.message.split()[4] for finding in found_in(job)]


def test_a_secret_in_an_input_counts() -> None:
    step: Step[Any] = synth.uses(f"actions/x@{'a' * 40}", inputs={"token": secrets.TOKEN})
    assert ["secret-outside-environment"] == [finding.rule for finding in found_in(Job("A", [step]))]


def test_secrets_that_a_reusable_workflow_declares_are_its_caller_s_matter() -> None:
    token = WorkflowSecret("NPM_TOKEN", required=True)
    publish = Workflow("Publish", on=[call(secrets=[token])], jobs=[Job("Publish", [run("x", env={"T": token})])])
    assert [] == findings(linked(publish))


def test_a_called_workflow_is_checked_where_it_is_defined() -> None:
    calls = call_workflow(f"a/b/.github/workflows/c.yml@{'a' * 40}", "Call", secrets={"T": secrets.TOKEN})
    assert [] == findings(linked(Workflow("A", on=[push()], jobs=[calls])))


STRANGER = setup_trivy(version="v0.75.0")
AROUND = {
    "permissions of the workflow": Workflow("A", on=[push()], jobs=[Job("B", [STRANGER])], permissions={"id-token": "write"}),
    "env of the workflow": Workflow("A", on=[push()], jobs=[Job("B", [STRANGER])], env={"T": secrets.TOKEN}),
    "index": Workflow("A", on=[push()], jobs=[Job("B", [STRANGER, run("x", env={"T": raw("${{ secrets['TOKEN'] }}")})])]),
    "all secrets": Workflow("A", on=[push()], jobs=[Job("B", [STRANGER, run("x", env={"T": raw("${{ toJSON(secrets) }}")})])]),
}


@pytest.mark.parametrize("workflow", AROUND.values(), ids=AROUND.keys())
def test_there_is_no_way_around_the_check_of_strangers(workflow: Workflow) -> None:
    assert [STRANGER.origin] == [finding.where for finding in findings(linked(workflow)) if finding.rule == "credentials-beside-strangers"]
