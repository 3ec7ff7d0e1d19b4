"""The mistakes that AWS takes and linters of templates let pass, in a template that is right but for them."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.infra.agreement.checking import faults_in
from synth.infra.reading import cloudformation
from synth.infra.reading.marked import marked
from synth.infra.reading.values import Known

GOOD = (Path(__file__).parent / "good/one-template.yml").read_text()
I = "token.actions.githubusercontent.com"  # noqa: E741
PASSED = "                Condition: {StringEquals: {iam:PassedToService: ecs-tasks.amazonaws.com}}\n"
PUSH_SUB = """                  - repo:octo-org/orders:environment:registry
                  - repo:octo-org@1234567/orders@7654321:environment:registry
"""


def found(text: str) -> list[tuple[str, int]]:
    """Rules and lines."""
    written = cloudformation.templates(marked(text, "roles.yml"), Known())
    return [(one.rule, one.where.line if one.where else 0) for one in faults_in(written)]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new, 1)


def test_the_template_is_right() -> None:
    assert [] == found(GOOD)


CASES = {
    "no aud": (changed(f"                {I}:aud: sts.amazonaws.com\n", ""), [("trust-without-audience", 35)]),
    "aud only if it is there": (
        changed(f"                {I}:aud: sts.amazonaws.com\n", "").replace(
            "            Condition:\n", f"            Condition:\n              StringEqualsIfExists: {{{I}:aud: sts.amazonaws.com}}\n", 1
        ),
        [("trust-without-audience", 35)],
    ),
    "no sub": (changed(f"                {I}:sub:\n{PUSH_SUB}", ""), [("trust-without-subject", 35)]),
    "wildcard in StringEquals": (
        changed("- repo:octo-org/orders:environment:registry", "- repo:octo-org/orders:*"),
        [("wildcard-taken-literally", 45)],
    ),
    "everybody": (changed("{Federated: !Ref GitHub}", "'*'"), [("trust-everybody", 35)]),
    "every account": (changed("{Federated: !Ref GitHub}", "{AWS: '*'}"), [("trust-everybody", 35)]),
    "any role": (
        changed("- !Sub arn:aws:iam::${AWS::AccountId}:role/${Service}-task", "- '*'"),
        [("pass-any-role", 113)],
    ),
    "any role of the account": (
        changed("- !Sub arn:aws:iam::${AWS::AccountId}:role/${Service}-task", "- !Sub arn:aws:iam::${AWS::AccountId}:role/*"),
        [("pass-any-role", 113)],
    ),
    "to any service": (changed(PASSED, ""), [("pass-role-to-any-service", 113)]),
    "to any service of AWS": (
        changed(PASSED, PASSED.replace("StringEquals", "StringLike").replace("ecs-tasks.amazonaws.com", "'*.amazonaws.com'")),
        [("pass-role-to-any-service", 113)],
    ),
    "exclusion without filters": (
        changed(
            "      ImageTagMutabilityExclusionFilters:\n        - ImageTagMutabilityExclusionFilterType: WILDCARD\n          ImageTagMutabilityExclusionFilterValue: branch-*\n",
            "",
        ),
        [("exclusion-without-filters", 13)],
    ),
    "releases excluded": (changed("FilterValue: branch-*", "FilterValue: sha-*"), [("exclusion-of-releases", 13)]),
    "lifecycle takes what runs": (
        changed('"countType": "imageCountMoreThan", "countNumber": 60', '"countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14'),
        [("lifecycle-takes-releases", 23)],
    ),
    "lifecycle keeps too few": (changed('"countNumber": 60', '"countNumber": 5'), [("lifecycle-takes-releases", 23)]),
    "lifecycle refused": (changed('"rulePriority": 2', '"rulePriority": 1'), [("lifecycle-refused", 23)]),
    "any job of the repository": (
        GOOD.replace("StringEquals:\n                token", "StringLike:\n                token", 1).replace(
            "- repo:octo-org/orders:environment:registry", "- repo:octo-org/orders:*", 1
        ),
        [("trust-any-subject", 35)],
    ),
    "any repository": (
        GOOD.replace("StringEquals:\n                token", "StringLike:\n                token", 1).replace(
            "- repo:octo-org/orders:environment:registry", "- repo:octo-org/*", 1
        ),
        [("trust-any-subject", 35)],
    ),
    "every branch": (
        GOOD.replace("StringEquals:\n                token", "StringLike:\n                token", 1).replace(
            "- repo:octo-org/orders:environment:registry", "- repo:octo-org/orders:ref:refs/heads/*", 1
        ),
        [("trust-any-subject", 35)],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_it_is_found_and_nothing_else(name: str) -> None:
    text, expected = CASES[name]
    assert expected == found(text)


def test_tags_of_releases_are_no_fault() -> None:
    text = GOOD.replace("StringEquals:\n                token", "StringLike:\n                token", 1)
    assert [] == found(text.replace("- repo:octo-org/orders:environment:registry", "- repo:octo-org/orders:ref:refs/tags/v*", 1))
