"""What Approvals adds to a pipeline: evidence before the wait, a record after it, and a workflow that ends waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth import model
from synth.cli.generate import generate
from synth.pipeline import Pipeline, Stage
from synth.problems import DefinitionError
from synth.stages import Approvals, Build, Deploy, LoadTest, Push, Smoke, TrivyScan
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, job, linked, steps

DEFINITION = """
from synth import Environment, Health, Image, Parameter, Pipeline, Registry, Scale, SecretsManager, Service, vars
from synth.stages import Approvals, Build, Deploy, LoadTest, Push, Smoke, TrivyScan

service, health = Service("orders-api", container="app"), Health("/health")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")
role = "arn:aws:iam::444455556666:role/orders-api-deploy"
configured = {"variables": {"LEVEL": "info", "PLACE": vars.PLACE}, "secrets": {"DB": SecretsManager("db", key="url"), "KEY": Parameter("/k")}}
staging = Environment("staging", region="eu-west-1", cluster="orders", role=role, url="https://s.example.com", **configured)
production = Environment(
    "production", region="eu-west-1", cluster="orders", role=role, url="https://p.example.com", approval=True, scale=Scale(cpu=512), **configured
)
looked = [Smoke(staging, health=health), LoadTest(staging, "load.js")]
deployed = [Deploy(staging, service, health), *looked, Deploy(production, service, health)]
approvals = Approvals(links={"Dashboard": "https://d.example.com"})
pipeline = Pipeline("Orders API", stages=[Build(Image("orders-api")), TrivyScan(), Push(registry), approvals, *deployed])
"""
STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)
BEFORE = (Build(IMAGE), TrivyScan(), Push(REGISTRY))
PIPELINE = Pipeline("Orders API", stages=[*BEFORE, Approvals(), Deploy(STAGING, SERVICE, HEALTH), Deploy(PRODUCTION, SERVICE, HEALTH)])


@pytest.mark.row("E10a", "the deployment stands behind the environment, and the record is its first step")
def test_the_evidence_comes_before_the_wait_and_the_record_first_after_it() -> None:
    made = linked(PIPELINE.workflows()[0])
    shown, deploy = job(made, "evidence-for-production"), job(made, "deploy-to-production")
    assert (("deploy-to-staging",), None, "Record the approval") == (
        tuple(n for n in shown.needs or () if "staging" in n),
        shown.environment,
        next(iter(steps(deploy))),
    )
    assert "evidence-for-production" in (deploy.needs or ())
    assert "Record the approval" not in steps(job(made, "deploy-to-staging"))
    given = dict(inputs_of(steps(deploy)["Record the approval"]))
    assert ("production", "orders-api in production", 24) == (given["environment"], given["chain"], given["max-wait-hours"])


@pytest.mark.row("E10d", "the evidence waits for every test of the deployment before, and has the figures of the load test")
def test_the_evidence_has_what_the_tests_found() -> None:
    looked: list[Stage] = [Deploy(STAGING, SERVICE, HEALTH), LoadTest(STAGING, "load.js"), Smoke(STAGING, health=HEALTH)]
    made = linked(Pipeline("Orders API", stages=[*BEFORE, Approvals(), *looked, Deploy(PRODUCTION, SERVICE, HEALTH)]).workflow())
    shown = job(made, "evidence-for-production")
    load, found = job(made, "load-test-staging"), steps(shown)
    kept, fetched = steps(load)["Keep the summary"], found["Fetch the figures of the load test"]
    assert {"load-test-staging", "smoke-test-staging"} < set(shown.needs or ())
    assert inputs_of(kept)["name"] == inputs_of(fetched)["name"]
    assert ("k6/summary.json", "k6") == (inputs_of(kept)["path"], inputs_of(fetched)["path"])
    assert True is fetched.continue_on_error
    given = inputs_of(found["Write the evidence"])
    assert ("k6/summary.json", "Smoke test staging succeeded") == (given["k6-summary"], given["smoke"])
    assert {"deployments": "read"} == {scope: one.level for scope, one in permissions(shown).items()}


def permissions(of: model.Job) -> dict[str, model.Permission]:
    assert isinstance(of.permissions, dict)
    return of.permissions


def test_without_tests_the_deployment_itself_is_the_evidence() -> None:
    found = steps(job(linked(PIPELINE.workflows()[0]), "evidence-for-production"))
    given = inputs_of(found["Write the evidence"])
    assert ("Deploy to staging succeeded", None, 1) == (given["smoke"], given.get("k6-summary"), len(found))


@pytest.mark.row("E10b", "a workflow looks each hour, with 24 hours as the limit")
def test_a_second_workflow_ends_waits_each_hour() -> None:
    made = linked(PIPELINE.workflows()[1])
    given = inputs_of(steps(job(made, "expire"))["Cancel what waits too long"])
    assert {"mode": "expire", "environment": "production", "workflow": "Orders API", "max-wait-hours": 24} == given


def test_where_nobody_is_waited_for_there_is_nothing_to_end() -> None:
    assert 1 == len(Pipeline("Orders API", stages=[*BEFORE, Approvals(), Deploy(STAGING, SERVICE)]).workflows())


@pytest.mark.parametrize(
    ("stages", "said"),
    [((Deploy(PRODUCTION, SERVICE), Approvals()), "put Approvals before its Deploy"), ((Approvals(expire_hours=0),), "expire_hours=0")],
)
def test_an_impossible_order_is_refused(stages: tuple[Deploy | Approvals, ...], said: str) -> None:
    with pytest.raises(DefinitionError, match=said):
        Pipeline("Orders API", stages=[*BEFORE, *stages]).workflows()


@pytest.mark.slow
@pytest.mark.parametrize("one", JUDGES, ids=lambda one: one.NAME)
def test_a_judge_finds_nothing(tmp_path: Path, one: Judge) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    assert 0 == generate(str(tmp_path))
    assert [] == [str(finding) for finding in one.judge(subjects(tmp_path))]
