"""The deployment over SSH, linked: what it waits for, and that its job alone reads the key."""

from __future__ import annotations

from typing import Any

import pytest

from synth.expr import vars
from synth.model import Concurrency, Environment
from synth.pipeline import Pipeline, Stage
from synth.problems import DefinitionError
from synth.stages import Build, Ec2Deploy, Lint, Push, TrivyScan
from tests.stages.conftest import IMAGE, NPM, REGISTRY, inputs_of, jobs_of, steps

BUILT: list[Stage] = [Lint(NPM), Build(IMAGE), TrivyScan(), Push(REGISTRY)]
GIVEN: dict[str, Any] = {
    "hosts": ["10.0.1.10", "10.0.2.10"],
    "directory": "/srv/orders",
    "restart": "sudo systemctl restart orders",
    "ask": "http://{host}:8080",
    "url": "https://orders.example.com",
    "known_hosts": vars.EC2_KNOWN_HOSTS,
}


def test_the_pushed_image_is_deployed_behind_the_gates() -> None:
    jobs = jobs_of(*BUILT, Ec2Deploy("production", **GIVEN))
    job = jobs["deploy-to-production"]
    assert ("build-image", "push-image") == job.needs
    assert "github.ref == 'refs/heads/main'" == job.if_
    assert Environment(name="production", url="https://orders.example.com") == job.environment
    assert Concurrency(group="deploy-srv-orders-production", cancel_in_progress=False) == job.concurrency
    assert (41, None) == (job.timeout_minutes, job.permissions)
    assert ["Deploy"] == list(steps(job))
    assert {
        "hosts": "10.0.1.10,10.0.2.10",
        "user": "ec2-user",
        "port": 22,
        "private-key": "${{ secrets.EC2_SSH_KEY }}",
        "known-hosts": "${{ vars.EC2_KNOWN_HOSTS }}",
        "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/orders-api@${{ needs.build-image.outputs.digest }}",
        "directory": "/srv/orders",
        "restart": "sudo systemctl restart orders",
        "keep": 5,
        "url": "http://{host}:8080/health",
        "expect-status": "200",
        "consecutive": 3,
        "interval": 5,
        "timeout": 5,
        "deadline": 300,
    } == inputs_of(steps(job)["Deploy"])


def test_no_other_job_reads_the_key() -> None:
    jobs = jobs_of(*BUILT, Ec2Deploy("production", **GIVEN))
    assert ["deploy-to-production"] == [name for name, job in jobs.items() if "secrets." in repr(job)]


def test_an_artifact_is_fetched_and_deployed() -> None:
    jobs = jobs_of(Lint(NPM), Ec2Deploy("production", artifact="app", file="app.tar.gz", **GIVEN))
    job = jobs["deploy-to-production"]
    assert (("lint",), ["Fetch the release", "Deploy"]) == (job.needs, list(steps(job)))
    assert "app.tar.gz" == inputs_of(steps(job)["Deploy"])["file"]


def test_environments_are_deployed_to_in_turn() -> None:
    jobs = jobs_of(*BUILT, Ec2Deploy("staging", **GIVEN), Ec2Deploy("production", **GIVEN))
    assert ("build-image", "deploy-to-staging") == jobs["deploy-to-production"].needs


@pytest.mark.parametrize(
    ("stages", "message"),
    [
        (
            [Lint(NPM), Ec2Deploy("production", **GIVEN)],
            "there is nothing to deploy: put Push before it, or give it the artifact and file that an earlier job kept",
        ),
        (
            [Ec2Deploy("production", artifact="app", file="app.tar", **GIVEN)],
            "nothing holds it back: put what tests and builds the release before it",
        ),
        ([*BUILT, Ec2Deploy("production", artifact="app", **GIVEN)], "artifact and file belong together: the artifact's name, and the archive in it"),
        ([*BUILT, Ec2Deploy("production", **{**GIVEN, "hosts": []})], "it has no host: give it hosts=[...]"),
        (
            [*BUILT, Ec2Deploy("production", **{**GIVEN, "ask": "http://orders"})],
            "several hosts have to be asked one by one: write {host} in ask, such as http://{host}:8080",
        ),
        ([*BUILT, Ec2Deploy("production", **GIVEN), Ec2Deploy("production", **GIVEN)], "environment 'production' has been deployed to already"),
    ],
)
def test_an_impossible_order_is_refused(stages: list[Stage], message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        Pipeline("Orders", stages=stages).workflow()
    assert [f"stage Ec2Deploy: {message}"] == [problem.message for problem in raised.value.problems]
