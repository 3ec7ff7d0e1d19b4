"""ECR's rules: its documentation's own examples, one image and one rule at a time, and what no policy is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from synth.lifecycle import COUNT, DAY, MOVED, PULLED, PUSHED, PolicyError, Stored, expired, read

NOW = 1_795_000_000.0


def image(name: str, days: float, *tags: str, pulled: float | None = None, moved: float | None = None) -> Stored:
    """An image that was pushed, pulled and moved so many days ago."""
    return Stored(name, tags, NOW - days * DAY, None if pulled is None else NOW - pulled * DAY, None if moved is None else NOW - moved * DAY)


def rule(priority: int, patterns: list[str] | None, count: str = COUNT, number: int = 1, action: str = "expire", **more: Any) -> dict[str, Any]:
    status = {"tagStatus": "tagged", "tagPatternList": patterns} if patterns else {"tagStatus": "untagged"}
    unit = {} if count == COUNT else {"countUnit": "days"}
    return {"rulePriority": priority, "selection": {**status, "countType": count, "countNumber": number, **unit, **more}, "action": {"type": action}}


def policy(*rules: dict[str, Any]) -> str:
    return json.dumps({"rules": rules})


def taken(images: list[Stored], *rules: dict[str, Any]) -> dict[str, int]:
    return {digest: found.priority for digest, found in expired(read(policy(*rules)), images, NOW).items()}


BOTH = [image("A", 10, "beta-1", "prod-1"), image("B", 9, "beta-2", "prod-2"), image("C", 8, "beta-3")]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([rule(1, ["prod*"]), rule(2, ["beta*"])], {"A": 1}),
        ([rule(1, ["beta*"]), rule(2, ["prod*"])], {"A": 1, "B": 1}),
        ([rule(7, ["beta*"])], {"A": 7, "B": 7}),
        ([rule(1, ["beta*", "prod*"])], {"A": 1}),
        ([rule(1, ["prod*"], PUSHED, 9)], {"A": 1}),
        ([rule(1, ["*-2"], PUSHED, 1)], {"B": 1}),
        ([rule(1, ["prod*"], number=9), {**rule(2, None), "selection": {"tagStatus": "any", "countType": COUNT, "countNumber": 1}}], {}),
    ],
    ids=["prod first", "beta first", "one rule", "all patterns", "age", "pattern in the middle", "what an earlier rule is about"],
)
def test_several_rules(rules: list[dict[str, Any]], expected: dict[str, int]) -> None:
    assert expected == taken(BOTH, *rules)


@pytest.mark.parametrize(
    ("one", "told", "expected"),
    [
        (image("A", 10), rule(1, None, PUSHED, 9), {"A": 1}),
        (image("A", 10), rule(1, ["*"], PUSHED, 9), {}),
        (image("A", 10, "x"), rule(1, None, PUSHED, 9), {}),
        (image("A", 10, "x", pulled=3), rule(1, ["x"], PULLED, 5), {}),
        (image("A", 10, "x", pulled=6), rule(1, ["x"], PULLED, 5), {"A": 1}),
        (image("A", 10, "x"), rule(1, ["x"], PULLED, 5), {"A": 1}),
        (image("A", 10, "x", moved=2), rule(1, ["x"], PUSHED, 5), {}),
        (image("A", 10, "x", moved=6), rule(1, ["x"], MOVED, 5, storageClass="archive"), {"A": 1}),
        (image("A", 5, "x"), rule(1, ["x"], PUSHED, 5), {}),
    ],
)
def test_one_rule(one: Stored, told: dict[str, Any], expected: dict[str, int]) -> None:
    assert expected == taken([one], told)


def test_a_prefix_is_a_pattern_with_a_star_behind_it() -> None:
    told = rule(1, ["x"])
    told["selection"]["tagPrefixList"] = told["selection"].pop("tagPatternList")
    assert {"A": 1} == taken([image("A", 2, "xy"), image("B", 1, "xz"), image("C", 3, "yx")], told)


def test_the_answer_of_the_command_line_is_read_as_well() -> None:
    assert read(policy(rule(1, ["x"]))) == read(json.dumps({"repositoryName": "x", "lifecyclePolicyText": policy(rule(1, ["x"]))}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", ["is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"]),
        ("[]", ["has no list 'rules' with a rule in it"]),
        ('{"rules": [1]}', ["rule number 1 has no selection and action"]),
        (policy(rule(1, ["x"]), rule(1, ["y"])), ["priority 1 is given to several rules"]),
        (
            policy(rule(0, ["x"], number=0, extra=1)),
            ["'extra' is no field of a rule", "rulePriority is no positive whole number", "countNumber is no positive whole number"],
        ),
        (
            policy(rule(1, ["x"], "sometimes")),
            ["countType is none of imageCountMoreThan, sinceImagePushed, sinceImagePulled, sinceImageTransitioned"],
        ),
        (policy(rule(1, ["x"], countUnit="days")), ["countUnit does not go with imageCountMoreThan"]),
        (policy(rule(1, ["x"], PUSHED, countUnit="hours")), ["countUnit is not days"]),
        (policy(rule(1, ["*a*b*c*d*"])), ["a pattern has more than four '*'"]),
        (policy(rule(1, None, tagPatternList=["x"])), ["tagPatternList or tagPrefixList goes with tagStatus tagged, and with no other"]),
        (policy(rule(1, ["x"], tagPrefixList=["y"])), ["has both tagPatternList and tagPrefixList"]),
        (policy(rule(1, ["x"], action="keep")), ["the action's type is neither expire nor transition"]),
        (policy(rule(1, ["x"], tagStatus="some")), ["tagStatus is none of tagged, untagged, any"]),
        (
            policy({**rule(1, None), "selection": {"tagStatus": "any", "countType": COUNT, "countNumber": 1}}, rule(2, ["x"])),
            ["rule 1 is about any image, and has to be the last one"],
        ),
    ],
)
def test_what_ecr_would_not_take(text: str, said: list[str]) -> None:
    with pytest.raises(PolicyError) as caught:
        read(text)
    assert said == [one.removeprefix("rule number 1: ") for one in caught.value.problems][: len(said)]
