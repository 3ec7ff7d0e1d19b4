"""Eleven stages from a commit to production: nothing is pushed before every gate, and nobody is asked before the figures are there."""

from synth import Environment, Health, Image, LogScan, Pipeline, Registry, Rolling, Service
from synth.stacks import Auto
from synth.stages import Approvals, Audit, Build, DependencyCheck, Deploy, IntegrationTest, Lint, LoadTest, Push
from synth.stages import Notify, PagerDuty, Rollback, Slack, Smoke, TrivyScan, TypeCheck, UnitTest

STACK = Auto()  # what lints and tests: 'ghsynth stacks' says what is found
NAME = "orders"  # the workflow's name
MAIN = "main"  # the branch that is delivered
SERVICE = "orders"  # the ECS service, and its repository in ECR
CONTAINER = "app"  # the container in the task definition
CONTEXT = "."  # the folder of the Dockerfile
COMPOSE = "compose.test.yml"  # the compose file of the integration tests, with its databases on tmpfs
TESTER = "tests"  # the service of the compose file that runs them
ACCOUNT = "111122223333"  # the AWS account
REGION = "eu-west-1"  # the AWS region
URL = "https://orders.example.com"  # where people reach production
STAGING_URL = "https://staging.orders.example.com"  # where people reach staging
DEV_URL = "https://dev.orders.example.com"  # where people reach dev
HEALTH = "/health"  # the path that answers 200 when the service is well
VERSION = "/version#/version"  # the path that answers the commit, and where in its JSON
LOAD = "test/load.js"  # the k6 script, which finds the address in __ENV.BASE_URL
CHANNEL = "C0123456789"  # the Slack channel's ID
SECURITY = "C0987654321"  # the ID of the Slack channel of those who care for security
DASHBOARD = "https://grafana.example.com/d/orders"  # what the approver looks at

role = f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}"
service = Service(SERVICE, container=CONTAINER)
health = Health(HEALTH, version=VERSION)
dev = Environment("dev", region=REGION, cluster="dev", role=f"{role}-deploy-dev", url=DEV_URL)
staging = Environment("staging", region=REGION, cluster="staging", role=f"{role}-deploy-staging", url=STAGING_URL)
production = Environment("production", region=REGION, cluster="production", role=f"{role}-deploy-production", url=URL, approval=True)
pipeline = Pipeline(
    NAME,
    main=MAIN,
    stages=[
        Lint(STACK),
        TypeCheck(STACK),
        Audit(STACK),
        UnitTest(STACK),
        IntegrationTest(STACK, compose=COMPOSE, tester=TESTER),
        Build(Image(SERVICE, context=CONTEXT)),
        TrivyScan(),
        DependencyCheck(),
        Push(Registry(ACCOUNT, region=REGION, role=f"{role}-push")),
        Deploy(dev, service, health),
        Deploy(staging, service, health),
        Smoke(staging, health=health),
        LoadTest(staging, LOAD, p95_ms=500, error_rate=0.001),
        Approvals(expire_hours=24, links={"Dashboard": DASHBOARD}),
        Deploy(production, service, health, strategy=Rolling(), logs=LogScan()),
        Rollback(),
        Notify(Slack(CHANNEL), PagerDuty(), security=Slack(SECURITY)),
    ],
)
