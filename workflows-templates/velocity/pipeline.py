"""One build from main: to staging by itself, to production by a person's button, tested end to end in both, and by the clock."""

from synth import BlueGreen, Environment, Health, Image, Pipeline, Registry, Service
from synth.stacks import Auto
from synth.stages import Approvals, Build, Deploy, EndToEnd, Lint, Push, Rollback, ScheduledChecks, TrivyScan, TypeCheck, UnitTest

STACK = Auto()  # what lints and tests: 'ghsynth stacks' says what is found
NAME = "orders"  # the workflow's name
MAIN = "main"  # the branch that is delivered
SERVICE = "orders"  # the ECS service, its cluster, and its repository in ECR
CONTAINER = "app"  # the container in the task definition
CONTEXT = "."  # the folder of the Dockerfile
ACCOUNT = "111122223333"  # the AWS account of the registry
STAGING_ACCOUNT = "444455556666"  # the AWS account of staging
PRODUCTION_ACCOUNT = "777788889999"  # the AWS account of production
REGION = "eu-west-1"  # the AWS region
URL = "https://orders.example.com"  # where people reach production
STAGING_URL = "https://staging.orders.example.com"  # where people reach staging
TEST_PORT = 8443  # the port of the load balancers' test listeners
HEALTH = "/health"  # the path that answers 200 when the service is well
VERSION = "/version#/version"  # the path that answers the commit, and where in its JSON
TESTS = ["./test/end-to-end.sh"]  # the end-to-end tests, which find the address in BASE_URL

service = Service(SERVICE, container=CONTAINER)
health = Health(HEALTH, version=VERSION)


def environment(name: str, account: str, url: str, approval: bool = False) -> Environment:
    """Both are the same but for where they are, and who is asked."""
    role = f"arn:aws:iam::{account}:role/{SERVICE}-deploy"
    return Environment(name, region=REGION, cluster=SERVICE, role=role, url=url, test_url=f"{url}:{TEST_PORT}", approval=approval)


staging = environment("staging", STAGING_ACCOUNT, STAGING_URL)
production = environment("production", PRODUCTION_ACCOUNT, URL, approval=True)
pipeline = Pipeline(
    NAME,
    main=MAIN,
    stages=[
        Lint(STACK),
        TypeCheck(STACK),
        UnitTest(STACK),
        Build(Image(SERVICE, context=CONTEXT)),
        TrivyScan(),
        Push(Registry(ACCOUNT, region=REGION, role=f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-push")),
        Deploy(staging, service, health, strategy=BlueGreen()),
        EndToEnd([staging], TESTS),
        Approvals(),
        Deploy(production, service, health, strategy=BlueGreen()),
        EndToEnd([staging, production], TESTS, name="End-to-end tests of the release"),
        ScheduledChecks([staging, production], TESTS),
        Rollback(),
    ],
)
