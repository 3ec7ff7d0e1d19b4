"""Promotion by branch: a pipeline for each branch, side by side in one definition."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.project import load
from tests.stages.conftest import inputs_of, job, linked, steps

DEFINITION = """
from synth import Environment, Image, Pipeline, Registry, Service, vars
from synth.stages import Build, Deploy, Push, TrivyScan

registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/push")

def delivered(name, main):
    to = Environment(name, region="eu-west-1", cluster=f"orders-{name}", role=vars.DEPLOY_ROLE, url=f"https://{name}.example.com")
    deploy = Deploy(to, Service("orders-api", container="app"))
    return Pipeline(f"Deliver {name}", stages=[Build(Image("orders-api")), TrivyScan(), Push(registry), deploy], main=main)

pipelines = [delivered("staging", main="develop"), delivered("production", main="main")]
"""


@pytest.mark.row("C4a", "what is pushed to one branch goes to staging, what is pushed to the other to production, and nothing else builds")
@pytest.mark.row("C4b", "cluster and role are each environment's own; a role may be a variable that the environment holds")
def test_a_branch_decides_where_a_build_goes(tmp_path: Path) -> None:
    (tmp_path / ".github").mkdir()
    (tmp_path / ".github/ghsynth.py").write_text(DEFINITION, encoding="utf-8")
    found = []
    for one in load(str(tmp_path)).workflows:
        made = linked(one)
        (deploy,) = [name for name in made.jobs if name.startswith("deploy-to-")]
        given = steps(job(made, deploy))
        environment = job(made, deploy).environment
        role, cluster = inputs_of(given["Sign in to AWS"])["role-to-assume"], inputs_of(given["Deploy"])["cluster"]
        found.append((made.on["push"].branches, job(made, "build-image").if_, environment and environment.name, cluster, role))
    assert [
        (("develop",), "github.ref == 'refs/heads/develop'", "staging", "orders-staging", "${{ vars.DEPLOY_ROLE }}"),
        (("main",), "github.ref == 'refs/heads/main'", "production", "orders-production", "${{ vars.DEPLOY_ROLE }}"),
    ] == found
