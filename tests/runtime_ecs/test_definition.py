"""Task definitions as content, and deployment configurations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from synth.runtime.ecs.arming import Arms, armed
from synth.runtime.ecs.definition import digests, image, images, log_stream, read, same, unpinned, with_images
from synth.runtime.ecs.values import ContainerImage

DIGEST = "sha256:" + "0" * 64
PINNED = f"123456789012.dkr.ecr.eu-central-1.amazonaws.com/web@{DIGEST}"
WEB: dict[str, Any] = {"family": "web", "containerDefinitions": [{"name": "app", "image": PINNED}, {"name": "log", "image": "fluent:3"}]}


@pytest.mark.row("E6", "what reaches the task definition is repository@digest")
def test_an_image_is_named_by_digest() -> None:
    assert PINNED == image(PINNED, tags=False)
    with pytest.raises(ValueError, match="'web:latest' names no digest, so nobody can say what will run: write <repository>@sha256:<digest>"):
        image("web:latest", tags=False)
    assert "web:latest" == image("web:latest", tags=True)
    with pytest.raises(ValueError, match="'web latest' is no image reference"):
        image("web latest", tags=True)


@pytest.mark.parametrize("text", ["[]", "{}", '{"app": 1}', '"web"'])
def test_images_are_an_object_of_containers(text: str) -> None:
    with pytest.raises(ValueError, match="is no JSON object of containers and images"):
        images(text, tags=True)


def test_images_go_to_their_containers() -> None:
    found = with_images(WEB, {"app": "new", "log": "other"})
    assert ["new", "other"] == [one["image"] for one in found["containerDefinitions"]]
    assert [PINNED, "fluent:3"] == [one["image"] for one in WEB["containerDefinitions"]]


def test_a_container_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ValueError, match="has no container 'web'; it has app, log"):
        with_images(WEB, {"web": "new"})
    with pytest.raises(ValueError, match="has the containers app, log: say with `container` which one gets the image"):
        with_images(WEB, {"": "new"})


def test_the_only_container_need_not_be_named() -> None:
    alone = {"family": "web", "containerDefinitions": [{"name": "app"}]}
    assert [{"name": "app", "image": "new"}] == with_images(alone, {"": "new"})["containerDefinitions"]


def test_what_ecs_fills_in_makes_no_difference() -> None:
    filled = {**WEB, "volumes": [], "placementConstraints": [], "requiresCompatibilities": []}
    filled["containerDefinitions"] = [{**one, "cpu": 0, "essential": True, "environment": []} for one in WEB["containerDefinitions"]]
    assert same(WEB, filled)


@pytest.mark.parametrize(
    "change", [{"cpu": "256"}, {"containerDefinitions": WEB["containerDefinitions"][:1]}, {"containerDefinitions": [{"name": "app", "image": "new"}]}]
)
def test_what_runs_differently_is_different(change: dict[str, Any]) -> None:
    assert not same(WEB, {**WEB, **change})


def test_the_order_of_variables_makes_no_difference_and_that_of_commands_does() -> None:
    def of(**fields: Any) -> dict[str, Any]:
        return {"family": "web", "containerDefinitions": [{"name": "app", **fields}]}

    one, two = {"name": "A", "value": "1"}, {"name": "B", "value": "2"}
    assert same(of(environment=[one, two]), of(environment=[two, one]))
    assert not same(of(command=["a", "b"]), of(command=["b", "a"]))


def test_a_file_is_read_as_it_is_registered_or_as_it_is_described(tmp_path: Path) -> None:
    described = {"taskDefinition": {**WEB, "revision": 7, "status": "ACTIVE", "taskDefinitionArn": "arn", "cpu": None}, "tags": []}
    for number, content in enumerate([WEB, described]):
        (tmp_path / f"{number}.json").write_text(json.dumps(content))
    assert [WEB, WEB] == [read(str(tmp_path / f"{number}.json")) for number in range(2)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "is no JSON"),
        ("[]", "has no containerDefinitions with a name each"),
        ('{"containerDefinitions": [{}]}', "has no containerDefinitions with a name each"),
        ('{"containerDefinitions": [{"name": "app"}]}', "has no family"),
    ],
)
def test_a_file_that_is_none_says_why(tmp_path: Path, text: str, why: str) -> None:
    path = tmp_path / "task.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=why):
        read(str(path))
    with pytest.raises(ValueError, match="cannot be read: No such file"):
        read(str(tmp_path / "other.json"))


def test_digests_and_tags_are_told_apart() -> None:
    assert {"app": DIGEST} == digests([ContainerImage("app", PINNED, DIGEST), ContainerImage("log", "fluent:3")])
    assert ["log"] == unpinned(WEB)


def test_the_log_of_a_container_is_found() -> None:
    options = {"awslogs-group": "/ecs/web", "awslogs-stream-prefix": "ecs"}
    logged = {"containerDefinitions": [{"name": "app", "logConfiguration": {"logDriver": "awslogs", "options": options}}]}
    assert ("/ecs/web", "ecs/app/0123") == log_stream(logged, "app", "0123")
    assert None is log_stream(WEB, "app", "0123")


BREAKER = {"enable": True, "rollback": True, "resetOnHealthyTask": False, "thresholdConfiguration": {"type": "COUNT", "value": 3}}
LAMBDA = {"targetType": "AWS_LAMBDA", "hookTargetArn": "arn", "lifecycleStages": ["POST_SCALE_UP"]}


def _pause(*stages: str) -> dict[str, Any]:
    return {"targetType": "PAUSE", "lifecycleStages": list(stages), "timeoutConfiguration": {"timeoutInMinutes": 15, "action": "ROLLBACK"}}


@pytest.mark.parametrize(
    ("current", "arms", "expected"),
    [
        ({"strategy": "CANARY"}, Arms(), None),
        ({"strategy": "ROLLING"}, Arms("ROLLING", breaker_failures=3), {"strategy": "ROLLING", "deploymentCircuitBreaker": BREAKER}),
        ({"strategy": "ROLLING", "deploymentCircuitBreaker": BREAKER}, Arms("ROLLING", breaker_failures=3), None),
        ({"strategy": "ROLLING"}, Arms("BLUE_GREEN"), {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 0}),
        (
            {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5, "lifecycleHooks": [LAMBDA, _pause("PRE_SCALE_UP")]},
            Arms("BLUE_GREEN", pause_at=("POST_TEST_TRAFFIC_SHIFT",)),
            {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": 5, "lifecycleHooks": [LAMBDA, _pause("POST_TEST_TRAFFIC_SHIFT")]},
        ),
        (
            {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 10.0}},
            Arms("CANARY", steps=(10, 100), step_minutes=5),
            {"strategy": "CANARY", "canaryConfiguration": {"canaryPercent": 10.0, "canaryBakeTimeInMinutes": 5}},
        ),
        (
            {"strategy": "ROLLING"},
            Arms("CANARY", steps=(5, 25, 50, 100), step_minutes=5),
            {"strategy": "LINEAR", "linearConfiguration": {"stepPercent": 5.0, "stepBakeTimeInMinutes": 0}},
        ),
        (
            {"strategy": "ROLLING"},
            Arms("LINEAR", steps=(20,), step_minutes=6, bake_minutes=5),
            {"strategy": "LINEAR", "bakeTimeInMinutes": 5, "linearConfiguration": {"stepPercent": 20.0, "stepBakeTimeInMinutes": 6}},
        ),
    ],
    ids=["nothing", "breaker", "breaker set", "blue/green", "hooks", "canary", "canary of several shares", "linear"],
)
def test_a_configuration_is_set_only_where_it_differs(current: dict[str, Any], arms: Arms, expected: dict[str, Any] | None) -> None:
    assert expected == armed(current, arms)
