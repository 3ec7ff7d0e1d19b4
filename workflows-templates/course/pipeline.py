"""A branch for each environment: develop goes to staging by blue/green, main to production by a canary behind an approval, and to EC2 hosts."""

from synth import BlueGreen, Canary, Environment, Health, Image, LogScan, Pipeline, Registry, Service, Stage, vars
from synth.stacks import Auto
from synth.stages import Build, Deploy, Ec2Deploy, IntegrationTest, Lint, Notify, Postgres, Push, Redis, Rollback, SlackWebhook, TrivyScan, UnitTest

STACK = Auto()  # what lints and tests: 'ghsynth stacks' says what is found
NAME = "orders"  # the workflows' name
MAIN = "main"  # the branch that goes to production
DEVELOP = "develop"  # the branch that goes to staging; merge it into main by a merge commit, because a commit is built once
SERVICE = "orders"  # the ECS service, and its repository in ECR
CONTAINER = "app"  # the container in the task definition
CONTEXT = "."  # the folder of the Dockerfile
ACCOUNT = "111122223333"  # the AWS account of registry and production
STAGING_ACCOUNT = "444455556666"  # the AWS account of staging
REGION = "eu-west-1"  # the AWS region
URL = "https://orders.example.com"  # where people reach production
STAGING_URL = "https://staging.orders.example.com"  # where people reach staging
TEST_PORT = 8443  # the port of the load balancers' test listeners
HEALTH = "/health"  # the path that answers 200 when the service is well
VERSION = "/version#/version"  # the path that answers the commit, and where in its JSON
HOSTS = ["10.0.1.10", "10.0.2.10"]  # EC2 hosts that run the image too

service, health = Service(SERVICE, container=CONTAINER), Health(HEALTH, version=VERSION)


def environment(name: str, account: str, url: str, approval: bool) -> Environment:
    role = f"arn:aws:iam::{account}:role/{SERVICE}-deploy"
    return Environment(name, region=REGION, cluster=name, role=role, url=url, test_url=f"{url}:{TEST_PORT}", approval=approval)


def delivery(name: str, branch: str, *deployments: Stage) -> Pipeline:
    stages: list[Stage] = [
        Lint(STACK),
        UnitTest(STACK),
        IntegrationTest(STACK, services=[Postgres("17-alpine"), Redis("8.6-alpine")]),
        Build(Image(SERVICE, context=CONTEXT)),
        TrivyScan(),
        Push(Registry(ACCOUNT, region=REGION, role=f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-push")),
        *deployments,
        Rollback(),
        Notify(SlackWebhook()),
    ]
    return Pipeline(name, main=branch, stages=stages)


staging = environment("staging", STAGING_ACCOUNT, STAGING_URL, approval=False)
production = environment("production", ACCOUNT, URL, approval=True)
to_hosts = Ec2Deploy(
    "hosts",
    hosts=HOSTS,
    directory=f"/srv/{SERVICE}",
    restart="./restart.sh",
    ask="http://{host}:8080",
    url=URL,
    known_hosts=vars.EC2_KNOWN_HOSTS,
    health=health,
)
to_staging = delivery(f"{NAME} staging", DEVELOP, Deploy(staging, service, health, strategy=BlueGreen(), logs=LogScan()))
to_production = delivery(NAME, MAIN, Deploy(production, service, health, strategy=Canary(5, 25, 50, 100), logs=LogScan()), to_hosts)
