"""The workflow of reference_workflow.py, with all that no variant changes as values of the module: link and emit write a shared step once."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from synth import (
    Concurrency,
    Container,
    Input,
    Job,
    Matrix,
    Workflow,
    always,
    axis,
    dispatch,
    env,
    failure,
    github,
    pull_request,
    push,
    run,
    text,
    vars,
)
from synth.bindings import (
    build_push,
    checkout,
    configure_aws_credentials,
    ecr_login,
    ecs_deploy_task_definition,
    ecs_render_task_definition,
    setup_buildx,
    setup_python,
    upload_artifact,
)

r: Any = import_module("reference")  # the harness's own module; it exists only there

TRIVY = """
docker run --rm --volume /var/run/docker.sock:/var/run/docker.sock --volume ~/.docker:/root/.docker:ro \\
  aquasec/trivy:0.74.0@sha256:62b1e65e8869bc4b4c6aa4fa2b21595256c7c2f6018a9d9ad61caf87187c1969 \\
  image --severity HIGH,CRITICAL --exit-code 1 {image}
"""
SUMMARY = 'echo "### Tests ("{version}" on "{os}")" >> "$GITHUB_STEP_SUMMARY"'


class Grid(Matrix):
    python_version = axis("3.11", "3.12", "3.13")
    os = axis("ubuntu-24.04", "ubuntu-24.04-arm")


GRID = Grid(exclude=[{"python-version": "3.11", "os": "ubuntu-24.04-arm"}], fail_fast=False, max_parallel=4)

# What no variant changes is a value of the module, as a person would write it: steps and jobs are immutable, so they can be shared
CHECKOUT = checkout("Checkout")
INSTALL = run("pip install -r requirements-dev.txt", name="Install")
CREDENTIALS = configure_aws_credentials(
    "Configure AWS credentials", role_to_assume=vars.AWS_ROLE_ARN, aws_region=env.AWS_REGION, retry_max_attempts=None
)
LINT = Job(
    "Lint",
    [
        CHECKOUT,
        setup_python("Set up Python", python_version="3.13", cache="pip"),
        INSTALL,
        run(r.RUFF, name="Ruff"),
        run("mypy src", name="Mypy"),
    ],
    timeout_minutes=10,
)
TESTS = [
    CHECKOUT,
    setup_python("Set up Python", python_version=GRID.python_version, cache="pip"),
    INSTALL,
    run("alembic upgrade head", name="Migrate", env={"ALEMBIC_ENV": "ci"}),
    run(r.PYTEST, name="Pytest", timeout_minutes=15),
    upload_artifact(
        "Upload report",
        name=text("report-{python}-{os}", python=GRID.python_version, os=GRID.os),
        path="report.xml",
        retention_days=7,
        if_no_files_found=None,
    ).replace(if_=always()),
    run(SUMMARY, name="Summary", if_=always(), version=GRID.python_version, os=GRID.os),
]
LOGIN = ecr_login("Log in to ECR")
META = run(r.META, name="Metadata", outputs=["tag"])
REPOSITORY = text("{registry}/{image}", registry=LOGIN.outputs.registry, image=env.IMAGE)
TAGGED = text("{repository}:{tag}", repository=REPOSITORY, tag=META.outputs.tag)
PUSHED = build_push("Build and push", context=".", push=True, tags=TAGGED, cache_from="type=gha", cache_to="type=gha,mode=max")
SCANNED = text("{repository}@{digest}", repository=REPOSITORY, digest=PUSHED.outputs.digest)
BUILD = Job(
    "Build and push",
    [CHECKOUT, CREDENTIALS, LOGIN, setup_buildx("Set up Buildx"), META, PUSHED, run(TRIVY, name="Trivy", image=SCANNED)],
    id="build",
    outputs={"image": TAGGED, "digest": PUSHED.outputs.digest},
)
RENDERED = ecs_render_task_definition("Render task definition", task_definition="deploy/task.json", container_name="app", image=BUILD.output("image"))
HEALTH = run(r.HEALTH, name="Health check")
ROLL_BACK = run(r.ROLLBACK, name="Roll back", if_=failure())
TARGET = Input("target", description="Environment to deploy to", options=["staging", "production"], default="staging", required=True)
ON = [push(branches=["main"], paths_ignore=["docs/**", "*.md"]), pull_request(branches=["main"]), dispatch(TARGET)]


def workflow(i: int) -> Workflow:
    database, image = f"app_{i}", f"app-{i}"
    test = Job(
        "Test",
        TESTS,
        needs=[LINT],
        matrix=GRID,
        runs_on=GRID.os,
        timeout_minutes=20,
        env={"DATABASE_URL": f"postgresql://postgres:postgres@localhost:5432/{database}"},
        services={
            "postgres": Container(
                "postgres:17-alpine", env={"POSTGRES_PASSWORD": "postgres", "POSTGRES_DB": database}, ports=["5432:5432"], options=r.PG_OPTIONS
            )
        },
    )
    deployed = ecs_deploy_task_definition(
        "Deploy to ECS", task_definition=RENDERED.outputs.task_definition, service=image, cluster="main", wait_max_delay_seconds=None
    )
    deploy = Job(
        "Deploy",
        [CHECKOUT, CREDENTIALS, RENDERED, deployed, HEALTH, ROLL_BACK],
        if_=github.ref == "refs/heads/main",
        environment="production",
        environment_url="https://app.example.com",
        concurrency=Concurrency("deploy-production"),
        env={"CLUSTER": "main", "SERVICE": image, "URL": "https://app.example.com"},
    )
    return Workflow(
        f"CI {i}",
        on=ON,
        jobs=[LINT, test, BUILD.replace(needs=[LINT, test]), deploy],
        file=f"ci-{i}.yml",
        permissions={"contents": "read"},
        env={"AWS_REGION": "eu-west-1", "IMAGE": image},
        concurrency=Concurrency(text("ci-{ref}", ref=github.ref), cancel_in_progress=True),
        shell=None,
    )
