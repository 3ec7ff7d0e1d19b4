"""What IAM decides, by its own documentation."""

from __future__ import annotations

import json
from typing import Any

import pytest

from synth.infra.evaluate import Request, decide
from synth.infra.patterns import arn_like, like, meet
from synth.infra.reading.marked import marked
from synth.infra.reading.policies import document
from synth.infra.reading.values import UNKNOWN, Document


def policy(*statements: dict[str, Any], version: str = "2012-10-17") -> Document:
    return document(marked(json.dumps({"Version": version, "Statement": list(statements)}), "policy.json"))


def allow(action: str = "s3:GetObject", resource: str = "arn:aws:s3:::b/k", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def allows(*statements: dict[str, Any], version: str = "2012-10-17", **context: str | tuple[str, ...]) -> bool:
    given = {key.replace("_", ":"): (value,) if isinstance(value, str) else value for key, value in context.items()}
    request = Request(action="s3:GetObject", resource="arn:aws:s3:::b/k", context=given)
    return decide([policy(*statements, version=version)], request).allowed


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([], False),
        ([allow()], True),
        ([allow("S3:getobject")], True),
        ([allow("s3:*")], True),
        ([allow("*")], True),
        ([allow("s3:Get?bject")], True),
        ([allow("s3:GetObjects")], False),
        ([allow(resource="*")], True),
        ([allow(resource="arn:aws:s3:::b/*")], True),
        ([allow(resource="arn:aws:s3:::B/k")], False),
        ([allow(), {**allow(), "Effect": "Deny"}], False),
        ([{**allow(resource="arn:aws:s3:::other/*"), "Effect": "Deny"}, allow()], True),
        ([{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}], True),
        ([{"Effect": "Allow", "NotAction": "s3:*", "Resource": "*"}], False),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::b/*"}], False),
        ([{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::c/*"}], True),
        ([allow(), {"Effect": "Deny", "NotAction": "s3:GetObject", "Resource": "*"}], True),
    ],
)
def test_actions_and_resources(statements: list[dict[str, Any]], expected: bool) -> None:
    assert expected == allows(*statements)


CONDITIONS: list[tuple[str, Any, dict[str, str | tuple[str, ...]], bool]] = [
    ("StringEquals", "a", {"x_k": "a"}, True),
    ("StringEquals", ["b", "a"], {"x_k": "a"}, True),
    ("StringEquals", "a*", {"x_k": "ab"}, False),
    ("StringEquals", "a", {}, False),
    ("StringEqualsIfExists", "a", {}, True),
    ("StringEqualsIfExists", "a", {"x_k": "b"}, False),
    ("StringEqualsIgnoreCase", "A", {"x_k": "a"}, True),
    ("StringNotEquals", ["a", "b"], {"x_k": "b"}, False),
    ("StringNotEquals", "a", {"x_k": "b"}, True),
    ("StringNotEquals", "a", {}, True),
    ("StringLike", "a*", {"x_k": "ab"}, True),
    ("StringLike", "a?", {"x_k": "abc"}, False),
    ("StringNotLike", "a*", {"x_k": "ab"}, False),
    ("ArnLike", "arn:aws:ecs:*:1:cluster/*", {"x_k": "arn:aws:ecs:eu:1:cluster/m"}, True),
    ("ArnLike", "arn:aws:ecs:*:cluster/m", {"x_k": "arn:aws:ecs:eu:1:cluster/m"}, False),
    ("ArnEquals", "arn:aws:ecs:eu:1:cluster/?", {"x_k": "arn:aws:ecs:eu:1:cluster/m"}, True),
    ("ArnNotEquals", "arn:aws:ecs:eu:1:cluster/m", {"x_k": "arn:aws:ecs:eu:1:cluster/n"}, True),
    ("Bool", "true", {"x_k": "true"}, True),
    ("Bool", "false", {"x_k": "true"}, False),
    ("Bool", "a", {"x_k": "a"}, False),
    ("Null", "true", {}, True),
    ("Null", "true", {"x_k": "a"}, False),
    ("Null", "false", {"x_k": "a"}, True),
    ("NumericLessThan", "5", {"x_k": "4"}, True),
    ("NumericLessThan", "5", {"x_k": "5"}, False),
    ("NumericGreaterThanEquals", "5", {"x_k": "5"}, True),
    ("NumericNotEquals", "5", {"x_k": "6"}, True),
    ("NumericEquals", "5", {"x_k": "five"}, False),
    ("IpAddress", "10.0.0.0/8", {"x_k": "10.1.2.3"}, True),
    ("NotIpAddress", "10.0.0.0/8", {"x_k": "10.1.2.3"}, False),
    ("IpAddress", "10.0.0.0/8", {"x_k": "elsewhere"}, False),
    ("ForAnyValue:StringEquals", ["a", "b"], {"x_k": ("c", "b")}, True),
    ("ForAnyValue:StringEquals", "a", {"x_k": ("c", "b")}, False),
    ("ForAnyValue:StringEquals", "a", {}, False),
    ("ForAllValues:StringEquals", ["a", "b"], {"x_k": ("a", "b")}, True),
    ("ForAllValues:StringEquals", ["a", "b"], {"x_k": ("a", "c")}, False),
    ("ForAllValues:StringEquals", "a", {}, True),
    ("StringEquals", "a", {"x_k": ("a", "b")}, False),
    ("StringEquals", "${y:n}", {"x_k": "a", "y_n": "a"}, True),
    ("StringEquals", "${y:n}", {"x_k": "a"}, False),
    ("StringLike", "a${*}", {"x_k": "a*"}, True),
    ("StringEqual", "a", {"x_k": "a"}, False),
    ("ForSome:StringEquals", "a", {"x_k": "a"}, False),
    ("DateEquals", "2026-01-01", {"x_k": "2026-01-01"}, False),
    ("BinaryEquals", "YQ==", {"x_k": "YQ=="}, False),
    ("NumericNotLessThan", "5", {"x_k": "6"}, False),
]


@pytest.mark.parametrize(("operator", "values", "context", "expected"), CONDITIONS)
def test_conditions(operator: str, values: Any, context: dict[str, Any], expected: bool) -> None:
    assert expected == allows(allow(Condition={operator: {"X:K": values}}), **context)


def test_all_conditions_must_hold() -> None:
    both = {"StringEquals": {"x:k": "a", "x:l": "b"}}
    assert allows(allow(Condition=both), x_k="a", x_l="b")
    assert not allows(allow(Condition=both), x_k="a", x_l="c")


def test_a_deny_that_is_not_understood_denies() -> None:
    assert not allows(allow(), {**allow(Condition={"StringEqual": {"x:k": "a"}}), "Effect": "Deny"})


def test_old_policies_know_no_variables() -> None:
    assert not allows(allow(Condition={"StringEquals": {"x:k": "${y:n}"}}), version="2008-10-17", x_k="a", y_n="a")


def test_it_says_why() -> None:
    asked = Request(action="s3:GetObject", resource="arn:aws:s3:::b/k", context={"x:k": ("a",)})
    said = decide([policy(allow(Sid="Read", Condition={"StringEquals": {"x:k": "b"}}))], asked)
    assert "statement 'Read': x:k is 'a', and StringEquals wants 'b'" == said.why
    assert "no statement allows s3:GetObject" == decide([policy()], asked).why


def test_a_pattern_is_allowed_where_all_that_it_stands_for_is() -> None:
    assert like("a*", "ab*")
    assert not like("ab*", "a*")
    assert not like("a?", "a*")
    assert like("*", "*")


def test_patterns_that_meet() -> None:
    assert meet("a*c", "*bc")
    assert not meet("a*c", "b*")
    assert meet("a?", "ab")
    assert not meet("a?", "abc")
    assert meet("*", "")


def test_what_is_not_known_is_any_piece() -> None:
    whole = f"arn:aws:ecs:{UNKNOWN}:{UNKNOWN}:service/a/b"
    assert like(whole, "arn:aws:ecs:eu:1:service/a/b")
    assert like("arn:aws:ecs:eu:1:service/*", whole)
    assert not like(whole, "arn:aws:ecs:eu:1:service/a/c")
    assert not like(whole, "arn:aws:ecs:*:1:service/a/b")
    assert not like("arn:aws:ecs:eu:1:service/x", whole)


def test_arns_are_compared_part_by_part() -> None:
    assert arn_like("arn:*:ecs:*:*:cluster/*", "arn:aws:ecs:eu:1:cluster/m")
    assert not arn_like("arn:*", "arn:aws:ecs:eu:1:cluster/m")
