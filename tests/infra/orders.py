"""A definition with each kind of job that signs in to AWS, and what is made of it. Written out, so that a test of its infrastructure can be read."""

from __future__ import annotations

from pathlib import Path

from synth.build.repository import in_repository
from synth.infra.infrastructure import infrastructure
from synth.infra.values import Github, Infrastructure
from synth.project import load

GITHUB = Github(owner="octo-org", name="orders", owner_id=1234567, repository_id=7654321)
NAMED = Github(owner="octo-org", name="orders")
DEFINITION = """\
from synth import Environment, Health, Image, LogScan, Pipeline, Registry, Service
from synth.stages import Build, Deploy, Keep, Push, Rollback, TrivyScan, VerifyMetrics

registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-push")
api = Service("api", container="app", family="orders-api", task_roles=["orders-task", "orders-execution"])
health = Health("/health", version="/health#/sha")


def environment(name, account, approval=False):
    role = f"arn:aws:iam::{account}:role/ci/orders"
    roles = {"rollback": f"{role}-rollback-{name}", "verify": f"{role}-verify-{name}"}
    url = f"https://{name}.example.com"
    return Environment(
        name, region="eu-west-1", cluster=f"orders-{name}", role=f"{role}-deploy-{name}", roles=roles, url=url, approval=approval
    )


staging, production = environment("staging", "111122223333"), environment("production", "444455556666", approval=True)

pipeline = Pipeline(
    "Orders",
    stages=[
        Build(Image("orders")),
        TrivyScan(),
        Push(registry, tags=("sha", "branch", "version")),
        Deploy(staging, api, health, logs=LogScan(group="/ecs/orders")),
        VerifyMetrics(staging, rules=[{"rule": "alarm", "alarms": ["orders-5xx"]}, {"rule": "logs", "group": "/ecs/orders", "pattern": "ERROR"}]),
        Deploy(production, api, health),
        Keep(registry),
        Rollback(),
    ],
)
"""


def repository(root: Path, definition: str = DEFINITION) -> Path:
    (root / ".github").mkdir(parents=True)
    (root / ".github/ghsynth.py").write_text(definition, encoding="utf-8")
    (root / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    return root


def found(root: Path, github: Github = GITHUB, definition: str = DEFINITION) -> Infrastructure:
    """What the definition needs."""
    project = load(str(repository(root, definition)))
    with in_repository(str(root)):
        return infrastructure(project, github)
