"""The reference workflow in yamloom's own style, with its typed actions where it has them."""

from __future__ import annotations

from typing import Any

from yamloom import (
    Concurrency,
    Container,
    Defaults,
    Environment,
    Events,
    Job,
    Matrix,
    Permissions,
    PullRequestEvent,
    PushEvent,
    RunDefaults,
    Strategy,
    Workflow,
    WorkflowDispatchEvent,
    action,
    script,
    sync,
)
from yamloom.actions.github.artifacts import UploadArtifact
from yamloom.actions.github.scm import Checkout
from yamloom.actions.toolchains.node import SetupNode
from yamloom.expressions import always, context, failure

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
    steps, matrix = context.steps, context.matrix
    repository = f"{steps['login'].outputs.registry}/{context.env['REPOSITORY']}"
    tag = steps["stamp"].outputs.tag
    address = f"https://orders-{i}.example.com"
    database = f"orders_{i}"
    return Workflow(
        name=f"Orders {i}",
        on=Events(
            push=PushEvent(branches=["main", "release/**"], paths_ignore=["**/*.md"]),
            pull_request=PullRequestEvent(branches=["main"], opened=True, synchronize=True, reopened=True),
            workflow_dispatch=WorkflowDispatchEvent(),  # with a choice, 0.6.1 leaves out the key `inputs` and then refuses its own text
        ),
        permissions=Permissions(contents="read"),
        env={"AWS_REGION": "eu-central-1", "REPOSITORY": f"shop/orders-{i}"},
        defaults=Defaults(run_defaults=RunDefaults(shell="bash")),
        concurrency=Concurrency(
            f"orders-{context.github.workflow}-{context.github.ref}", cancel_in_progress=context.github.event_name == "pull_request"
        ),
        jobs={
            "lint": Job(
                name="Lint",
                runs_on=RUNNER,
                permissions=Permissions(contents="read"),
                timeout_minutes=8,
                steps=[
                    check_out(),
                    set_up_node("24"),
                    script("npm ci --ignore-scripts", name="Install"),
                    script("npx eslint --max-warnings=0 src test", name="ESLint"),
                    script("npx tsc --noEmit", name="Types"),
                    script("npx prettier --check .", name="Format"),
                ],
            ),
            "test": Job(
                name="Test",
                needs=["lint"],
                runs_on=RUNNER,
                permissions=Permissions(contents="read"),
                timeout_minutes=25,
                strategy=Strategy(
                    fast_fail=False,
                    matrix=Matrix(exclude=[{"node": "22", "suite": "worker"}], node=["22", "24", "26"], suite=["api", "worker"]),
                ),
                services={
                    "database": Container(
                        "postgres:17-alpine",
                        env={"POSTGRES_USER": "orders", "POSTGRES_PASSWORD": "only-for-tests", "POSTGRES_DB": database},
                        ports=[5432],  # 0.6.1 takes no "5432:5432"
                        options="--health-cmd=pg_isready --health-interval=5s --health-retries=12",
                    )
                },
                env={"DATABASE_URL": f"postgres://orders:only-for-tests@localhost:5432/{database}", "LOG_LEVEL": "warn"},
                steps=[
                    check_out(),
                    set_up_node(matrix["node"].as_str()),
                    script("npm ci --ignore-scripts", name="Install"),
                    script("npm run migrate", name="Migrate", env={"MIGRATIONS": "all"}),
                    script(UNIT, name="Unit tests"),
                    script(f"npm run test:integration -- --suite={matrix['suite'].as_str()}", name="Integration tests", timeout_minutes=12),
                    UploadArtifact(
                        name="Keep reports",
                        version="v7",
                        artifact_name=f"reports-{matrix['suite'].as_str()}-{matrix['node'].as_str()}",
                        path="reports",
                        if_no_files_found="error",
                        retention_days=5,
                        condition=always(),
                    ),
                ],
            ),
            "image": Job(
                name="Image",
                needs=["lint", "test"],
                runs_on=RUNNER,
                permissions=Permissions(contents="read", id_token="write"),
                timeout_minutes=30,
                outputs={"address": f"{repository}@{steps['push'].outputs.digest}", "tag": tag},
                steps=[
                    check_out(),
                    sign_in(),
                    action("Log in", "aws-actions/amazon-ecr-login", ref="v2", id="login"),
                    action("Builder", "docker/setup-buildx-action", ref="v4"),
                    script(STAMP, name="Stamp", id="stamp"),
                    action(
                        "Push",
                        "docker/build-push-action",
                        ref="v7",
                        id="push",
                        with_opts={
                            "context": ".",
                            "push": True,
                            "tags": f"{repository}:{tag}",
                            "cache-from": "type=gha",
                            "cache-to": "type=gha,mode=max",
                        },
                    ),
                    script(INSPECT, name="Inspect", env={"TAG": tag}),
                ],
            ),
            "deploy": Job(
                name="Deploy",
                needs=["image"],
                condition=(context.github.ref == "refs/heads/main") & (context.github.event_name != "pull_request"),
                runs_on=RUNNER,
                environment=Environment("production", url=address),
                permissions=Permissions(contents="read", id_token="write"),
                concurrency=Concurrency("production", cancel_in_progress=False),
                timeout_minutes=20,
                env={"CLUSTER": "shop", "SERVICE": f"orders-{i}", "ADDRESS": address},
                steps=[
                    check_out(),
                    sign_in(),
                    action(
                        "Render",
                        "aws-actions/amazon-ecs-render-task-definition",
                        ref="v1",
                        id="render",
                        with_opts={
                            "task-definition": ".aws/task-definition.json",
                            "container-name": "orders",
                            "image": context.needs["image"].outputs.address,
                            "environment-variables": f"LOG_LEVEL={context.inputs['level'].as_str()}",
                        },
                    ),
                    action(
                        "Update service",
                        "aws-actions/amazon-ecs-deploy-task-definition",
                        ref="v2",
                        with_opts={
                            "task-definition": steps["render"].outputs["task-definition"],
                            "service": f"orders-{i}",
                            "cluster": "shop",
                            "wait-for-service-stability": True,
                            "wait-max-delay-seconds": 15,
                        },
                    ),
                    script(PROBE, name="Probe"),
                    script(REVERT, name="Revert", condition=failure()),
                ],
            ),
        },
    )


def check_out() -> Any:
    return Checkout(name="Check out", version="v7", persist_credentials=False)


def set_up_node(version: Any) -> Any:
    return SetupNode(name="Set up Node", version="v7", node_version=version, cache="npm", package_manager_cache=False)


def sign_in() -> Any:
    return action(
        "Sign in to AWS",
        "aws-actions/configure-aws-credentials",
        ref="v6",
        with_opts={"aws-region": context.env["AWS_REGION"], "role-to-assume": context.vars["DEPLOY_ROLE"], "retry-max-attempts": 3},
    )


if __name__ == "__main__":
    sync({"orders-0.yml": workflow(0)})
