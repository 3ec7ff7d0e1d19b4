"""The stages that look at a deployment, the list of contents and the review: as text, silent before every judge, and where they cannot stand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from synth.cli.generate import generate
from synth.pipeline import Pipeline, Stage
from synth.problems import DefinitionError
from synth.project import load, render
from synth.rollout import Canary
from synth.stages import (
    Approvals,
    Bake,
    Build,
    DependencyReview,
    Deploy,
    EndToEnd,
    Hotfix,
    LoadTest,
    Push,
    Sbom,
    ScheduledChecks,
    Smoke,
    TrivyScan,
    VerifyMetrics,
)
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, job, jobs_of, linked

DEFINITION = """
from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.stacks import Npm
from synth.stages import (Bake, Build, DependencyReview, Deploy, EndToEnd, LoadTest, Push, Sbom, ScheduledChecks, Smoke, TrivyScan, VerifyMetrics)

service, health = Service("orders-api", container="app"), Health("/health", version="/version#/version")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")

def environment(name, account, **more):
    role = f"arn:aws:iam::{account}:role/orders-api-deploy"
    return Environment(name, region="eu-west-1", cluster=f"orders-{name}", role=role, url=f"https://{name}.orders.example.com", **more)

staging, production = environment("staging", "444455556666"), environment("production", "777788889999", approval=True)
reader = "arn:aws:iam::777788889999:role/orders-api-read"
rules = [{"rule": "alarm", "alarms": ["orders-5xx"]}]
pipeline = Pipeline("Orders API", stages=[
    DependencyReview(), Build(Image("orders-api")), TrivyScan(), Sbom(), Push(registry),
    Deploy(staging, service, health), Smoke(staging, ["./smoke.sh"], health=health), EndToEnd([staging], ["npm run e2e"], stack=Npm()),
    LoadTest(staging, "load/orders.js"), VerifyMetrics(staging, rules), Bake(staging, health, minutes=20),
    Deploy(production, service, health), VerifyMetrics(production, rules, role=reader),
    ScheduledChecks([staging, production], ["npm run e2e"], stack=Npm()),
])
"""
RULES = [{"rule": "alarm", "alarms": ["orders-5xx"]}]
STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)
PUSHED = (Build(IMAGE), TrivyScan(), Push(REGISTRY))
DEPLOYED = (*PUSHED, Deploy(STAGING, SERVICE, HEALTH))


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    return tmp_path


@pytest.mark.row("S2a", "end-to-end tests follow the deployment to staging")
@pytest.mark.row("S2b", "a scheduled workflow has them for staging and production")
@pytest.mark.parametrize("name", ["orders-api", "scheduled-checks-of-orders-api"])
def test_the_workflows_are_as_they_were(repository: Path, golden: Callable[[str, str], None], name: str) -> None:
    golden(f"checked-{name}.yml", render(load(str(repository)))[f".github/workflows/{name}.yml"])


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(repository: Path, one: Judge) -> None:
    assert 0 == generate(str(repository))
    assert [] == [str(finding) for finding in one.judge(list(subjects(repository)))]


@pytest.mark.row("E8b", "production waits for the smoke tests of staging")
@pytest.mark.row("I4b", "nothing after it begins before the smoke tests have passed")
@pytest.mark.row("R4b", "the next deployment waits for the bake")
@pytest.mark.row("R1", "each environment's checks hold back the next one")
def test_the_next_deployment_waits_for_every_check_and_later_ones_do_not() -> None:
    last = environment("last")
    checks = (Smoke(STAGING, health=HEALTH), Bake(STAGING, HEALTH), Deploy(PRODUCTION, SERVICE), Deploy(last, SERVICE))
    jobs = jobs_of(*DEPLOYED, *checks)
    assert ("build-image", "deploy-to-staging", "smoke-test-staging", "bake-staging") == jobs["deploy-to-production"].needs
    assert ("build-image", "deploy-to-production") == jobs["deploy-to-last"].needs


@pytest.mark.row("E10d", "the page is made after the smoke tests")
def test_a_person_is_shown_the_evidence_after_the_checks() -> None:
    jobs = jobs_of(*PUSHED, Approvals(), Deploy(STAGING, SERVICE), Smoke(STAGING, health=HEALTH), Deploy(PRODUCTION, SERVICE))
    assert {"deploy-to-staging", "smoke-test-staging"} <= set(jobs["evidence-for-production"].needs or ())


@pytest.mark.row("R6", "the hotfix keeps the smoke test and leaves the bake out")
def test_a_hotfix_keeps_the_checks_and_leaves_the_bake_out() -> None:
    stages: list[Stage] = [*PUSHED, Deploy(STAGING, SERVICE, strategy=Canary()), Smoke(STAGING, health=HEALTH), Bake(STAGING, HEALTH), Hotfix()]
    jobs = linked(Pipeline("Orders API", stages=stages).workflows()[1]).jobs
    assert ["build-image", "scan-image", "push-image", "deploy-to-staging", "smoke-test-staging"] == list(jobs)


def test_what_asks_has_no_credentials_and_asks_no_person() -> None:
    checks = (Smoke(STAGING, health=HEALTH), EndToEnd([STAGING], ["./e2e"]), LoadTest(STAGING, "load.js"), Bake(STAGING, HEALTH))
    workflow = linked(Pipeline("Orders API", stages=[*DEPLOYED, *checks]).workflow())
    asking = ["smoke-test-staging", "end-to-end-tests-of-staging", "load-test-staging", "bake-staging"]
    found = {name: (job(workflow, name).environment, sorted(job(workflow, name).permissions or {})) for name in asking}
    expected = dict(zip(asking, [(None, []), (None, ["contents"]), (None, ["contents"]), (None, [])], strict=True))
    assert expected == found


NOT_DEPLOYED = "nothing is deployed yet: put Deploy before it"
NOT_YET = "environment 'production' has not been deployed to yet: put Deploy before it"
NOT_LAST = "environment 'production' is not the one deployed to last: put it right after the Deploy of 'production'"


@pytest.mark.parametrize(
    ("stages", "said"),
    [
        ([Sbom()], "there is no image to list yet: put Build before it"),
        ([*PUSHED, Sbom()], "the image is pushed already: put it before Push"),
        ([*PUSHED, DependencyReview()], "the image is pushed already: put it before Push, beside the other checks"),
        ([*PUSHED, Smoke(STAGING, health=HEALTH)], NOT_DEPLOYED),
        ([*DEPLOYED, Smoke(PRODUCTION, health=HEALTH)], NOT_LAST),
        ([*DEPLOYED, Smoke(STAGING)], "it asks nothing: give it health=Health(...), or commands"),
        ([*DEPLOYED, EndToEnd([STAGING, PRODUCTION], ["./e2e"])], NOT_YET),
        ([*DEPLOYED, EndToEnd([STAGING], [])], "it has nothing to run: give it commands"),
        ([*DEPLOYED, EndToEnd([], ["./e2e"])], "it names no environment: give it those to ask"),
        ([*DEPLOYED, ScheduledChecks([PRODUCTION], ["./e2e"])], NOT_YET),
        ([*DEPLOYED, ScheduledChecks([STAGING], [])], "it has nothing to run: give it commands"),
        ([*PUSHED, LoadTest(STAGING, "load.js")], NOT_DEPLOYED),
        (
            [*DEPLOYED, LoadTest(STAGING, "a b.js")],
            "'a b.js' cannot stand in a command as it is: letters, digits, '.', '_', '-' and '/' can",
        ),
        ([*DEPLOYED, LoadTest(STAGING, "x.js", error_rate=0)], "p95_ms=500 has to be above 0, and error_rate=0 above 0 and at most 1"),
        ([*PUSHED, VerifyMetrics(STAGING, RULES)], NOT_DEPLOYED),
        ([*DEPLOYED, VerifyMetrics(STAGING, [])], "it has no rules: give it one, such as {'rule': 'alarm', 'alarms': ['orders-5xx']}"),
        (
            [*DEPLOYED, VerifyMetrics(STAGING, RULES, window_minutes=0)],
            "window_minutes=0 is too short: a point of CloudWatch takes a minute",
        ),
        (
            [*DEPLOYED, Deploy(PRODUCTION, SERVICE), VerifyMetrics(PRODUCTION, RULES)],
            "environment 'production' waits for a person before every job that names it: give role=, one that only reads and trusts the branch",
        ),
        ([*PUSHED, Bake(STAGING, HEALTH)], NOT_DEPLOYED),
        ([*DEPLOYED, Bake(STAGING, HEALTH, minutes=351)], "minutes=351 is none of 1 to 350, after which GitHub ends the job"),
    ],
)
def test_where_a_stage_cannot_stand_it_says_why(stages: list[Stage], said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        Pipeline("Orders API", stages=stages).workflows()
    assert [f"stage {type(stages[-1]).__name__}: {said}"] == [problem.message for problem in refused.value.problems]


def test_they_are_stages_of_a_definition_in_yaml(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    staging = "{name: staging, region: eu-west-1, cluster: c, role: 'arn:aws:iam::444455556666:role/deploy', url: 'https://x.example.com'}"
    (tmp_path / ".github/ghsynth.yml").write_text(
        "name: Orders API\nstages:\n  - dependency-review\n  - build: {image: {repository: orders-api}}\n  - trivy-scan\n  - sbom\n"
        "  - push: {registry: {account: '111122223333', region: eu-west-1, role: 'arn:aws:iam::111122223333:role/push'}}\n"
        f"  - deploy: {{environment: {staging}, service: {{name: orders-api, container: app}}}}\n"
        f"  - smoke: {{environment: {staging}, health: {{}}}}\n"
        f"  - end-to-end: {{environments: [{staging}], commands: [npm run e2e], stack: {{npm: {{}}}}}}\n"
        f"  - load-test: {{environment: {staging}, script: load.js, error-rate: 0.01}}\n"
        f"  - verify-metrics: {{environment: {staging}, rules: [{{rule: alarm, alarms: [orders-5xx]}}]}}\n"
        f"  - bake: {{environment: {staging}, health: {{}}, minutes: 5}}\n"
        f"  - scheduled-checks: {{environments: [{staging}], commands: [npm run e2e]}}\n"
    )
    project = load(str(tmp_path))
    expected = ["smoke-test-staging", "end-to-end-tests-of-staging", "load-test-staging", "verify-metrics-of-staging", "bake-staging"]
    assert expected == list(linked(project.workflows[0]).jobs)[-5:]
