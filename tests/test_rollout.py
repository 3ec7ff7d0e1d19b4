"""Strategies as inputs of the action, as Python and as data."""

from __future__ import annotations

from typing import Any

import pytest

from synth.definition import workflows_of
from synth.rollout import BlueGreen, Canary, Linear, Rolling, Strategy
from synth.stages.deploy import Deploy

STRATEGIES: list[tuple[Strategy, dict[str, Any], int]] = [
    (Rolling(), {"strategy": "ROLLING", "breaker-failures": 3, "bake-minutes": 0}, 0),
    (Rolling(2, bake_minutes=4), {"strategy": "ROLLING", "breaker-failures": 2, "bake-minutes": 4}, 4),
    (BlueGreen(10), {"strategy": "BLUE_GREEN", "bake-minutes": 10, "pause-minutes": 15}, 10),
    (Canary(), {"strategy": "CANARY", "steps": "5,25,50,100", "step-minutes": 5, "bake-minutes": 5, "pause-minutes": 15}, 20),
    (Canary(10, step_minutes=30), {"strategy": "CANARY", "steps": "10,100", "step-minutes": 30, "bake-minutes": 5, "pause-minutes": 15}, 35),
    (Linear(25, bake_minutes=0), {"strategy": "LINEAR", "steps": 25, "step-minutes": 6, "bake-minutes": 0, "pause-minutes": 15}, 18),
]


@pytest.mark.row("I5", "rolling and blue/green are settings of a deployment")
@pytest.mark.row("C6b", "Canary() is 5, 25, 50, 100")
@pytest.mark.parametrize(("strategy", "inputs", "minutes"), STRATEGIES)
def test_what_the_action_is_told(strategy: Strategy, inputs: dict[str, Any], minutes: int) -> None:
    assert (inputs, minutes) == (strategy.inputs(), strategy.minutes)


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        (Canary(50, 25), "Canary(50, 25): the shares are per cent that grow from step to step, such as 5, 25, 50, 100"),
        (Canary(100), "Canary(100,): the shares are per cent that grow from step to step, such as 5, 25, 50, 100"),
        (Canary(0, 50), "Canary(0, 50): the shares are per cent that grow from step to step, such as 5, 25, 50, 100"),
        (Canary(5, 26), "Canary(5, 26): ECS shifts traffic by equal parts of 3 per cent or more; take multiples of 5"),
        (Linear(2), "Linear(2): ECS shifts 3 per cent or more at a time, and half of the traffic at the most makes sense"),
    ],
)
def test_what_ecs_cannot_follow_is_refused(strategy: Strategy, said: str) -> None:
    with pytest.raises(ValueError, match="^" + said.replace("(", r"\(").replace(")", r"\)") + "$"):
        strategy.inputs()


def test_one_share_may_be_any() -> None:
    assert "7,100" == Canary(7).inputs()["steps"]


@pytest.mark.parametrize(
    ("written", "strategy"),
    [("blue-green", BlueGreen()), ("{canary: {steps: [10, 50]}}", Canary(10, 50)), ("{linear: {percent: 20}}", Linear(20)), ("rolling", Rolling())],
)
def test_as_data(written: str, strategy: Strategy) -> None:
    text = f"""
name: Orders
stages:
  - deploy:
      environment: {{name: production, region: eu-west-1, cluster: c, role: r, url: https://example.com}}
      service: {{name: s, container: c}}
      strategy: {written}
"""
    (pipeline,) = workflows_of(text, "ghsynth.yml")
    (stage,) = pipeline.stages
    assert isinstance(stage, Deploy)
    assert stage.strategy is not None
    assert (type(strategy), strategy.inputs()) == (type(stage.strategy), stage.strategy.inputs())
