"""The reference workflow in ghagen's own style."""

from __future__ import annotations

from typing import Any

from ghagen import (
    App,
    Job,
    Matrix,
    On,
    Permissions,
    PRTrigger,
    PushTrigger,
    Service,
    Step,
    Strategy,
    Workflow,
    WorkflowDispatchTrigger,
)
from ghagen.models.job import Concurrency, Defaults, DefaultsRun, Environment

UNIT = "mkdir -p reports\nnpm run test:unit -- --coverage --reporters=junit \\\n  --outputFile=reports/unit.xml"
STAMP = 'echo "tag=$(date -u +%Y%m%d)-${GITHUB_SHA:0:7}" >> "$GITHUB_OUTPUT"'
INSPECT = 'docker buildx imagetools inspect "$REPOSITORY:$TAG" --raw'
PROBE = """deadline=$((SECONDS + 300))
until curl --fail --silent --max-time 5 "$ADDRESS/healthz"; do
  if ((SECONDS > deadline)); then
    echo "::error::$ADDRESS is not healthy after five minutes"
    exit 1
  fi
  sleep 5
done"""
REVERT = 'aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$SERVICE" --force-new-deployment'
RUNNER = "ubuntu-24.04"


def workflow(i: int) -> Any:
    repository = "${{ steps.login.outputs.registry }}/${{ env.REPOSITORY }}"
    tag = "${{ steps.stamp.outputs.tag }}"
    address = f"https://orders-{i}.example.com"
    database = f"orders_{i}"
    level = {
        "description": "How much the service logs",
        "type": "choice",
        "options": ["info", "debug", "trace"],
        "default": "info",
        "required": True,
    }
    return Workflow(
        name=f"Orders {i}",
        on=On(
            push=PushTrigger(branches=["main", "release/**"], paths_ignore=["**/*.md"]),
            pull_request=PRTrigger(branches=["main"], types=["opened", "synchronize", "reopened"]),
            workflow_dispatch=WorkflowDispatchTrigger(inputs={"level": level}),
        ),
        permissions=Permissions(contents="read"),
        env={"AWS_REGION": "eu-central-1", "REPOSITORY": f"shop/orders-{i}"},
        defaults=Defaults(run=DefaultsRun(shell="bash")),
        concurrency=Concurrency(group="orders-${{ github.workflow }}-${{ github.ref }}", cancel_in_progress=True),  # 0.5.0 takes no expression
        jobs={
            "lint": Job(
                name="Lint",
                runs_on=RUNNER,
                permissions=Permissions(contents="read"),
                timeout_minutes=8,
                steps=[
                    check_out(),
                    set_up_node("24"),
                    Step(name="Install", run="npm ci --ignore-scripts"),
                    Step(name="ESLint", run="npx eslint --max-warnings=0 src test"),
                    Step(name="Types", run="npx tsc --noEmit"),
                    Step(name="Format", run="npx prettier --check ."),
                ],
            ),
            "test": Job(
                name="Test",
                needs=["lint"],
                runs_on=RUNNER,
                permissions=Permissions(contents="read"),
                timeout_minutes=25,
                strategy=Strategy(
                    fail_fast=False,
                    matrix=Matrix(extras={"node": ["22", "24", "26"], "suite": ["api", "worker"]}, exclude=[{"node": "22", "suite": "worker"}]),
                ),
                services={
                    "database": Service(
                        image="postgres:17-alpine",
                        env={"POSTGRES_USER": "orders", "POSTGRES_PASSWORD": "only-for-tests", "POSTGRES_DB": database},
                        ports=["5432:5432"],
                        options="--health-cmd=pg_isready --health-interval=5s --health-retries=12",
                    )
                },
                env={"DATABASE_URL": f"postgres://orders:only-for-tests@localhost:5432/{database}", "LOG_LEVEL": "warn"},
                steps=[
                    check_out(),
                    set_up_node("${{ matrix.node }}"),
                    Step(name="Install", run="npm ci --ignore-scripts"),
                    Step(name="Migrate", run="npm run migrate", env={"MIGRATIONS": "all"}),
                    Step(name="Unit tests", run=UNIT),
                    Step(name="Integration tests", run="npm run test:integration -- --suite=${{ matrix.suite }}", timeout_minutes=12),
                    Step(
                        name="Keep reports",
                        if_="always()",
                        uses="actions/upload-artifact@v7",
                        with_={
                            "name": "reports-${{ matrix.suite }}-${{ matrix.node }}",
                            "path": "reports",
                            "if-no-files-found": "error",
                            "retention-days": 5,
                        },
                    ),
                ],
            ),
            "image": Job(
                name="Image",
                needs=["lint", "test"],
                runs_on=RUNNER,
                permissions=Permissions(contents="read", id_token="write"),
                timeout_minutes=30,
                outputs={"address": repository + "@${{ steps.push.outputs.digest }}", "tag": tag},
                steps=[
                    check_out(),
                    sign_in(),
                    Step(name="Log in", id="login", uses="aws-actions/amazon-ecr-login@v2"),
                    Step(name="Builder", uses="docker/setup-buildx-action@v4"),
                    Step(name="Stamp", id="stamp", run=STAMP),
                    Step(
                        name="Push",
                        id="push",
                        uses="docker/build-push-action@v7",
                        with_={
                            "context": ".",
                            "push": True,
                            "tags": f"{repository}:{tag}",
                            "cache-from": "type=gha",
                            "cache-to": "type=gha,mode=max",
                        },
                    ),
                    Step(name="Inspect", run=INSPECT, env={"TAG": tag}),
                ],
            ),
            "deploy": Job(
                name="Deploy",
                needs=["image"],
                if_="github.ref == 'refs/heads/main' && github.event_name != 'pull_request'",
                runs_on=RUNNER,
                environment=Environment(name="production", url=address),
                permissions=Permissions(contents="read", id_token="write"),
                concurrency=Concurrency(group="production", cancel_in_progress=False),
                timeout_minutes=20,
                env={"CLUSTER": "shop", "SERVICE": f"orders-{i}", "ADDRESS": address},
                steps=[
                    check_out(),
                    sign_in(),
                    Step(
                        name="Render",
                        id="render",
                        uses="aws-actions/amazon-ecs-render-task-definition@v1",
                        with_={
                            "task-definition": ".aws/task-definition.json",
                            "container-name": "orders",
                            "image": "${{ needs.image.outputs.address }}",
                            "environment-variables": "LOG_LEVEL=${{ inputs.level }}",
                        },
                    ),
                    Step(
                        name="Update service",
                        uses="aws-actions/amazon-ecs-deploy-task-definition@v2",
                        with_={
                            "task-definition": "${{ steps.render.outputs.task-definition }}",
                            "service": f"orders-{i}",
                            "cluster": "shop",
                            "wait-for-service-stability": True,
                            "wait-max-delay-seconds": 15,
                        },
                    ),
                    Step(name="Probe", run=PROBE),
                    Step(name="Revert", if_="failure()", run=REVERT),
                ],
            ),
        },
    )


def check_out() -> Any:
    return Step(name="Check out", uses="actions/checkout@v7", with_={"persist-credentials": False})


def set_up_node(version: str) -> Any:
    return Step(name="Set up Node", uses="actions/setup-node@v7", with_={"node-version": version, "cache": "npm", "package-manager-cache": False})


def sign_in() -> Any:
    return Step(
        name="Sign in to AWS",
        uses="aws-actions/configure-aws-credentials@v6",
        with_={"aws-region": "${{ env.AWS_REGION }}", "role-to-assume": "${{ vars.DEPLOY_ROLE }}", "retry-max-attempts": 3},
    )


app = App(lockfile=None)
app.add_workflow(workflow(0), "orders-0.yml")
