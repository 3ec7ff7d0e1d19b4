"""The tables of `explain` know every stage, and say of each what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from synth.checklist.deployments import Deployment, deployments
from synth.explain import gates
from synth.explain.explaining import explained, staged
from synth.explain.kinds import DEPLOYING, WITHOUT_JOBS
from synth.explain.minutes import BY_STAGE, expected
from synth.explain.values import Explanation
from synth.pipeline import Health, Pipeline, Service, Stage
from synth.rollout import Rolling
from synth.stages import (
    STAGES,
    Approvals,
    Bake,
    Build,
    Deploy,
    Ec2Deploy,
    LoadTest,
    OneBox,
    Push,
    Regions,
    Smoke,
    TrivyScan,
    VerifyMetrics,
)
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, SERVICE, environment, linked

STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)
BEFORE = (Build(IMAGE), TrivyScan(), Push(REGISTRY))
HOSTS = Ec2Deploy(
    "legacy",
    hosts=["a", "b"],
    directory="/srv/app",
    restart="sudo systemctl restart app",
    ask="http://{host}:8080",
    url="https://l",
    known_hosts="a k",
)
COMPARED = {"rule": "compare", "kind": "counts", "namespace": "Orders", "metric": "Errors", "per": "Requests"}
ONE_BOX = OneBox(environment("one-box"), Service("orders-one", container="app"), HEALTH, compare_with=SERVICE, metrics=[COMPARED], bake_minutes=20)
REGIONS = Regions([environment("eu"), environment("us", region="us-east-1")], SERVICE, HEALTH, strategy=Rolling(), bake_minutes=15)


def of(*stages: Stage) -> Explanation:
    pipeline = Pipeline("Orders API", stages=[*BEFORE, *stages])
    source = pipeline.workflow()
    return explained(source, linked(source), staged(pipeline))


def told(found: Explanation, names: Sequence[str]) -> dict[str, tuple[float, tuple[str, ...]]]:
    """Minutes and gates of these jobs."""
    return {job.name: (job.minutes, job.gates) for job in found.jobs if job.name in names}


def test_every_stage_is_in_the_tables() -> None:
    assert set() == set(STAGES) - set(BY_STAGE) - WITHOUT_JOBS
    assert set() == set(STAGES) - gates.KNOWN - WITHOUT_JOBS
    assert set(STAGES) >= DEPLOYING


def answers(name: str) -> str:
    return f"https://{name}.example.com/health answers 200, 3 times in a row within 300 s"


@pytest.mark.row("E9a", "explain says that the load test gates on p95 and error rate")
def test_what_looks_at_a_deployment_says_its_gates_and_minutes() -> None:
    rules: list[Any] = [{"rule": "alarm", "alarms": ["orders-5xx"]}]
    found = of(
        Deploy(STAGING, SERVICE, HEALTH),
        Smoke(STAGING, health=Health()),
        LoadTest(STAGING, "load.js"),
        Bake(STAGING, HEALTH, minutes=20),
        VerifyMetrics(STAGING, rules),
    )
    assert {
        "Deploy to staging": (4, (answers("staging"),)),
        "Smoke test staging": (1, (answers("staging"),)),
        "Load test staging": (5, ("95 of 100 requests take less than 500 ms under load, and less than 0.100% of them fail",)),
        "Bake staging": (20, ("https://staging.example.com/health goes on answering 200 for 20 minutes",)),
        "Verify metrics of staging": (31, ("metrics, alarms and logs keep 1 rule for 30 minutes",)),
    } == told(found, [job.name for job in found.jobs if "staging" in job.name])


@pytest.mark.row("E10a", "explain shows the wait for a person, and the evidence before it as a job of its own")
def test_the_evidence_is_not_the_deployment() -> None:
    found = of(Approvals(), Deploy(STAGING, SERVICE, HEALTH), Deploy(PRODUCTION, SERVICE, HEALTH))
    assert {
        "Evidence for production": (0.5, ()),
        "Deploy to production": (4, ("a person approves the environment 'production'", answers("production"))),
    } == told(found, ["Evidence for production", "Deploy to production"])
    failing = found.job("deploy-to-production").on_failure.here
    assert ("the approval does not count, so nothing is deployed", "the last good release is restored and verified, and the job fails") == failing


def test_machines_one_box_and_regions_are_deployments() -> None:
    found = of(HOSTS, ONE_BOX, REGIONS)
    assert {
        "Deploy to legacy": (2, ("http://{host}:8080/health answers 200, 3 times in a row within 300 s",)),
        "Deploy to one-box": (24, (answers("one-box"), "it is no worse than orders-api for 20 minutes")),
        "Deploy to eu": (19, (answers("eu"), "it stays as good for 15 minutes")),
        "Deploy to us": (19, (answers("us"), "it stays as good for 15 minutes")),
    } == told(found, [f"Deploy to {name}" for name in ("legacy", "one-box", "eu", "us")])
    assert ("each host is taken back to the last verified release, and the job fails",) == found.job("deploy-to-legacy").on_failure.here


@pytest.mark.row("C8", "the checklist knows deployments of every kind: ECS, machines, one-box and regions")
def test_the_checklist_sees_the_same_deployments() -> None:
    stages: list[Stage] = [*BEFORE, Deploy(STAGING, SERVICE, HEALTH, alarms=["errors"]), HOSTS, ONE_BOX, REGIONS]
    found = [(one.environment, one.kind, one.how, one.goes_back, one.watched, one.machines) for one in seen(stages)]
    assert [
        ("staging", "Deploy", None, True, True, False),
        ("legacy", "Ec2Deploy", "host by host", True, False, True),
        ("one-box", "OneBox", None, True, True, False),
        ("eu", "Regions", "Rolling", True, False, False),
        ("us", "Regions", "Rolling", True, False, False),
    ] == found


def seen(stages: Sequence[Stage]) -> list[Deployment]:
    return deployments(Pipeline("Orders API", stages=stages))


def test_a_class_of_your_own_with_the_name_of_a_stage_is_your_own() -> None:
    class Bake(Deploy):
        """Deploys, whatever it is called."""

    mine = Bake(STAGING, SERVICE, HEALTH, strategy=Rolling(bake_minutes=2))
    assert (6, (answers("staging"),)) == (expected(mine), gates.gates(mine, "staging", waits=False))
