"""What Approvals adds to a pipeline: evidence before the wait, a record after it, and a workflow that ends waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.cli.generate import generate
from synth.pipeline import Pipeline
from synth.problems import DefinitionError
from synth.stages import Approvals, Build, Deploy, Push, TrivyScan
from tests.judges import JUDGES, Judge, subjects
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, inputs_of, job, linked, steps

DEFINITION = """
from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.stages import Approvals, Build, Deploy, Push, TrivyScan

service, health = Service("orders-api", container="app"), Health("/health")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")
role = "arn:aws:iam::444455556666:role/orders-api-deploy"
staging = Environment("staging", region="eu-west-1", cluster="orders", role=role, url="https://s.example.com")
production = Environment("production", region="eu-west-1", cluster="orders", role=role, url="https://p.example.com", approval=True)
deployed = [Deploy(staging, service, health), Deploy(production, service, health)]
approvals = Approvals(links={"Dashboard": "https://d.example.com"})
pipeline = Pipeline("Orders API", stages=[Build(Image("orders-api")), TrivyScan(), Push(registry), approvals, *deployed])
"""
STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)
BEFORE = (Build(IMAGE), TrivyScan(), Push(REGISTRY))
PIPELINE = Pipeline("Orders API", stages=[*BEFORE, Approvals(), Deploy(STAGING, SERVICE, HEALTH), Deploy(PRODUCTION, SERVICE, HEALTH)])


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
