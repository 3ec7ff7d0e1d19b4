"""Trust policies, one case a line: what AWS lets in and what not."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from tests.cloud import PROVIDER_ARN, Job, trusting
from tests.cloud.trust import like, refusal

JOB = Job(environment="production")
SUBJECT = "repo:octo-org@1234567/octo-app@7654321:environment:production"
OLD = "repo:octo-org/octo-app:environment:production"
AUDIENCE = "sts.amazonaws.com"
KEY = "token.actions.githubusercontent.com"
CLAIMS = JOB.claims(AUDIENCE, 1_800_000_000)


def refused(policy: dict[str, Any], claims: dict[str, Any] = CLAIMS) -> str | None:
    return refusal(policy, claims, PROVIDER_ARN)


@pytest.mark.parametrize(
    ("job", "subject"),
    [
        (Job(environment="production"), SUBJECT),
        (Job(environment="production", form="old"), OLD),
        (Job(), "repo:octo-org@1234567/octo-app@7654321:ref:refs/heads/main"),
        (Job(form="old", ref="refs/tags/v1"), "repo:octo-org/octo-app:ref:refs/tags/v1"),
        (Job(event="pull_request", ref="refs/pull/7/merge"), "repo:octo-org@1234567/octo-app@7654321:pull_request"),
        (Job(event="pull_request", environment="preview", form="old"), "repo:octo-org/octo-app:environment:preview"),
    ],
)
def test_the_subject_is_the_environment_the_pull_request_or_the_ref(job: Job, subject: str) -> None:
    assert subject == job.subject


@pytest.mark.parametrize(
    ("equals", "likes"),
    [
        ({"aud": AUDIENCE, "sub": SUBJECT}, {}),
        ({"aud": AUDIENCE, "sub": [OLD, SUBJECT]}, {}),
        ({"aud": [AUDIENCE]}, {"sub": "repo:octo-org@*/octo-app@*:environment:production"}),
        ({"aud": AUDIENCE}, {"sub": ["nothing", "repo:octo-org@???????/octo-app@*:environment:production"]}),
        ({"aud": AUDIENCE, "repository_id": "7654321", "environment": "production"}, {"sub": "*"}),
        ({"job_workflow_ref": "octo-org/octo-app/.github/workflows/deliver.yml@refs/heads/main"}, {}),
        ({}, {}),
    ],
)
def test_what_is_allowed(equals: dict[str, Any], likes: dict[str, Any]) -> None:
    assert refused(trusting(PROVIDER_ARN, equals=equals, likes=likes)) is None


@pytest.mark.parametrize(
    ("equals", "likes", "why"),
    [
        ({"sub": OLD}, {}, f"sub is '{SUBJECT}', and StringEquals wants '{OLD}'"),
        ({"sub": [OLD, "x"]}, {}, f"sub is '{SUBJECT}', and StringEquals wants '{OLD}' or 'x'"),
        ({"sub": "repo:octo-org@*"}, {}, f"sub is '{SUBJECT}', and StringEquals wants 'repo:octo-org@*'"),
        ({"sub": SUBJECT.upper()}, {}, f"sub is '{SUBJECT}', and StringEquals wants '{SUBJECT.upper()}'"),
        ({"aud": "other"}, {}, f"aud is '{AUDIENCE}', and StringEquals wants 'other'"),
        ({"sub": []}, {}, f"sub is '{SUBJECT}', and StringEquals wants nothing"),
        ({"nothing": "x"}, {}, f"the token has no {KEY}:nothing"),
        ({}, {"sub": "repo:octo-org/*"}, f"sub is '{SUBJECT}', and StringLike wants 'repo:octo-org/*'"),
        ({}, {"sub": "repo:[o]cto-org*"}, f"sub is '{SUBJECT}', and StringLike wants 'repo:[o]cto-org*'"),
    ],
)
def test_what_is_refused_and_why(equals: dict[str, Any], likes: dict[str, Any], why: str) -> None:
    assert f"statement 1: {why}" == refused(trusting(PROVIDER_ARN, equals=equals, likes=likes))


@pytest.mark.parametrize("operator", ["StringNotLike", "StringEqualsIgnoreCase", "ForAnyValue:StringLike", "StringLikeIfExists", "ArnLike", "Bool"])
def test_an_operator_that_is_not_known_denies(operator: str) -> None:
    policy = trusting(PROVIDER_ARN)
    policy["Statement"][0]["Condition"] = {operator: {f"{KEY}:sub": SUBJECT}}
    assert f"statement 1: the operator {operator} is not known" == refused(policy)


def test_keys_do_not_care_about_case() -> None:
    policy = trusting(PROVIDER_ARN)
    policy["Statement"][0]["Condition"] = {"StringEquals": {f"{KEY.title()}:SUB": SUBJECT}}
    assert refused(policy) is None


def test_a_key_of_another_provider_is_not_in_the_token() -> None:
    policy = trusting(PROVIDER_ARN)
    policy["Statement"][0]["Condition"] = {"StringEquals": {"gitlab.com:sub": SUBJECT}}
    assert "statement 1: the token has no gitlab.com:sub" == refused(policy)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"Action": "sts:AssumeRole"}, "statement 1: its Action is not sts:AssumeRoleWithWebIdentity"),
        ({"Principal": {"AWS": "*"}}, f"statement 1: its Principal is not {PROVIDER_ARN}"),
        ({"Principal": "*"}, f"statement 1: its Principal is not {PROVIDER_ARN}"),
        ({"Principal": {"Federated": PROVIDER_ARN.replace("123456789012", "999999999999")}}, f"statement 1: its Principal is not {PROVIDER_ARN}"),
        ({"Effect": "allow"}, "statement 1: Effect 'allow' is not known"),
    ],
)
def test_a_statement_about_something_else_allows_nothing(change: dict[str, Any], why: str) -> None:
    policy = trusting(PROVIDER_ARN)
    policy["Statement"][0] |= change
    assert why == refused(policy)


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"StringEquals": {f"{KEY}:sub": SUBJECT}}, "statement 2 denies it"),
        ({"StringEquals": {f"{KEY}:sub": OLD}}, None),
        ({"StringNotEquals": {f"{KEY}:sub": SUBJECT}}, "statement 2 denies it"),
    ],
)
def test_deny_wins_and_what_it_does_not_understand_denies_too(condition: dict[str, Any], why: str | None) -> None:
    policy = trusting(PROVIDER_ARN, equals={"sub": SUBJECT})
    policy["Statement"].append(deepcopy(policy["Statement"][0]) | {"Effect": "Deny", "Condition": condition})
    assert why == refused(policy)


def test_one_statement_of_several_is_enough() -> None:
    policy = trusting(PROVIDER_ARN, equals={"sub": OLD})
    policy["Statement"].append(trusting(PROVIDER_ARN, equals={"sub": SUBJECT})["Statement"][0])
    assert refused(policy) is None


def test_no_statement_trusts_nobody() -> None:
    assert "the trust policy has no statement" == refused({})


@pytest.mark.parametrize(
    ("pattern", "value", "fits"),
    [
        ("a*c", "abbc", True),
        ("a?c", "abc", True),
        ("a?c", "ac", False),
        ("a.c", "abc", False),
        ("[ab]", "a", False),
        ("[ab]", "[ab]", True),
        ("*", "", True),
        ("a*", "a\nb", True),
        ("A*", "abc", False),
    ],
)
def test_like_knows_two_signs(pattern: str, value: str, fits: bool) -> None:
    assert fits == like(pattern, value)
