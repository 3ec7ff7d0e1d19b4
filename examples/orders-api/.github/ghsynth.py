"""How the orders service goes from a commit to production."""

from synth import BlueGreen, Environment, Health, Image, Pipeline, Registry, Service
from synth.stacks import Npm
from synth.stages import Build, Deploy, IntegrationTest, Lint, Postgres, Push, Redis, Rollback, TrivyScan, UnitTest

npm = Npm(node="24")
registry = Registry("111122223333", region="eu-west-1", role="arn:aws:iam::111122223333:role/orders-api-push")
service = Service("orders-api", container="app")
health = Health("/health", expect_json={"/status": "ok"}, version="/version#/version")
staging = Environment(
    "staging",
    region="eu-west-1",
    cluster="orders-staging",
    role="arn:aws:iam::444455556666:role/orders-api-deploy",
    url="https://staging.orders.example.com",
)
production = Environment(
    "production",
    region="eu-west-1",
    cluster="orders-production",
    role="arn:aws:iam::777788889999:role/orders-api-deploy",
    url="https://orders.example.com",
    test_url="https://orders.example.com:8443",
    approval=True,
)
pipeline = Pipeline(
    "Orders API",
    stages=[
        Lint(npm),
        UnitTest(npm),
        IntegrationTest(npm, services=[Postgres("17-alpine"), Redis("8.6-alpine")]),
        Build(Image("orders-api")),
        TrivyScan(),
        Push(registry),
        Deploy(staging, service, health),
        Deploy(production, service, health, strategy=BlueGreen(bake_minutes=5)),
        Rollback(),
    ],
)
