"""How two environments differ: configuration and approval may, behaviour is told."""

from __future__ import annotations

from typing import Any

import pytest

from synth import Environment, Health, Pipeline, Service
from synth.explain.as_json import comparison_as_json
from synth.explain.as_markdown import comparison_as_markdown
from synth.explain.differences import Comparison, Difference, as_text, compared
from synth.pipeline import LogScan
from synth.problems import DefinitionError
from synth.rollout import Rolling
from synth.stages import Deploy

SERVICE = Service("api", container="app")


def environment(name: str, **more: Any) -> Environment:
    return Environment(name, region="eu-west-1", cluster="orders", role="vars.ROLE", url=f"https://{name}.example.com", **more)


STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)


def of(*stages: Deploy) -> Pipeline:
    return Pipeline("Orders", stages=stages)


def test_addresses_are_configuration_and_approval_is_its_own() -> None:
    pipeline = of(Deploy(STAGING, SERVICE, Health()), Deploy(PRODUCTION, SERVICE, Health()))
    expected = Comparison(
        first="staging",
        second="production",
        rows=(
            Difference(
                of="environment", setting="url", first="https://staging.example.com", second="https://production.example.com", kind="configuration"
            ),
            Difference(of="environment", setting="approval", first="no", second="yes", kind="approval"),
        ),
    )
    found = compared(pipeline, "staging", "production")
    assert (expected, True) == (found, found.identical)
    assert (
        "                       staging                      production\n"
        "environment  url       https://staging.example.com  https://production.example.com  configuration\n"
        "environment  approval  no                           yes                             approval\n"
        "staging and production differ in configuration, approval and scale only\n"
    ) == as_text(found)


def test_what_is_done_in_another_way_is_behaviour() -> None:
    pipeline = of(
        Deploy(STAGING, SERVICE, Health(), logs=LogScan(most="5")),
        Deploy(PRODUCTION, SERVICE, Health("/ready"), logs=LogScan(group="/ecs/p"), strategy=Rolling(), alarms=["errors"]),
    )
    rows = [(row.setting, row.first, row.second, row.kind) for row in compared(pipeline, "staging", "production").rows if row.of != "environment"]
    assert [
        ("health.path", "/health", "/ready", "behaviour"),
        ("strategy", "-", "Rolling(failures=3, bake_minutes=0)", "behaviour"),
        ("alarms", "-", "errors", "behaviour"),
        ("logs.most", "5", "0", "behaviour"),
        ("logs.group", "-", "/ecs/p", "configuration"),
    ] == rows


def test_a_stage_for_one_of_them_only_is_behaviour() -> None:
    second = Service("worker", container="app")
    found = compared(of(Deploy(STAGING, SERVICE), Deploy(STAGING, second), Deploy(PRODUCTION, SERVICE)), "staging", "production")
    assert Difference(of="Deploy worker", setting="stage", first="yes", second="-", kind="behaviour") == found.rows[-1]
    assert "staging and production: 1 difference of behaviour, which one of them cannot prove for the other" == found.verdict


def test_alike_is_said_in_a_line() -> None:
    found = compared(of(Deploy(STAGING, SERVICE)), "staging", "staging")
    assert "staging and staging differ in configuration, approval and scale only\n" == as_text(found)


def test_json_and_markdown_say_the_same() -> None:
    found = Comparison(first="a", second="b", rows=(Difference(of="x", setting="y", first="1|2", second="-", kind="behaviour"),))
    assert '"identical": false' in comparison_as_json(found)
    assert (
        "a and b: 1 difference of behaviour, which one of them cannot prove for the other.\n\n"
        "| of | setting | a | b | kind |\n|---|---|---|---|---|\n| x | y | 1\\|2 | - | behaviour |\n"
    ) == comparison_as_markdown(found)


def test_an_environment_that_is_not_there_is_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        compared(of(Deploy(STAGING, SERVICE)), "stagin", "staging")
    assert "pipeline 'Orders' has no environment 'stagin'; did you mean 'staging'?" == refused.value.problems[0].message
