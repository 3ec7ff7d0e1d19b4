"""The example's pipeline, linked, against what a delivery has to guarantee."""

from __future__ import annotations

import pytest

from synth import model
from synth.model import Concurrency, Container, Environment, Permission, Step, Trigger, Uses
from tests.stages.conftest import inputs_of, job, steps

GATES = ("lint", "unit-tests", "integration-tests", "build-image", "scan-image")
SIGNED_IN = ["push-image", "deploy-to-staging", "deploy-to-production"]
DIGEST = "${{ needs.build-image.outputs.digest }}"


def test_pull_requests_and_main_start_it(orders: model.Workflow) -> None:
    main = Trigger(branches=("main",))
    assert {"push": main, "pull_request": main, "workflow_dispatch": Trigger()} == dict(orders.on)


def test_only_a_pull_request_s_newer_commit_cancels_a_run(orders: model.Workflow) -> None:
    group = "orders-api-${{ github.head_ref || github.run_id }}"
    assert Concurrency(group=group, cancel_in_progress="${{ github.event_name == 'pull_request' }}") == orders.concurrency


@pytest.mark.row("I1a", "no checkout asks for more than the commit, and none keeps its credentials")
def test_checkouts_are_shallow_and_keep_no_credentials(orders: model.Workflow) -> None:
    found = [step for name in orders.jobs for step in job(orders, name).steps if step.uses and step.uses.reference.startswith("actions/checkout@")]
    assert [{"persist-credentials": False}] * 4 == [step.with_ for step in found]


@pytest.mark.row("I1c", "where the stack says so, the lint job has the format check")
@pytest.mark.row("C1a", "the lint job runs the linter and the format check")
def test_lint_runs_linter_and_format_check(orders: model.Workflow) -> None:
    assert ["npm ci --ignore-scripts", "npm run lint", "npm run format:check"] == [s.run for s in job(orders, "lint").steps if s.run]


@pytest.mark.row("E5a", "without a compose file PostgreSQL and Redis run beside the job, by digest")
@pytest.mark.row("C1b", "PostgreSQL and Redis run beside the tests with health options")
def test_integration_tests_run_beside_healthy_services(orders: model.Workflow) -> None:
    tests = job(orders, "integration-tests")
    waits = "--health-interval 5s --health-timeout 5s --health-retries 10"
    expected = {
        "postgres": Container(
            image="postgres:17-alpine@sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193",
            env={"POSTGRES_DB": "test", "POSTGRES_HOST_AUTH_METHOD": "trust"},
            ports=("5432:5432",),
            options=f'--tmpfs /var/lib/postgresql/data --health-cmd "pg_isready --username postgres" {waits}',
        ),
        "redis": Container(
            image="redis:8.6-alpine@sha256:cd218f4b106a332c5c992e38a9480bfb9d7e9f8f7b0ec9a0023bfa36d9a408f9",
            ports=("6379:6379",),
            options=f'--tmpfs /data --health-cmd "redis-cli ping" {waits}',
        ),
    }
    assert expected == tests.services
    assert {"DATABASE_URL": "postgresql://postgres@localhost:5432/test", "REDIS_URL": "redis://localhost:6379"} == tests.env


@pytest.mark.row("C1c", "the report is an artifact, whether or not the tests succeed")
def test_coverage_is_kept_whether_or_not_the_tests_succeed(orders: model.Workflow) -> None:
    expected = Step(
        name="Keep the coverage report",
        if_="!cancelled() && steps.npm-test.outcome != 'skipped'",
        uses=Uses("actions/upload-artifact@bbbca2ddaa5d8feaa63e36b76fdaad77386f024f", "v7.0.0"),
        with_={"name": "coverage", "path": "coverage", "if-no-files-found": "error", "retention-days": 14},
    )
    assert expected == job(orders, "unit-tests").steps[-1]


@pytest.mark.row("C2a", "the build has a condition for the main branch")
@pytest.mark.row("S5a", "only the main branch builds")
def test_only_main_builds(orders: model.Workflow) -> None:
    assert {"build-image": "github.ref == 'refs/heads/main'"} == {name: j.if_ for name, j in orders.jobs.items() if j.if_}


@pytest.mark.row("C2b", "the build arguments hold commit and date")
@pytest.mark.row("S4b", "the build is told its commit")
def test_the_image_is_told_its_commit_and_date(orders: model.Workflow) -> None:
    given = inputs_of(steps(job(orders, "build-image"))["Build"])
    lines = ["APP_VERSION=${{ github.sha }}", "GIT_COMMIT=${{ github.sha }}", "BUILD_DATE=${{ steps.commit-date.outputs.date }}"]
    assert (lines, False) == (str(given["build-args"]).split("\n"), given["push"])


@pytest.mark.row("E2b", "the push waits for the unit tests and every other gate")
@pytest.mark.row("E4a", "the push waits for the scan")
@pytest.mark.row("C2c", "the push waits for the scan")
def test_every_gate_holds_back_the_push(orders: model.Workflow) -> None:
    assert GATES == job(orders, "push-image").needs


@pytest.mark.row("E4a", "the scanner's job has no permission, secret or environment")
def test_the_scan_has_nothing_to_lose(orders: model.Workflow) -> None:
    scan = job(orders, "scan-image")
    texts = [text for step in scan.steps for text in [*inputs_of(step).values(), *(step.env if isinstance(step.env, dict) else {}).values()]]
    assert (None, None, None, []) == (scan.permissions, scan.environment, scan.env, [t for t in texts if "secrets." in str(t) or "token" in str(t)])
    assert {} == orders.permissions, "a job without permissions of its own has none"


@pytest.mark.row("E4a", "Trivy ends with an error at HIGH and CRITICAL")
@pytest.mark.row("E4c", "the JSON report is kept, above all when the scan stops the run")
def test_the_scan_stops_the_run_and_its_findings_are_kept(orders: model.Workflow) -> None:
    found = steps(job(orders, "scan-image"))
    command = "trivy image --input image --severity HIGH,CRITICAL --exit-code 1 --format json --output trivy.json"
    assert command == (found["Scan"].run or "").rstrip().split("\n")[-1]
    shown = "!cancelled() && steps.scan.outcome != 'skipped'"
    assert [shown, shown] == [found["Show the findings"].if_, found["Keep the report"].if_]


@pytest.mark.row("E10a", "the deployment to production names its environment")
@pytest.mark.row("I8a", "no other job can sign in, and each that can has an environment")
@pytest.mark.row("C2d", "who signs in has id-token: write")
@pytest.mark.row("C3a", "the deployment names environment production")
def test_only_push_and_deployments_can_sign_in_and_each_has_an_environment(orders: model.Workflow) -> None:
    grants = {
        name: {k: v.level for k, v in j.permissions.items()}
        for name, j in orders.jobs.items()
        if j.permissions and not isinstance(j.permissions, str)
    }
    recording = {"id-token": "write", "deployments": "write"}
    assert {"push-image": {"id-token": "write"}, "deploy-to-staging": recording, "deploy-to-production": recording} == {
        name: g for name, g in grants.items() if "id-token" in g
    }
    assert {name: {"contents": "read"} for name in ("lint", "unit-tests", "integration-tests", "build-image")} == {
        name: g for name, g in grants.items() if "id-token" not in g
    }
    assert {
        "push-image": Environment(name="registry", deployment=False),
        "deploy-to-staging": Environment(name="staging", url="https://staging.orders.example.com"),
        "deploy-to-production": Environment(name="production", url="https://orders.example.com"),
    } == {name: job(orders, name).environment for name in orders.jobs if job(orders, name).environment}
    assert {"id-token": Permission("write", "sign in to AWS with OIDC")} == job(orders, "push-image").permissions


@pytest.mark.row("I8a", "push and deployments take roles of their own, in one account each")
@pytest.mark.row("C4b", "each environment has its own role, account and cluster")
def test_each_sign_in_takes_its_own_role_and_no_other_account(orders: model.Workflow) -> None:
    signed = {name: inputs_of(steps(job(orders, name))["Sign in to AWS"]) for name in SIGNED_IN}
    assert {
        "push-image": ("arn:aws:iam::111122223333:role/orders-api-push", "111122223333"),
        "deploy-to-staging": ("arn:aws:iam::444455556666:role/orders-api-deploy", "444455556666"),
        "deploy-to-production": ("arn:aws:iam::777788889999:role/orders-api-deploy", "777788889999"),
    } == {name: (given["role-to-assume"], given["allowed-account-ids"]) for name, given in signed.items()}


@pytest.mark.row("C2d", "no job reads a secret")
def test_no_job_reads_a_secret(orders: model.Workflow) -> None:
    assert "secrets." not in repr(orders)


@pytest.mark.row("E3a", "the tag is sha- and the commit")
@pytest.mark.row("E3b", "scan, push and both deployments name the digest that the build found")
@pytest.mark.row("E6", "every environment is given the same digest")
@pytest.mark.row("I3a", "the pushed tag is sha- and the commit")
@pytest.mark.row("I4c", "production gets the digest that staging got")
@pytest.mark.row("S5b", "production gets what staging got, once a person says so")
def test_what_was_built_is_what_is_scanned_pushed_and_deployed(orders: model.Workflow) -> None:
    assert {"digest": "${{ steps.digest.outputs.digest }}"} == job(orders, "build-image").outputs
    for name in ("scan-image", "push-image"):
        assert {"DIGEST": DIGEST} == steps(job(orders, name))["Compare the digest"].env
    assert {"TAG": "sha-${{ github.sha }}", "DIGEST": DIGEST} == steps(job(orders, "push-image"))["Copy to the registry"].env
    image = f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-api@{DIGEST}"
    deployed = [inputs_of(steps(job(orders, name))["Deploy"])["image"] for name in SIGNED_IN[1:]]
    assert [image, image] == deployed


@pytest.mark.row("E3b", "each job compares the archive's digest before it touches it")
def test_the_digest_is_compared_before_anything_is_done_with_the_archive(orders: model.Workflow) -> None:
    first = ["Fetch the image", "Compare the digest"]
    assert [first, first] == [list(steps(job(orders, name)))[:2] for name in ("scan-image", "push-image")]


@pytest.mark.row("S5a", "staging waits for the push alone")
def test_production_waits_for_staging(orders: model.Workflow) -> None:
    needs = {name: job(orders, name).needs for name in SIGNED_IN[1:]}
    assert {"deploy-to-staging": ("build-image", "push-image"), "deploy-to-production": ("build-image", "deploy-to-staging")} == needs


def test_deployments_queue_and_none_is_cancelled(orders: model.Workflow) -> None:
    assert {
        "deploy-to-staging": Concurrency(group="deploy-orders-api-staging", cancel_in_progress=False),
        "deploy-to-production": Concurrency(group="deploy-orders-api-production", cancel_in_progress=False),
    } == {name: j.concurrency for name, j in orders.jobs.items() if j.concurrency}


@pytest.mark.row("C3d", "the deployment is given what to ask, how often and how long")
def test_a_deployment_proves_itself_and_is_recorded(orders: model.Workflow) -> None:
    found = steps(job(orders, "deploy-to-production"))
    assert ["Sign in to AWS", "Deploy", "Record the deployment"] == list(found)
    assert Uses("$/.github/actions/deploy-ecs") == found["Deploy"].uses
    assert {
        "cluster": "orders-production",
        "service": "orders-api",
        "image": f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-api@{DIGEST}",
        "container": "app",
        "environment-variables": "GIT_SHA=${{ github.sha }}\nVERSION=sha-${{ github.sha }}",
        "strategy": "BLUE_GREEN",
        "bake-minutes": 5,
        "pause-minutes": 15,
        "rollback": "auto",
        "deadline": 2100,
        "verify-url": "https://orders.example.com/health",
        "verify-expect-status": "200",
        "verify-consecutive": 3,
        "verify-interval": 5,
        "verify-timeout": 5,
        "verify-deadline": 300,
        "verify-expect-json": '{"/status": "ok"}',
        "verify-version-path": "/version#/version",
        "verify-expect-version": "${{ github.sha }}",
        "verify-test-url": "https://orders.example.com:8443/health",
    } == found["Deploy"].with_
    assert {
        "environment": "production",
        "cluster": "orders-production",
        "service": "orders-api",
        "service-revision-arn": "${{ steps.deploy.outputs.service-revision-arn }}",
        "task-definition": "${{ steps.deploy.outputs.task-definition-arn }}",
        "digests": "${{ steps.deploy.outputs.digests }}",
        "version": "sha-${{ github.sha }}",
        "environment-url": "https://orders.example.com",
        "soft": True,
    } == found["Record the deployment"].with_


def test_every_job_ends(orders: model.Workflow) -> None:
    assert {
        "lint": 10,
        "unit-tests": 15,
        "integration-tests": 20,
        "build-image": 30,
        "scan-image": 15,
        "push-image": 15,
        "deploy-to-staging": 45,
        "deploy-to-production": 50,
    } == {name: job(orders, name).timeout_minutes for name in orders.jobs}
