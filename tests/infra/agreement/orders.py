"""A pipeline with two roles, small enough that people write its policies by hand."""

from __future__ import annotations

from functools import cache

from synth import Environment, Health, Image, Pipeline, Registry, Service
from synth.infra.infrastructure import infrastructure
from synth.infra.values import Github, Infrastructure, Role
from synth.project import Project
from synth.stages import Build, Deploy, Push, Rollback, TrivyScan

GITHUB = Github(owner="octo-org", name="orders", owner_id=1234567, repository_id=7654321)
NAMELESS = Github(owner="octo-org", name="orders")


def pipeline() -> Pipeline:
    production = Environment(
        "production",
        region="eu-west-1",
        cluster="main",
        role="arn:aws:iam::111122223333:role/orders-deploy",
        url="https://orders.example.com",
        approval=True,
    )
    service = Service("orders", container="app", family="orders", task_roles=["orders-execution", "orders-task"])
    registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-push")
    return Pipeline(
        "Orders", stages=[Build(Image("orders")), TrivyScan(), Push(registry), Deploy(production, service, Health("/health")), Rollback()]
    )


@cache
def needed(github: Github = GITHUB) -> Infrastructure:
    made = pipeline()
    return infrastructure(Project(source=".github/ghsynth.py", workflows=made.workflows(), pipelines=[made]), github)


def role(name: str, github: Github = GITHUB) -> Role:
    return next(one for one in needed(github).roles if one.name == name)
