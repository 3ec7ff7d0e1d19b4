"""What an environment gives the container: variables as lines, secrets as ARNs, sizes; and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from synth import Environment, Parameter, Pipeline, Scale, SecretsManager, Service, github, secrets, vars
from synth.configuration import container_inputs
from synth.definition import workflows_of
from synth.problems import DefinitionError
from synth.stages import Build, Deploy, Push, TrivyScan
from tests.stages.conftest import HEALTH, IMAGE, REGISTRY, inputs_of, job, linked, steps

SERVICE = Service("orders-api", container="app")
SECRETS: dict[str, Any] = {"DATABASE_URL": SecretsManager("orders/db", key="url"), "API_KEY": Parameter("/orders/key")}
ARNS = (
    "DATABASE_URL=arn:aws:secretsmanager:eu-west-1:444455556666:secret:orders/db:url::\n"
    "API_KEY=arn:aws:ssm:eu-west-1:444455556666:parameter/orders/key"
)


def environment(name: str = "staging", **more: Any) -> Environment:
    role = more.pop("role", "arn:aws:iam::444455556666:role/deploy")
    return Environment(name, region="eu-west-1", cluster="orders", role=role, url=f"https://{name}.example.com", **more)


def delivered(to: Environment, **more: Any) -> Pipeline:
    return Pipeline("Orders API", stages=[Build(IMAGE), TrivyScan(), Push(REGISTRY), Deploy(to, SERVICE, HEALTH, **more)])


def test_what_is_given_is_named_and_nothing_else() -> None:
    given = environment(variables={"LOG_LEVEL": "info"}, secrets=SECRETS, scale=Scale(cpu=512, memory=1024))
    expected = {"environment-variables": "LOG_LEVEL=info", "secrets-from": ARNS, "task-cpu": 512, "task-memory": 1024}
    assert expected == container_inputs(given)
    assert {} == container_inputs(environment())


@pytest.mark.row("I8b", "the workflow has the ARN of a secret, which ECS reads at run time, and never its value")
@pytest.mark.row("C4b", "each environment deploys its own variables")
@pytest.mark.row("C4c", "each environment has its own secrets, in its own account")
@pytest.mark.row("S1a", "staging and production are the same stage with another configuration")
def test_each_environment_deploys_its_own() -> None:
    staging = environment(variables={"LOG_LEVEL": "debug", "REGION": vars.AWS_REGION}, secrets=SECRETS)
    role = "arn:aws-cn:iam::777788889999:role/deploy"
    production = environment("production", variables={"LOG_LEVEL": "info"}, secrets={"API_KEY": Parameter("key")}, role=role)
    pipeline = delivered(staging)
    made = linked(Pipeline("Orders API", stages=[*pipeline.stages, Deploy(production, SERVICE, HEALTH)]).workflow())
    first, second = [inputs_of(steps(job(made, f"deploy-to-{name}"))["Deploy"]) for name in ("staging", "production")]
    own = "GIT_SHA=${{ github.sha }}\nVERSION=sha-${{ github.sha }}\n"
    assert (own + "LOG_LEVEL=debug\nREGION=${{ vars.AWS_REGION }}", ARNS) == (first["environment-variables"], first["secrets-from"])
    arn = "API_KEY=arn:aws-cn:ssm:eu-west-1:777788889999:parameter/key"
    assert (own + "LOG_LEVEL=info", arn) == (second["environment-variables"], second["secrets-from"])


def test_who_has_to_read_the_secrets_is_noted() -> None:
    said = "environment 'staging' starts no task unless the execution role of its tasks may read DATABASE_URL, API_KEY"
    assert [said] == delivered(environment(secrets=SECRETS)).notes()


def test_the_action_of_aws_gets_the_same_lines() -> None:
    made = linked(delivered(environment(variables={"A": "1"}, secrets=SECRETS), deploy_with="official").workflow())
    given = inputs_of(steps(job(made, "deploy-to-staging"))["Render the task definition"])
    assert ("GIT_SHA=${{ github.sha }}\nVERSION=sha-${{ github.sha }}\nA=1", ARNS) == (given["environment-variables"], given["secrets"])


def test_a_whole_arn_needs_no_account() -> None:
    arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-a1B2c3"
    given = environment(
        role=vars.ROLE, secrets={"DB": SecretsManager(arn, key="url"), "KEY": Parameter("arn:aws:ssm:eu-west-1:111122223333:parameter/k")}
    )
    assert {"secrets-from": f"DB={arn}:url::\nKEY=arn:aws:ssm:eu-west-1:111122223333:parameter/k"} == container_inputs(given)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            {"variables": {"TOKEN": secrets.TOKEN}},
            "variable 'TOKEN' of environment 'staging' would put a secret of GitHub into the task definition, where everybody who may look at it "
            "reads it: keep it in Secrets Manager or Parameter Store, and name it in secrets=",
        ),
        (
            {"variables": {"TOKEN": github.token}},
            "variable 'TOKEN' of environment 'staging' would put a secret of GitHub into the task definition, where everybody who may look at it "
            "reads it: keep it in Secrets Manager or Parameter Store, and name it in secrets=",
        ),
        ({"variables": {"A B": "1"}}, "'A B' of environment 'staging' is no name of a variable: letters, digits, '_', '.' and '-' are"),
        ({"variables": {"A": "1\nB=2"}}, "variable 'A' of environment 'staging' is empty or has several lines: a variable is one line of text"),
        ({"variables": {"A": " "}}, "variable 'A' of environment 'staging' is empty or has several lines: a variable is one line of text"),
        ({"variables": {"VERSION": "1"}}, "'VERSION' of environment 'staging' is what each deployment tells of its release: take another name"),
        (
            {"variables": {"A": "1"}, "secrets": {"A": Parameter("a")}},
            "'A' of environment 'staging' is a variable and a secret: it can be one of them",
        ),
        (
            {"secrets": {"A": SecretsManager("orders-db")}, "role": vars.ROLE},
            "the account of environment 'staging' is not known from its role: give 'orders-db' by its whole ARN",
        ),
        (
            {"secrets": {"A": SecretsManager("orders-Ab12Cd")}},
            "secret 'orders-Ab12Cd' ends as if with the six characters that Secrets Manager adds: give its whole ARN",
        ),
        ({"scale": Scale(cpu=1)}, "cpu=1 of a Scale is no size of a task, such as 512"),
    ],
)
def test_what_cannot_be_given_is_said_at_the_stage(more: dict[str, Any], said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        delivered(environment(**more)).workflow()
    assert [f"stage Deploy: {said}"] == [problem.message for problem in refused.value.problems]


def test_the_action_of_aws_sets_no_size() -> None:
    with pytest.raises(DefinitionError, match="AWS's action cannot set the size of a task: leave deploy_with or scale out"):
        delivered(environment(scale=Scale(cpu=512)), deploy_with="official").workflow()


def test_the_same_as_data() -> None:
    text = """
name: Orders API
stages:
  - build: {image: {repository: orders-api}}
  - trivy-scan
  - push: {registry: {account: "111122223333", region: eu-west-1, role: arn:aws:iam::111122223333:role/push}}
  - deploy:
      service: {name: orders-api, container: app}
      environment:
        name: staging
        region: eu-west-1
        cluster: orders
        role: arn:aws:iam::444455556666:role/deploy
        url: https://staging.example.com
        variables: {LOG_LEVEL: info, PLACE: "${{ vars.PLACE }}"}
        secrets:
          DATABASE_URL: {secrets-manager: {name: orders/db, key: url}}
          API_KEY: {parameter: {name: /orders/key}}
        scale: {cpu: 512}
"""
    made = linked(workflows_of(text, "ghsynth.yml")[0].workflow())
    given = inputs_of(steps(job(made, "deploy-to-staging"))["Deploy"])
    lines = "GIT_SHA=${{ github.sha }}\nVERSION=sha-${{ github.sha }}\nLOG_LEVEL=info\nPLACE=${{ vars.PLACE }}"
    assert (lines, ARNS, 512) == (given["environment-variables"], given["secrets-from"], given["task-cpu"])
