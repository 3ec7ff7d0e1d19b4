"""Each stage by itself: its settings, the orders that it refuses, and what it hands on."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from synth.build.jobs import Job
from synth.build.steps import run
from synth.expr import vars
from synth.model import Origin, RunDefaults
from synth.pipeline import Environment, Health, Image, LogScan, Pipeline, Progress, Registry, Service, Stage, StageError
from synth.problems import DefinitionError
from synth.rollout import BlueGreen, Canary, Rolling, Strategy
from synth.stacks import Npm
from synth.stages import Build, Deploy, IntegrationTest, Lint, Postgres, Push, Redis, TrivyScan, UnitTest
from tests.stages.conftest import HEALTH, IMAGE, NPM, REGISTRY, SERVICE, environment, inputs_of, jobs_of, steps

STAGING = environment("staging")
DELIVERY: list[Stage] = [Build(IMAGE), TrivyScan(), Push(REGISTRY)]


def refused(*stages: Stage) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        Pipeline("x", stages=stages).workflow()
    return [problem.message for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        ([TrivyScan()], "stage TrivyScan: there is no image to scan yet: put Build before it"),
        ([Push(REGISTRY)], "stage Push: there is no image to push yet: put Build before it"),
        ([Build(IMAGE), Push(REGISTRY)], "stage Push: the image has not been scanned: put TrivyScan before it"),
        ([Build(IMAGE), Build(IMAGE)], "stage Build: the pipeline builds its image already, and every environment gets that one"),
        ([*DELIVERY, Push(REGISTRY)], "stage Push: the image is pushed already"),
        ([*DELIVERY, TrivyScan()], "stage TrivyScan: the image is pushed already: put it before Push"),
        ([Deploy(STAGING, SERVICE)], "stage Deploy: there is no image in a registry yet: put Push before it"),
        ([*DELIVERY, Deploy(STAGING, SERVICE), Deploy(STAGING, SERVICE)], "stage Deploy: environment 'staging' has been deployed to already"),
    ],
)
def test_an_impossible_order_is_refused_with_what_is_missing(stages: list[Stage], message: str) -> None:
    assert [message] == refused(*stages)


def test_every_stage_out_of_order_is_told_at_its_own_line() -> None:
    stages: list[Stage] = [
        TrivyScan(),
        Push(REGISTRY),
    ]
    with pytest.raises(DefinitionError) as caught:
        Pipeline("x", stages=stages).workflow()
    lines = [problem.where.line for problem in caught.value.problems if isinstance(problem.where, Origin)]
    first = stages[0].origin.line
    assert [first, first + 1] == lines


@pytest.mark.parametrize("late", [Lint(NPM), UnitTest(NPM), IntegrationTest(NPM)])
def test_a_test_after_the_push_is_no_gate_of_it(late: Stage) -> None:
    jobs = jobs_of(*DELIVERY, late)
    assert ("build-image", "scan-image") == jobs["push-image"].needs


@pytest.mark.row("E5b", "PostgreSQL's folder is in memory, where its version has it")
@pytest.mark.parametrize(
    ("version", "folder"),
    [
        ("16-alpine", "/var/lib/postgresql/data"),
        ("17-alpine", "/var/lib/postgresql/data"),
        ("17.2", "/var/lib/postgresql/data"),
        ("18-alpine", "/var/lib/postgresql"),
        ("18", "/var/lib/postgresql"),
    ],
)
def test_postgres_keeps_its_data_in_memory_where_its_version_has_it(version: str, folder: str) -> None:
    options = '--health-cmd "pg_isready --username postgres" --health-interval 5s --health-timeout 5s --health-retries 10'
    container = Postgres(version).container()
    assert (f"postgres:{version}", f"--tmpfs {folder} {options}") == (container.image, container.options)


def test_a_service_under_another_name_and_with_another_database() -> None:
    jobs = jobs_of(IntegrationTest(NPM, services=[Postgres(database="orders", name="db"), Redis(name="cache")]))
    tests = jobs["integration-tests"]
    assert ["db", "cache"] == list(tests.services or {})
    assert {"DATABASE_URL": "postgresql://postgres@localhost:5432/orders", "REDIS_URL": "redis://localhost:6379"} == tests.env


def test_integration_tests_without_services_have_none() -> None:
    tests = jobs_of(IntegrationTest(NPM, before=["npm run migrate"]))["integration-tests"]
    assert (None, None) == (tests.services, tests.env)
    assert ["npm ci --ignore-scripts", "npm run migrate", "npm run test:integration"] == [s.run for s in tests.steps if s.run]


def test_a_stack_in_a_folder_runs_and_reports_there() -> None:
    api = Npm(folder="api", scripts=True, unit=["npm run unit"])
    jobs = jobs_of(Lint(api), UnitTest(api, retention_days=3), IntegrationTest(api))
    folders = [job.defaults.run.working_directory if job.defaults and isinstance(job.defaults.run, RunDefaults) else None for job in jobs.values()]
    assert ["api", "api", "api"] == folders
    assert "npm ci" == steps(jobs["lint"])["Install dependencies"].run
    assert {"name": "coverage", "path": "api/coverage", "if-no-files-found": "error", "retention-days": 3} == jobs["unit-tests"].steps[-1].with_


def test_build_takes_the_image_s_own_arguments_platforms_and_folder() -> None:
    image = Image("api", context="services/api", dockerfile="Containerfile", build_args={"NODE": "24"}, platforms=["linux/amd64", "linux/arm64"])
    given = inputs_of(steps(jobs_of(Build(image))["build-image"])["Build"])
    assert "NODE=24" == str(given["build-args"]).split("\n")[-1]
    assert {"context": "services/api", "file": "services/api/Containerfile"} == {k: given[k] for k in ("context", "file")}
    assert ["linux/amd64", "linux/arm64"] == str(given["platforms"]).replace("\n", ",").split(",")


def test_another_main_branch_is_the_one_that_builds() -> None:
    assert "github.ref == 'refs/heads/trunk'" == jobs_of(Build(IMAGE), main="trunk")["build-image"].if_


def test_trivy_is_told_what_counts() -> None:
    scan = steps(jobs_of(Build(IMAGE), TrivyScan(severity=["CRITICAL"], ignore_unfixed=True, version="v0.74.0"))["scan-image"])
    command = "trivy image --input image --severity CRITICAL --ignore-unfixed --exit-code 1 --format json --output trivy.json"
    assert command == (scan["Scan"].run or "").rstrip().split("\n")[-1]
    assert {"version": "v0.74.0"} == scan["Set up Trivy"].with_


def test_two_scans_are_both_gates() -> None:
    jobs = jobs_of(Build(IMAGE), TrivyScan(), TrivyScan(name="Scan for all", severity=["LOW"]), Push(REGISTRY))
    assert ("build-image", "scan-image", "scan-for-all") == jobs["push-image"].needs


def test_a_role_from_a_variable_is_read_when_it_runs() -> None:
    registry = Registry("111122223333", region="eu-west-1", role=vars.PUSH_ROLE, environment="images")
    push = jobs_of(Build(IMAGE), TrivyScan(), Push(registry))["push-image"]
    given = inputs_of(steps(push)["Sign in to AWS"])
    assert {"aws-region": "eu-west-1", "role-to-assume": "${{ vars.PUSH_ROLE }}", "retry-max-attempts": 3} == given
    assert "images" == (push.environment and push.environment.name)


def test_a_deployment_without_health_is_ecs_s_word_alone() -> None:
    deploy = jobs_of(*DELIVERY, Deploy(STAGING, Service("api", container="app", family="api-family")))["deploy-to-staging"]
    assert ["Sign in to AWS", "Deploy"] == list(steps(deploy))
    assert "api-family" == inputs_of(steps(deploy)["Deploy"])["task-definition"]
    assert not [name for name in inputs_of(steps(deploy)["Deploy"]) if name.startswith("verify-")]


def test_aws_s_own_action_may_update_the_service_and_is_watched() -> None:
    found = steps(jobs_of(*DELIVERY, Deploy(STAGING, SERVICE, HEALTH, deploy_with="official"))["deploy-to-staging"])
    assert ["Sign in to AWS", "Render the task definition", "Update the service", "Watch and verify", "Record the deployment"] == list(found)
    assert ("orders-api", False) == (
        inputs_of(found["Update the service"])["service"],
        inputs_of(found["Update the service"])["wait-for-service-stability"],
    )
    watched = inputs_of(found["Watch and verify"])
    assert ("official", "auto", None) == (watched["deploy-with"], watched["rollback"], watched.get("image"))
    assert ["stage Deploy: AWS's action cannot set a strategy; leave deploy_with out, or set the strategy on the service"] == refused(
        *DELIVERY, Deploy(STAGING, SERVICE, strategy=Rolling(), deploy_with="official")
    )


@pytest.mark.parametrize(
    ("strategy", "minutes", "deadline", "session"),
    [(None, 45, 1800, None), (Rolling(), 45, 1800, None), (BlueGreen(10), 55, 2400, None), (Canary(5, 25, 50, 100), 65, 3000, 3900)],
)
def test_a_job_has_time_for_its_strategy_and_for_a_restoration(strategy: Strategy | None, minutes: int, deadline: int, session: int | None) -> None:
    deploy = jobs_of(*DELIVERY, Deploy(STAGING, SERVICE, strategy=strategy))["deploy-to-staging"]
    found = steps(deploy)
    assert (minutes, deadline) == (deploy.timeout_minutes, inputs_of(found["Deploy"])["deadline"])
    assert session == inputs_of(found["Sign in to AWS"]).get("role-duration-seconds")


def test_a_job_without_that_time_is_refused() -> None:
    said = "stage Deploy: timeout_minutes=30 is too short: 20 minutes of steps and bake, and a restoration, take 40"
    assert [said] == refused(*DELIVERY, Deploy(STAGING, SERVICE, strategy=Canary(5, 25, 50, 100), timeout_minutes=30))


def test_what_ecs_cannot_follow_is_refused_with_the_stage() -> None:
    said = "stage Deploy: Canary(50, 25): the shares are per cent that grow from step to step, such as 5, 25, 50, 100"
    assert [said] == refused(*DELIVERY, Deploy(STAGING, SERVICE, strategy=Canary(50, 25)))


@pytest.mark.row("I9a", "a deployment is given the alarms")
@pytest.mark.row("I9c", "a deployment is given what its logs may say")
def test_alarms_and_logs_are_watched() -> None:
    logs = LogScan(r"\bERROR\b", most="5/min", allow=["deprecated", "retrying"])
    given = inputs_of(steps(jobs_of(*DELIVERY, Deploy(STAGING, SERVICE, alarms=["5xx", "latency"], logs=logs))["deploy-to-staging"])["Deploy"])
    assert {
        "verify-alarms": "5xx,latency",
        "verify-log-pattern": r"\bERROR\b",
        "verify-max-log-errors": "5/min",
        "verify-log-allow": "deprecated\nretrying",
    } == {name: value for name, value in given.items() if name.startswith("verify-")}


def test_a_rollback_can_be_forbidden() -> None:
    found = steps(jobs_of(*DELIVERY, Deploy(STAGING, SERVICE, rollback=False))["deploy-to-staging"])
    assert "never" == inputs_of(found["Deploy"])["rollback"]


@pytest.mark.parametrize(
    ("health", "changed"),
    [
        (HEALTH, {}),
        (Health("/ready", expect_status="200-299"), {"url": "https://staging.example.com/ready", "expect-status": "200-299"}),
        (Health(expect_json={"/b": 1, "/a": [True]}), {"expect-json": '{"/a": [true], "/b": 1}'}),
        (Health(version="/v#/sha"), {"version-path": "/v#/sha", "expect-version": "${{ github.sha }}"}),
        (
            Health(consecutive=1, interval_seconds=2, timeout_seconds=3, deadline_seconds=4),
            {"consecutive": 1, "interval": 2, "timeout": 3, "deadline": 4},
        ),
    ],
)
def test_health_becomes_inputs(health: Health, changed: dict[str, Any]) -> None:
    deploy = jobs_of(*DELIVERY, Deploy(STAGING, SERVICE, health))["deploy-to-staging"]
    defaults = {"url": "https://staging.example.com/health", "expect-status": "200", "consecutive": 3, "interval": 5, "timeout": 5, "deadline": 300}
    given = inputs_of(steps(deploy)["Deploy"])
    assert {**defaults, **changed} == {name.removeprefix("verify-"): value for name, value in given.items() if name.startswith("verify-")}


@pytest.mark.row("E7a", "the first deployment waits for the push alone")
@pytest.mark.row("E8a", "staging waits for development alone")
def test_each_environment_waits_for_the_one_before() -> None:
    jobs = jobs_of(*DELIVERY, *[Deploy(environment(name), SERVICE) for name in ("development", "staging", "production")])
    assert [
        ("build-image", "push-image"),
        ("build-image", "deploy-to-development"),
        ("build-image", "deploy-to-staging"),
    ] == [jobs[f"deploy-to-{name}"].needs for name in ("development", "staging", "production")]


@dataclass(frozen=True)
class Licences:
    """A stage of a user's own: a gate that needs the image."""

    origin: Origin = field(default_factory=lambda: Origin("here", 1))

    def after(self, progress: Progress) -> Progress:
        if progress.archive is None:
            raise StageError("put Build before it")
        return progress.gate(Job("Licences", [run("./licences {digest}", digest=progress.archive.digest)]))


def test_a_stage_of_one_s_own_is_a_gate_like_any_other() -> None:
    jobs = jobs_of(Build(IMAGE), TrivyScan(), Licences(), Push(REGISTRY))
    assert ("build-image", "scan-image", "licences") == jobs["push-image"].needs
    assert {"DIGEST": "${{ needs.build-image.outputs.digest }}"} == jobs["licences"].steps[0].env
    assert ["stage Licences: put Build before it"] == refused(Licences())


def test_progress_keeps_what_it_is_not_told_to_change() -> None:
    first, second = Job("A", [run("a")]), Job("B", [run("b")])
    progress = Progress(main="trunk").gate(first).but(scanned=True).gate(second)
    assert ("trunk", (first, second), (first, second), True, None, ()) == (
        progress.main,
        progress.jobs,
        progress.gates,
        progress.scanned,
        progress.release,
        progress.deployed,
    )


@pytest.mark.row("E10a", "what has to be set in GitHub for the wait is said")
def test_environments_that_wait_for_a_person_are_noted() -> None:
    production = Environment("production", region="r", cluster="c", role="x", url="https://example.com", approval=True)
    pipeline = Pipeline("x", stages=[*DELIVERY, Deploy(STAGING, SERVICE), Deploy(production, SERVICE)])
    note = "environment 'production' waits for a person once it has required reviewers: Settings > Environments > production"
    assert [note] == pipeline.notes()
