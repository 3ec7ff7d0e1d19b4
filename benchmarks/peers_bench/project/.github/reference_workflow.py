"""The harness's reference workflow in ghsynth's own style. The scripts and the names of actions are the harness's, from its `reference` module.

Where the file that comes out differs from the reference, and why:

- Every `uses` is a full commit SHA with the release behind it, the service's image a digest: the lock pins them. The built-in lock knows
  `postgres:17-alpine`, not `postgres:17`.
- Trivy is a pinned image in a script, not its action: a check refuses a third party's action in a job that can sign in to AWS.
- The role to assume is a variable, not a secret: a check refuses secrets in a job without environment, and an ARN is none.
- The step that writes the summary reads the two axes from the variables VERSION and OS: ghsynth refuses `${{ }}` inside a script.
- Ids of steps come from their names (`log-in-to-ecr`, not `ecr`), and with them the expressions that read `steps.<id>`.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from synth import (
    Concurrency,
    Container,
    Input,
    Job,
    Matrix,
    Step,
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


def workflow(i: int) -> Workflow:
    database, image = f"app_{i}", f"app-{i}"
    target = Input("target", description="Environment to deploy to", options=["staging", "production"], default="staging", required=True)
    grid = Grid(exclude=[{"python-version": "3.11", "os": "ubuntu-24.04-arm"}], fail_fast=False, max_parallel=4)

    lint = Job(
        "Lint",
        [
            checkout("Checkout"),
            setup_python("Set up Python", python_version="3.13", cache="pip"),
            run("pip install -r requirements-dev.txt", name="Install"),
            run(r.RUFF, name="Ruff"),
            run("mypy src", name="Mypy"),
        ],
        timeout_minutes=10,
    )
    test = Job(
        "Test",
        [
            checkout("Checkout"),
            setup_python("Set up Python", python_version=grid.python_version, cache="pip"),
            run("pip install -r requirements-dev.txt", name="Install"),
            run("alembic upgrade head", name="Migrate", env={"ALEMBIC_ENV": "ci"}),
            run(r.PYTEST, name="Pytest", timeout_minutes=15),
            upload_artifact(
                "Upload report",
                name=text("report-{python}-{os}", python=grid.python_version, os=grid.os),
                path="report.xml",
                retention_days=7,
                if_no_files_found=None,
            ).replace(if_=always()),
            run(SUMMARY, name="Summary", if_=always(), version=grid.python_version, os=grid.os),
        ],
        needs=[lint],
        matrix=grid,
        runs_on=grid.os,
        timeout_minutes=20,
        env={"DATABASE_URL": f"postgresql://postgres:postgres@localhost:5432/{database}"},
        services={
            "postgres": Container(
                "postgres:17-alpine", env={"POSTGRES_PASSWORD": "postgres", "POSTGRES_DB": database}, ports=["5432:5432"], options=r.PG_OPTIONS
            )
        },
    )

    login = ecr_login("Log in to ECR")
    meta = run(r.META, name="Metadata", outputs=["tag"])
    repository = text("{registry}/{image}", registry=login.outputs.registry, image=env.IMAGE)
    tagged = text("{repository}:{tag}", repository=repository, tag=meta.outputs.tag)
    pushed = build_push("Build and push", context=".", push=True, tags=tagged, cache_from="type=gha", cache_to="type=gha,mode=max")
    scanned = text("{repository}@{digest}", repository=repository, digest=pushed.outputs.digest)
    build = Job(
        "Build and push",
        [
            checkout("Checkout"),
            _credentials(),
            login,
            setup_buildx("Set up Buildx"),
            meta,
            pushed,
            run(TRIVY, name="Trivy", image=scanned),
        ],
        id="build",
        needs=[lint, test],
        outputs={"image": tagged, "digest": pushed.outputs.digest},
    )

    rendered = ecs_render_task_definition(
        "Render task definition", task_definition="deploy/task.json", container_name="app", image=build.output("image")
    )
    deploy = Job(
        "Deploy",
        [
            checkout("Checkout"),
            _credentials(),
            rendered,
            ecs_deploy_task_definition(
                "Deploy to ECS", task_definition=rendered.outputs.task_definition, service=image, cluster="main", wait_max_delay_seconds=None
            ),
            run(r.HEALTH, name="Health check"),
            run(r.ROLLBACK, name="Roll back", if_=failure()),
        ],
        if_=github.ref == "refs/heads/main",
        environment="production",
        environment_url="https://app.example.com",
        concurrency=Concurrency("deploy-production"),
        env={"CLUSTER": "main", "SERVICE": image, "URL": "https://app.example.com"},
    )
    return Workflow(
        f"CI {i}",
        on=[push(branches=["main"], paths_ignore=["docs/**", "*.md"]), pull_request(branches=["main"]), dispatch(target)],
        jobs=[lint, test, build, deploy],
        file=f"ci-{i}.yml",
        permissions={"contents": "read"},
        env={"AWS_REGION": "eu-west-1", "IMAGE": image},
        concurrency=Concurrency(text("ci-{ref}", ref=github.ref), cancel_in_progress=True),
        shell=None,
    )


def _credentials() -> Step[Any]:
    return configure_aws_credentials(
        "Configure AWS credentials", role_to_assume=vars.AWS_ROLE_ARN, aws_region=env.AWS_REGION, retry_max_attempts=None
    )
