"""From a commit to one environment: checked, tested, scanned, deployed by digest, and one button that takes it back."""

from synth import Environment, Health, Image, Pipeline, Registry, Rolling, Service
from synth.stacks import Auto
from synth.stages import Build, Deploy, Lint, Push, Rollback, TrivyScan, UnitTest

STACK = Auto()  # what lints and tests: 'ghsynth stacks' says what is found
NAME = "orders"  # the workflow's name
MAIN = "main"  # the branch that is delivered
SERVICE = "orders"  # the ECS service, and its repository in ECR
CONTAINER = "app"  # the container in the task definition
CONTEXT = "."  # the folder of the Dockerfile
ACCOUNT = "111122223333"  # the AWS account
REGION = "eu-west-1"  # the AWS region
CLUSTER = "orders"  # the ECS cluster
URL = "https://orders.example.com"  # where people reach the service
HEALTH = "/health"  # the path that answers 200 when the service is well

production = Environment("production", region=REGION, cluster=CLUSTER, role=f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-deploy", url=URL)
pipeline = Pipeline(
    NAME,
    main=MAIN,
    stages=[
        Lint(STACK),
        UnitTest(STACK),
        Build(Image(SERVICE, context=CONTEXT)),
        TrivyScan(),
        Push(Registry(ACCOUNT, region=REGION, role=f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-push")),
        Deploy(production, Service(SERVICE, container=CONTAINER), Health(HEALTH), strategy=Rolling()),
        Rollback(),
    ],
)
