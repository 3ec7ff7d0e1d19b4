"""How two environments differ: configuration and approval may, behaviour is told."""

from __future__ import annotations

from typing import Any

import pytest

from synth import Environment, Health, Parameter, Pipeline, Scale, SecretsManager, Service, vars
from synth.explain.as_json import comparison_as_json
from synth.explain.as_markdown import comparison_as_markdown
from synth.explain.differences import Comparison, Difference, as_text, compared
from synth.pipeline import LogScan, Stage
from synth.problems import DefinitionError
from synth.rollout import Rolling
from synth.stages import Deploy, LoadTest, Regions, Smoke

SERVICE = Service("api", container="app")


def environment(name: str, **more: Any) -> Environment:
    return Environment(name, region="eu-west-1", cluster="orders", role="vars.ROLE", url=f"https://{name}.example.com", **more)


STAGING, PRODUCTION = environment("staging"), environment("production", approval=True)


def of(*stages: Deploy) -> Pipeline:
    return Pipeline("Orders", stages=stages)


@pytest.mark.row("I4a", "two environments that differ in configuration and approval only are called so")
@pytest.mark.row("S1a", "addresses are configuration, and approval stands apart")
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


@pytest.mark.row("S1a", "staging and production differ in configuration and scale only, and explain --diff says so")
def test_variables_secrets_and_size_are_configuration_and_scale() -> None:
    staging = environment("staging", variables={"LEVEL": "debug", "PLACE": vars.PLACE}, secrets={"DB": SecretsManager("db")}, scale=Scale(cpu=256))
    production = environment("production", variables={"LEVEL": "info"}, secrets={"DB": Parameter("/db")}, scale=Scale(cpu=1024, memory=2048))
    found = compared(of(Deploy(staging, SERVICE, Health()), Deploy(production, SERVICE, Health())), "staging", "production")
    assert [
        ("url", "https://staging.example.com", "https://production.example.com", "configuration"),
        ("variables.LEVEL", "debug", "info", "configuration"),
        ("variables.PLACE", "vars.PLACE", "-", "configuration"),
        ("secrets.DB", "SecretsManager db", "Parameter /db", "configuration"),
        ("scale", "Scale(cpu=256, memory=-)", "Scale(cpu=1024, memory=2048)", "scale"),
    ] == [(row.setting, row.first, row.second, row.kind) for row in found.rows]
    assert "staging and production differ in configuration, approval and scale only" == as_text(found).splitlines()[-1]


@pytest.mark.row("S1a", "a test of one environment changes neither, and is named")
def test_a_test_of_one_of_them_makes_no_difference_and_is_named() -> None:
    looked: list[Stage] = [Smoke(STAGING, health=Health()), LoadTest(STAGING, "load.js")]
    found = compared(Pipeline("Orders", stages=[Deploy(STAGING, SERVICE), *looked, Deploy(PRODUCTION, SERVICE)]), "staging", "production")
    assert ["configuration", "approval", "test", "test"] == [row.kind for row in found.rows]
    said = "staging and production differ in configuration, approval and scale only; staging alone is looked at by Smoke, LoadTest"
    assert (said, True) == (found.verdict, found.identical)


def test_regions_are_environments_of_one_stage() -> None:
    first, second = environment("eu"), environment("us")
    pipeline = Pipeline("Orders", stages=[Regions([first, second], SERVICE, Health())])
    assert ["url"] == [row.setting for row in compared(pipeline, "eu", "us").rows]


@pytest.mark.row("I4a", "a difference of behaviour is told")
@pytest.mark.row("S1a", "another health path, strategy or alarm is behaviour, and told")
def test_what_is_done_in_another_way_is_behaviour() -> None:
    pipeline = of(
        Deploy(STAGING, SERVICE, Health(), logs=LogScan(most="5")),
        Deploy(PRODUCTION, SERVICE, Health("/ready"), logs=LogScan(group="/ecs/p"), strategy=Rolling(), alarms=["errors"]),
    )
    found = compared(pipeline, "staging", "production")
    rows = [(row.setting, row.first, row.second, row.kind) for row in found.rows if row.of != "environment"]
    others = ", ".join([f"{setting} of Deploy api" for setting in ("health.path", "strategy", "alarms", "logs.most")])
    assert f"staging and production differ in other things too, which one of them cannot prove for the other: {others}" == found.verdict
    assert [
        ("health.path", "/health", "/ready", "behaviour"),
        ("strategy", "-", "Rolling(failures=3, bake_minutes=0)", "behaviour"),
        ("alarms", "-", "errors", "behaviour"),
        ("logs.most", "5", "0", "behaviour"),
        ("logs.group", "-", "/ecs/p", "configuration"),
    ] == rows


@pytest.mark.row("S1a", "a stage that only one of them has is behaviour, and told")
def test_a_stage_for_one_of_them_only_is_named() -> None:
    second = Service("worker", container="app")
    found = compared(of(Deploy(STAGING, SERVICE), Deploy(STAGING, second), Deploy(PRODUCTION, SERVICE)), "staging", "production")
    assert Difference(of="Deploy worker", setting="stage", first="yes", second="-", kind="stage") == found.rows[-1]
    assert "staging and production differ in other things too, which one of them cannot prove for the other: Deploy worker" == found.verdict


def test_alike_is_said_in_a_line() -> None:
    found = compared(of(Deploy(STAGING, SERVICE)), "staging", "staging")
    assert "staging and staging differ in configuration, approval and scale only\n" == as_text(found)


def test_json_and_markdown_say_the_same() -> None:
    found = Comparison(first="a", second="b", rows=(Difference(of="x", setting="y", first="1|2", second="-", kind="behaviour"),))
    assert '"identical": false' in comparison_as_json(found)
    assert (
        "a and b differ in other things too, which one of them cannot prove for the other: y of x.\n\n"
        "| of | setting | a | b | kind |\n|---|---|---|---|---|\n| x | y | 1\\|2 | - | behaviour |\n"
    ) == comparison_as_markdown(found)


def test_an_environment_that_is_not_there_is_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        compared(of(Deploy(STAGING, SERVICE)), "stagin", "staging")
    assert "pipeline 'Orders' has no environment 'stagin'; did you mean 'staging'?" == refused.value.problems[0].message
