"""The pinned words of service deployments."""

from __future__ import annotations

import boto3
import pytest

from synth.runtime.ecs.status import GOING_BACK, KNOWN, PAUSES_AT, STAGES, STRATEGIES, TERMINAL, reached, unknown


def test_every_status_and_stage_of_the_sdk_is_known() -> None:
    model = boto3.client("ecs", region_name="eu-central-1").meta.service_model
    statuses = model.shape_for("ServiceDeploymentStatus").enum
    stages = model.shape_for("ServiceDeploymentLifecycleStage").enum
    hooks = model.shape_for("DeploymentLifecycleHookStage").enum
    assert (set(), set(), set()) == (set(statuses) - KNOWN, set(stages) - set(STAGES), set(hooks) - set(STAGES))
    assert set(STRATEGIES) == set(model.shape_for("DeploymentStrategy").enum)


def test_an_end_is_no_way_back() -> None:
    assert frozenset() == TERMINAL & GOING_BACK


@pytest.mark.parametrize(
    ("stage", "wanted", "expected"),
    [
        ("BAKE_TIME", "POST_TEST_TRAFFIC_SHIFT", True),
        ("POST_TEST_TRAFFIC_SHIFT", "POST_TEST_TRAFFIC_SHIFT", True),
        ("SCALE_UP", "POST_TEST_TRAFFIC_SHIFT", False),
        ("", "SCALE_UP", False),
        ("DRESS_REHEARSAL", "SCALE_UP", False),
        ("BAKE_TIME", "DRESS_REHEARSAL", False),
    ],
)
def test_a_stage_is_reached_in_the_pinned_order_and_never_where_it_is_unknown(stage: str, wanted: str, expected: bool) -> None:
    assert expected == reached(stage, wanted)


def test_words_that_are_not_known_are_named() -> None:
    assert ("", "the status 'PAUSED'", "the status 'PAUSED' and the stage 'ENCORE'") == (
        unknown("IN_PROGRESS", "BAKE_TIME"),
        unknown("PAUSED", ""),
        unknown("PAUSED", "ENCORE"),
    )


def test_ecs_pauses_only_before_and_after() -> None:
    assert ("PRE_SCALE_UP", "POST_SCALE_UP", "POST_TEST_TRAFFIC_SHIFT", "PRE_PRODUCTION_TRAFFIC_SHIFT", "POST_PRODUCTION_TRAFFIC_SHIFT") == PAUSES_AT
