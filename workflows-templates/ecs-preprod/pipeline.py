"""ECR, an identical pre-production that is accepted by tests and by a person, then the same image blue/green to production."""

from synth import BlueGreen, Environment, Health, Image, LogScan, Pipeline, Registry, SecretsManager, Service
from synth.stacks import Auto
from synth.stages import Approvals, Build, Deploy, Format, IntegrationTest, Lint, Monday, Notify, Push, Rollback, SentryRelease, Slack, Smoke
from synth.stages import TrivyScan, TypeCheck, UnitTest

STACK = Auto()  # what lints and tests: 'ghsynth stacks' says what is found
NAME = "orders"  # the workflow's name
MAIN = "main"  # the branch that is delivered
SERVICE = "orders"  # the ECS service, its cluster, and its repository in ECR
CONTAINER = "app"  # the container in the task definition
CONTEXT = "."  # the folder of the Dockerfile
COMPOSE = "compose.test.yml"  # the compose file of the integration tests
TESTER = "tests"  # the service of the compose file that runs them
ACCOUNT = "111122223333"  # the AWS account
REGION = "eu-west-1"  # the AWS region
URL = "https://orders.example.com"  # where people reach production
PREPROD_URL = "https://preprod.orders.example.com"  # where people reach pre-production
TEST_PORT = 8443  # the port of the load balancers' test listeners
HEALTH = "/health"  # the path that answers 200 when the service is well
VERSION = "/version#/version"  # the path that answers the commit, and where in its JSON
ACCEPTANCE = ["./test/acceptance.sh"]  # the acceptance tests, which find the address in BASE_URL
ALARMS = ["orders-5xx", "orders-latency"]  # CloudWatch alarms that may not go off meanwhile
CHANNEL = "C0123456789"  # the Slack channel's ID
BOARD = "1234567890"  # the Monday board's ID
SENTRY = "example"  # the organization in Sentry

service, health = Service(SERVICE, container=CONTAINER), Health(HEALTH, version=VERSION)


def environment(name: str, url: str, approval: bool = False) -> Environment:
    role, cluster, test_url = f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-deploy-{name}", f"{SERVICE}-{name}", f"{url}:{TEST_PORT}"
    held = {"DATABASE_URL": SecretsManager(f"{SERVICE}/{name}/database-url")}
    return Environment(name, region=REGION, cluster=cluster, role=role, url=url, test_url=test_url, approval=approval, secrets=held)


preprod, production = environment("pre-production", PREPROD_URL), environment("production", URL, approval=True)
pipeline = Pipeline(
    NAME,
    main=MAIN,
    stages=[
        Format(STACK),
        Lint(STACK),
        TypeCheck(STACK),
        UnitTest(STACK),
        IntegrationTest(STACK, compose=COMPOSE, tester=TESTER),
        Build(Image(SERVICE, context=CONTEXT)),
        TrivyScan(),
        Push(Registry(ACCOUNT, region=REGION, role=f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-push"), tags=("sha", "branch", "nightly")),
        Deploy(preprod, service, health, strategy=BlueGreen(), alarms=ALARMS, logs=LogScan()),
        Smoke(preprod, ACCEPTANCE, health=health),
        Approvals(),
        Deploy(production, service, health, strategy=BlueGreen(), alarms=ALARMS, logs=LogScan()),
        SentryRelease(SENTRY, [SERVICE]),
        Rollback(),
        Notify(Slack(CHANNEL), Monday(BOARD)),
    ],
)
