"""The reference workflow in ghsynth's own style."""

from __future__ import annotations

from synth import (
    Concurrency,
    Container,
    Input,
    Job,
    Matrix,
    Outputs,
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
    setup_node,
    upload_artifact,
)

UNIT = """
mkdir -p reports
npm run test:unit -- --coverage --reporters=junit \\
  --outputFile=reports/unit.xml
"""
STAMP = 'echo "tag=$(date -u +%Y%m%d)-${GITHUB_SHA:0:7}" >> "$GITHUB_OUTPUT"'
PROBE = """
deadline=$((SECONDS + 300))
until curl --fail --silent --max-time 5 "$ADDRESS/healthz"; do
  if ((SECONDS > deadline)); then
    echo "::error::$ADDRESS is not healthy after five minutes"
    exit 1
  fi
  sleep 5
done
"""
INSPECT = 'docker buildx imagetools inspect "$REPOSITORY:$TAG" --raw'
REVERT = 'aws ecs update-service --cluster "$CLUSTER" --service "$SERVICE" --task-definition "$SERVICE" --force-new-deployment'


class Suites(Matrix):
    node = axis("22", "24", "26")
    suite = axis("api", "worker")


def workflow(i: int) -> Workflow:
    level = Input("level", description="How much the service logs", options=["info", "debug", "trace"], default="info", required=True)
    suites = Suites(exclude=[{"node": "22", "suite": "worker"}], fail_fast=False)
    database = f"orders_{i}"
    lint = Job(
        "Lint",
        [
            checkout("Check out"),
            setup_node("Set up Node", node_version="24", cache="npm"),
            run("npm ci --ignore-scripts", name="Install"),
            run("npx eslint --max-warnings=0 src test", name="ESLint"),
            run("npx tsc --noEmit", name="Types"),
            run("npx prettier --check .", name="Format"),
        ],
        timeout_minutes=8,
    )
    test = Job(
        "Test",
        [
            checkout("Check out"),
            setup_node("Set up Node", node_version=suites.node, cache="npm"),
            run("npm ci --ignore-scripts", name="Install"),
            run("npm run migrate", name="Migrate", env={"MIGRATIONS": "all"}),
            run(UNIT, name="Unit tests"),
            run("npm run test:integration -- --suite={suite}", name="Integration tests", timeout_minutes=12, suite=suites.suite),
            upload_artifact(
                "Keep reports", name=text("reports-{suite}-{node}", suite=suites.suite, node=suites.node), path="reports", retention_days=5
            ).replace(if_=always()),
        ],
        needs=[lint],
        matrix=suites,
        timeout_minutes=25,
        services={
            "database": Container(
                "postgres:17-alpine",
                env={"POSTGRES_USER": "orders", "POSTGRES_PASSWORD": "only-for-tests", "POSTGRES_DB": database},
                ports=["5432:5432"],
                options="--health-cmd=pg_isready --health-interval=5s --health-retries=12",
            )
        },
        env={"DATABASE_URL": f"postgres://orders:only-for-tests@localhost:5432/{database}", "LOG_LEVEL": "warn"},
    )

    login = ecr_login("Log in")
    stamp = run(STAMP, name="Stamp", outputs=["tag"])
    repository = text("{registry}/{repository}", registry=login.outputs.registry, repository=env.REPOSITORY)
    pushed = build_push(
        "Push",
        context=".",
        push=True,
        tags=text("{repository}:{tag}", repository=repository, tag=stamp.outputs.tag),
        cache_from="type=gha",
        cache_to="type=gha,mode=max",
    )
    inspect = run(INSPECT, name="Inspect", env={"TAG": stamp.outputs.tag})
    image = Job(
        "Image",
        [checkout("Check out"), sign_in(), login, setup_buildx("Builder"), stamp, pushed, inspect],
        needs=[lint, test],
        outputs={"address": text("{repository}@{digest}", repository=repository, digest=pushed.outputs.digest), "tag": stamp.outputs.tag},
    )

    address = f"https://orders-{i}.example.com"
    rendered = ecs_render_task_definition(
        "Render",
        task_definition=".aws/task-definition.json",
        container_name="orders",
        image=image.output("address"),
        environment_variables=text("LOG_LEVEL={level}", level=level),
    )
    deploy = Job(
        "Deploy",
        [
            checkout("Check out"),
            sign_in(),
            rendered,
            ecs_deploy_task_definition("Update service", task_definition=rendered.outputs.task_definition, service=f"orders-{i}", cluster="shop"),
            run(PROBE, name="Probe"),
            run(REVERT, name="Revert", if_=failure()),
        ],
        if_=(github.ref == "refs/heads/main") & (github.event_name != "pull_request"),
        environment="production",
        environment_url=address,
        concurrency=Concurrency("production"),
        timeout_minutes=20,
        env={"CLUSTER": "shop", "SERVICE": f"orders-{i}", "ADDRESS": address},
    )
    return Workflow(
        f"Orders {i}",
        on=[
            push(branches=["main", "release/**"], paths_ignore=["**/*.md"]),
            pull_request(branches=["main"], types=["opened", "synchronize", "reopened"]),
            dispatch(level),
        ],
        jobs=[lint, test, image, deploy],
        permissions={"contents": "read"},
        env={"AWS_REGION": "eu-central-1", "REPOSITORY": f"shop/orders-{i}"},
        concurrency=Concurrency(
            text("orders-{workflow}-{ref}", workflow=github.workflow, ref=github.ref), cancel_in_progress=github.event_name == "pull_request"
        ),
    )


def sign_in() -> Step[Outputs]:
    return configure_aws_credentials("Sign in to AWS", aws_region=env.AWS_REGION, role_to_assume=vars.DEPLOY_ROLE)


orders = workflow(0)
