"""Wrong inputs: all of them at once, before AWS is asked anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from synth.runtime.ecs.deploy_inputs import read_wanted
from synth.runtime.inputs import InputError, Inputs
from tests.actions.deploy_ecs.running import ROOT, release, run
from tests.simulator import Simulator
from tests.simulator.world.image import good

DIGEST = "sha256:" + "0" * 64


def problems(**inputs: str) -> list[str]:
    environment = {f"INPUT_{name.upper()}": value for name, value in {"service": "web", **inputs}.items()}
    try:
        read_wanted(Inputs(environment), environment)
    except InputError as error:
        return error.problems
    return []


def test_every_input_of_the_action_reaches_the_script_under_its_name() -> None:
    action = yaml.safe_load((ROOT / "actions/deploy-ecs/action.yml").read_text())
    env = action["runs"]["steps"][0]["env"]
    assert {f"INPUT_{name.upper().replace('-', '_')}": f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} == env


def test_the_defaults_of_the_action_are_usable() -> None:
    action = yaml.safe_load((ROOT / "actions/deploy-ecs/action.yml").read_text())
    defaults = {name.replace("-", "_"): one["default"] for name, one in action["inputs"].items() if "default" in one}
    assert [] == problems(**defaults)


def test_all_problems_are_told_at_once_and_nothing_is_asked() -> None:
    with Simulator() as sim:
        ran = run(
            sim, service="", image="web:latest", container="app", rollback="maybe", deadline="soon", verify_url="ftp://x", verify_consecutive="0"
        )
        assert (2, {}, []) == (ran.code, ran.outputs, sim.calls())
        told = [line.partition("::")[2].partition("::")[2] for line in ran.log.splitlines()]
        assert [
            "verify-consecutive: '0' is no whole number from 1 to 1000",
            "verify-url: is neither http:// nor https://",
            "service: is empty; give the service's name",
            "image: 'web:latest' names no digest, so nobody can say what will run: write <repository>@sha256:<digest>, or allow-tags: true",
            "rollback: 'maybe' is none of auto, never",
            "deadline: 'soon' is no number from 30 to 21600",
        ] == sorted(told, key=lambda line: ("verify" not in line, "service" not in line, "image" not in line, "rollback" not in line, line))


@pytest.mark.parametrize(
    ("inputs", "problem"),
    [
        ({"service": "web web"}, "service: 'web web' is no service's name or ARN"),
        ({"cluster": "a/b"}, "cluster: 'a/b' is no cluster's name or ARN"),
        ({"aws_region": "Frankfurt"}, "aws-region: 'Frankfurt' is no region's name"),
        ({"images": "[]"}, 'images: is no JSON object of containers and images, such as {"app": "<repository>@sha256:…"}'),
        ({"images": json.dumps({"app": f"web@{DIGEST}"}), "image": f"web@{DIGEST}"}, "image, images: give one of them"),
        ({"container": "app"}, "container: names the container of `image`, which is not given"),
        ({"strategy": "RED_BLACK"}, "strategy: 'RED_BLACK' is none of ROLLING, BLUE_GREEN, LINEAR, CANARY"),
        ({"strategy_guard": "canary", "strategy": "LINEAR"}, "strategy-guard: is CANARY, and strategy is LINEAR: give one of them, or the same"),
        ({"steps": "10"}, "steps: are those of a CANARY or LINEAR strategy"),
        ({"strategy": "CANARY", "steps": "50,10"}, "steps: of a CANARY strategy grow from step to step, such as 5,25,50,100"),
        ({"strategy": "CANARY", "steps": "5,7"}, "steps: ECS shifts traffic by equal parts of 3 per cent or more; take multiples of 5"),
        ({"strategy": "CANARY", "steps": "5,101"}, "steps: '101' is no whole number of per cent from 1 to 100"),
        ({"strategy": "LINEAR", "steps": "5,10"}, "steps: of a LINEAR strategy is one number, the per cent of each step; CANARY takes several"),
        (
            {"strategy": "BLUE_GREEN", "breaker_failures": "3"},
            "breaker-failures: is for ROLLING deployments; a BLUE_GREEN one has PAUSE hooks and its bake",
        ),
        (
            {"verify_version_path": "header:X", "verify_expect_version": "v2"},
            "verify-version-path: has nowhere to ask; give verify-url, verify-urls or verify-test-url",
        ),
        ({"verify_test_url": "web"}, "verify-test-url: is neither http:// nor https://"),
        ({"deploy_with": "official", "image": f"web@{DIGEST}"}, "deploy-with: official means that the service has been updated already"),
        ({"deploy_with": "official", "bake_minutes": "5"}, "deploy-with: official means that the deployment runs already"),
        ({"task_definition": "no/such.json"}, "task-definition: 'no/such.json' cannot be read: No such file or directory"),
        ({"sha": "a b"}, "sha: 'a b' is no commit"),
    ],
)
def test_a_wrong_input_is_named_with_what_would_be_right(inputs: dict[str, str], problem: str) -> None:
    found = problems(**inputs)
    assert 1 == len(found), found
    assert found[0].startswith(problem)


def test_a_stage_that_takes_no_pause_is_refused() -> None:
    assert problems(pause_at="BAKE_TIME")[0].startswith(
        "pause-at: 'BAKE_TIME' is no stage at which ECS can pause; there are PRE_SCALE_UP, POST_SCALE_UP"
    )


def test_a_strategy_other_than_the_guarded_one_is_found_before_anything_is_touched() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v2")), strategy_guard="BLUE_GREEN")
        assert (2, "nothing was touched: strategy-guard is BLUE_GREEN, and the service deploys ROLLING") == (ran.code, ran.reason)
        assert ["DescribeServices"] == [call.operation for call in sim.calls()]
        assert [] == sim.violations


def test_a_service_without_a_second_target_group_cannot_shift_traffic() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v2")), strategy="BLUE_GREEN")
        assert (2, True) == (
            ran.code,
            "BLUE_GREEN takes a load balancer with an alternate target group on the service; it has 1 target groups" in ran.reason,
        )
        assert [] == sim.violations


def test_an_express_service_is_left_to_awss_own_action() -> None:
    with Simulator() as sim:
        sim.express("web", good("v1"))
        ran = run(sim, **release(sim, good("v2")))
        assert (2, True) == (ran.code, "then give deploy-with: official" in ran.reason)
        assert [] == sim.violations


def test_a_container_that_is_not_there_is_named() -> None:
    with Simulator() as sim:
        sim.service("web")
        ran = run(sim, **release(sim, good("v2")), container="orders")
        assert (2, "nothing was touched: the task definition has no container 'orders'; it has app") == (ran.code, ran.reason)
        assert [] == sim.violations


def test_a_task_definition_may_come_from_a_file_of_the_repository(tmp_path: Path) -> None:
    with Simulator() as sim:
        sim.service("web")
        inputs = release(sim, good("v2"))
        content = {"family": "web", "cpu": "512", "memory": "1024", "containerDefinitions": [{"name": "app", "image": "placeholder"}]}
        (tmp_path / "task.json").write_text(json.dumps(content))
        ran = run(sim, environment={"GITHUB_WORKSPACE": str(tmp_path)}, **inputs, task_definition="task.json")
        registered = sim.calls("RegisterTaskDefinition")[0].fields
        assert ((0, "passed"), "512", inputs["image"]) == (ran.ended, registered["cpu"], registered["containerDefinitions"][0]["image"])
        assert [] == sim.violations


def test_secrets_are_not_shown() -> None:
    with Simulator() as sim:
        sim.service("web")
        inputs = release(sim, good("v2"))
        inputs |= {"verify_url": f"{inputs['verify_url']}?key=topsecretkey", "verify_headers": '{"Authorization": "Bearer topsecrettoken"}'}
        ran = run(sim, **inputs)
        assert (0, "passed") == ran.ended
        assert "topsecret" not in ran.log + ran.summary + json.dumps(ran.report) + json.dumps(ran.outputs)
        assert [] == sim.violations
