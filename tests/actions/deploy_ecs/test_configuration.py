"""Variables, references to secrets and sizes: they arrive in the task definition that ECS registers, and what is not named stays."""

from __future__ import annotations

from typing import Any

import pytest

from tests.actions.deploy_ecs.running import release, run
from tests.actions.deploy_ecs.test_inputs import problems
from tests.simulator import Simulator
from tests.simulator.world.image import good

DB = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders/db-a1B2c3"
KEY = "arn:aws:ssm:eu-central-1:123456789012:parameter/orders/key"
VARIABLES = "LOG_LEVEL=info\n\nQUERY=a=b&c=d e \n"


def registered(sim: Simulator) -> dict[str, Any]:
    """The last task definition that was asked for. The simulator has validated it against AWS's own model of ECS."""
    found: dict[str, Any] = sim.calls("RegisterTaskDefinition")[-1].fields
    return found


def configuration(sim: Simulator) -> tuple[Any, Any]:
    container = registered(sim)["containerDefinitions"][0]
    return container.get("environment"), container.get("secrets")


@pytest.mark.row("I8b", "secrets come from Secrets Manager or Parameter Store at run time: the registered task definition has their ARNs")
@pytest.mark.row("C4b", "the variables of the environment are in the task definition that is deployed to it")
@pytest.mark.row("C4c", "the secrets of the environment are in it by reference")
def test_they_arrive_in_the_registered_task_definition() -> None:
    with Simulator() as sim:
        sim.service("web")
        given: dict[str, Any] = {
            "environment_variables": VARIABLES,
            "secrets_from": f"DATABASE_URL={DB}:url::\nKEY={KEY}",
            "task_cpu": "512",
            "task_memory": "1024",
        }
        ran = run(sim, **release(sim, good("v2")), **given)
        assert (0, "passed") == ran.ended
        variables = [{"name": "LOG_LEVEL", "value": "info"}, {"name": "QUERY", "value": "a=b&c=d e"}]
        references = [{"name": "DATABASE_URL", "valueFrom": f"{DB}:url::"}, {"name": "KEY", "valueFrom": KEY}]
        assert (variables, references) == configuration(sim)
        assert ("512", "1024") == (registered(sim)["cpu"], registered(sim)["memory"])
        assert [] == sim.violations


def test_what_is_not_named_stays_and_what_goes_is_named() -> None:
    with Simulator() as sim:
        sim.service("web")
        run(sim, **release(sim, good("v2")), environment_variables="A=1\nB=2\nC=3", secrets_from=f"DB={DB}\nKEY={KEY}")
        changed: dict[str, Any] = {"environment_variables": "B=two\nKEY=plain", "secrets_from": f"C={KEY}", "remove_variables": "A, DB"}
        ran = run(sim, **release(sim, good("v3")), **changed)
        assert (0, "passed") == ran.ended
        expected = [{"name": "B", "value": "two"}, {"name": "KEY", "value": "plain"}], [{"name": "C", "valueFrom": KEY}]
        assert expected == configuration(sim)
        assert [] == sim.violations


def test_the_same_configuration_is_not_deployed_again_and_another_one_is() -> None:
    with Simulator() as sim:
        sim.service("web")
        inputs = release(sim, good("v2"))
        run(sim, **inputs, environment_variables="A=1")
        assert (0, "passed") == run(sim, **inputs, environment_variables="A=1").ended
        assert (0, "passed") == run(sim, **inputs).ended
        assert 1 == len(sim.calls("RegisterTaskDefinition"))
        assert (0, "passed") == run(sim, **inputs, environment_variables="A=2").ended
        assert ([{"name": "A", "value": "2"}], 2) == (configuration(sim)[0], len(sim.calls("RegisterTaskDefinition")))


def test_a_container_that_is_not_there_is_refused_before_anything_is_touched() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, environment_variables="A=1", container="ap")
        assert (2, "nothing was touched: the task definition has no container 'ap'; it has app") == (ran.code, ran.reason)
        assert [] == sim.calls("RegisterTaskDefinition", "UpdateService")


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"environment_variables": "A=1\nhunter2"}, "environment-variables: line 2 is not NAME=…, a name and a value"),
        ({"environment_variables": "A=1\nA=2"}, "environment-variables: 'A' is there twice"),
        (
            {"environment_variables": "A="},
            "environment-variables: 'A' is empty: the variable of GitHub that it comes from may not be set; remove-variables takes it away",
        ),
        ({"secrets_from": "DB=hunter2"}, "secrets-from: 'DB' is no ARN of Secrets Manager or Parameter Store: a secret's value never stands here"),
        ({"environment_variables": "A=1", "secrets_from": f"A={DB}"}, "secrets-from: 'A' is in environment-variables too: it can be in one of them"),
        (
            {"environment_variables": "A=1", "remove_variables": "A"},
            "remove-variables: 'A' is in environment-variables too: it can be in one of them",
        ),
        ({"remove_variables": "A=1"}, "remove-variables: 'A=1' is no name of a variable"),
        ({"task_cpu": "half"}, "task-cpu: 'half' is no whole number, such as 512"),
        (
            {"environment_variables": "A=1", "deploy_with": "official"},
            "deploy-with: official means that the service has been updated already: give variables, secrets and sizes before",
        ),
    ],
)
def test_what_is_wrong_is_said_and_no_value_with_it(inputs: dict[str, str], problem: str) -> None:
    assert [problem] == problems(**inputs)
