"""Alpha, beta and gamma with tests of their own, a one-box compared with the rest, then region by region, off-peak and baked."""

from synth import Canary, Environment, Health, Image, LogScan, Pipeline, Registry, Service, Stage, Window
from synth.stacks import Auto
from synth.stages import Build, Deploy, EndToEnd, Hotfix, Lint, LoadTest, OneBox, Push, Regions, Rollback, Smoke, TrivyScan, UnitTest

STACK = Auto()  # what lints and tests: 'ghsynth stacks' says what is found
NAME = "orders"  # the workflow's name
MAIN = "main"  # the branch that is delivered
SERVICE = "orders"  # the ECS service, and its repository in ECR
CONTAINER = "app"  # the container in the task definition
CONTEXT = "."  # the folder of the Dockerfile
ACCOUNT = "111122223333"  # the AWS account
REGION = "eu-west-1"  # the first AWS region
SECOND_REGION = "us-east-1"  # the second AWS region
DOMAIN = "orders.example.com"  # alpha, beta and so on are names below it
HEALTH = "/health"  # the path that answers 200 when the service is well
VERSION = "/version#/version"  # the path that answers the commit, and where in its JSON
TESTS = "./test/integration.sh"  # integration tests that find the address in BASE_URL; after it comes 'chosen' or 'all'
LOAD = "test/load.js"  # the k6 script, which finds the address in __ENV.BASE_URL
PEAK = 1200  # requests a second that production answers at its peak
HOSTS = 20  # tasks in production for each one in beta
METRICS = "Orders"  # the CloudWatch namespace of Errors, Requests and Latency

service, box, health = Service(SERVICE, container=CONTAINER), Service(f"{SERVICE}-one-box", container=CONTAINER), Health(HEALTH, version=VERSION)
europe, america = Window("Mon-Thu", "09:00-15:00", "Europe/Madrid"), Window("Mon-Thu", "22:00-04:00", "America/New_York")


def environment(name: str, cluster: str, region: str = REGION, approval: bool = False) -> Environment:
    role = f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-deploy-{name}"
    return Environment(name, region=region, cluster=cluster, role=role, url=f"https://{name}.{DOMAIN}", approval=approval)


alpha, beta, gamma, one_box = [environment(*of) for of in (("alpha", "alpha"), ("beta", "beta"), ("gamma", "gamma"), ("one-box", "production"))]
regions = [environment("production-1", "production", approval=True), environment("production-2", "production", SECOND_REGION)]
metrics: list[dict[str, str | float]] = [
    {"rule": "compare", "kind": "counts", "name": "errors", "namespace": METRICS, "metric": "Errors", "per": "Requests"},
    {"rule": "compare", "kind": "latency", "name": "latency", "namespace": METRICS, "metric": "Latency", "stat": "p95"},
    {"rule": "sigma", "name": "cpu", "namespace": "AWS/ECS", "metric": "CPUUtilization", "stat": "Average", "k": 4},
    {"rule": "slope", "name": "memory", "namespace": "AWS/ECS", "metric": "MemoryUtilization", "stat": "Average", "max": 0.5},
    {"rule": "bounds", "name": "load", "namespace": "AWS/ECS", "metric": "CPUUtilization", "stat": "Maximum", "min": 0, "max": 90},
]
registry = Registry(ACCOUNT, region=REGION, role=f"arn:aws:iam::{ACCOUNT}:role/{SERVICE}-push")
delivery: list[Stage] = [Lint(STACK), UnitTest(STACK), Build(Image(SERVICE, context=CONTEXT)), TrivyScan(), Push(registry)]
to_alpha: list[Stage] = [Deploy(alpha, service, health, logs=LogScan(most="5")), EndToEnd([alpha], [f"{TESTS} chosen"], name="Chosen tests")]
to_beta: list[Stage] = [Deploy(beta, service, health), EndToEnd([beta], [f"{TESTS} all"], name="All tests")]
to_gamma: list[Stage] = [Deploy(gamma, service, health), Smoke(gamma, health=health)]
pipeline = Pipeline(
    NAME,
    main=MAIN,
    stages=[
        *(*delivery, *to_alpha, *to_beta),
        LoadTest(beta, LOAD, peak_rps=PEAK, hosts=(1, HOSTS)),
        *to_gamma,
        OneBox(one_box, box, health, compare_with=service, metrics=metrics, logs=LogScan()),
        Regions(regions, service, health, strategy=Canary(10, 50), windows=[europe, america], restore="all", logs=LogScan()),
        Hotfix(),
        Rollback(),
    ],
)
