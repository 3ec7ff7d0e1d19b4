"""Whom a role trusts: the whole condition, for each kind of job."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from synth.infra.documents import document
from synth.infra.trust import trust
from synth.infra.values import Assuming, Github
from tests.infra.orders import GITHUB

ISSUER = "token.actions.githubusercontent.com"


def job(file: str = "orders.yml", environment: str | None = None, *refs: str) -> Assuming:
    return Assuming(file=file, workflow="Orders", job="x", name="X", environment=environment, refs=refs or ("refs/heads/main",), purpose="deploy")


def conditions(*jobs: Assuming, github: Github = GITHUB) -> dict[str, Any]:
    """Of each statement by its Sid, keys without the issuer."""
    found = document(trust(jobs, github, "111122223333"))["Statement"]
    return {
        one["Sid"]: {name: {key.removeprefix(f"{ISSUER}:"): value for key, value in keys.items()} for name, keys in one["Condition"].items()}
        for one in found
    }


def test_a_job_with_an_environment() -> None:
    assert {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "GitHubProduction",
                "Effect": "Allow",
                "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {
                    "StringEquals": {
                        f"{ISSUER}:aud": "sts.amazonaws.com",
                        f"{ISSUER}:environment": "production",
                        f"{ISSUER}:job_workflow_ref": "octo-org/orders/.github/workflows/orders.yml@refs/heads/main",
                        f"{ISSUER}:repository_id": "7654321",
                        f"{ISSUER}:sub": [
                            "repo:octo-org/orders:environment:production",
                            "repo:octo-org@1234567/orders@7654321:environment:production",
                        ],
                    }
                },
            }
        ],
    } == document(trust([job("orders.yml", "production")], GITHUB, "111122223333"))


def test_the_page_shows_what_is_made() -> None:
    shown = (Path(__file__).resolve().parents[2] / "docs/roles.md").read_text().split("```json\n")[1].split("```")[0]
    (statement,) = document(trust([job("orders.yml", "production")], GITHUB, "111122223333"))["Statement"]
    assert statement["Condition"] == json.loads(shown)


def test_environments_do_not_mix() -> None:
    """A statement for each: one list of subjects and one of workflows would let each workflow into each environment."""
    found = conditions(job("orders.yml", "staging"), job("other.yml", "production"))
    pairs = {
        sid: (one["StringEquals"]["environment"], one["StringEquals"]["job_workflow_ref"].rpartition("/workflows/")[2]) for sid, one in found.items()
    }
    assert {
        "GitHubProduction": ("production", "other.yml@refs/heads/main"),
        "GitHubStaging": ("staging", "orders.yml@refs/heads/main"),
    } == pairs


def test_a_job_without_an_environment_is_told_by_its_ref() -> None:
    (found,) = conditions(job("orders.yml", None, "refs/heads/main", "refs/heads/hotfix")).values()
    assert [
        "repo:octo-org/orders:ref:refs/heads/main",
        "repo:octo-org@1234567/orders@7654321:ref:refs/heads/main",
        "repo:octo-org/orders:ref:refs/heads/hotfix",
        "repo:octo-org@1234567/orders@7654321:ref:refs/heads/hotfix",
    ] == found["StringEquals"]["sub"]


def test_patterns_stand_where_they_mean_something() -> None:
    (found,) = conditions(job("tags.yml", "registry", "refs/tags/v*")).values()
    assert {
        "StringEquals": {
            "aud": "sts.amazonaws.com",
            "environment": "registry",
            "repository_id": "7654321",
            "sub": ["repo:octo-org/orders:environment:registry", "repo:octo-org@1234567/orders@7654321:environment:registry"],
        },
        "StringLike": {"job_workflow_ref": "octo-org/orders/.github/workflows/tags.yml@refs/tags/v*"},
    } == found


def test_a_colon_in_an_environment_is_written_as_github_writes_it() -> None:
    (found,) = conditions(job("orders.yml", "eu: live")).values()
    assert ("eu: live", "repo:octo-org/orders:environment:eu%3A live") == (found["StringEquals"]["environment"], found["StringEquals"]["sub"][0])
