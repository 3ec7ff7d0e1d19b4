"""Tokens and roles through unmodified boto3: what is let in, what is not, and who calls afterwards."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import replace
from typing import Any

import boto3
import jwt
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.cloud import Cloud, Job
from tests.cloud.conftest import code_of, message_of
from tests.cloud.scene import both, trusted
from tests.cloud.tokens import Key

JOB = Job(environment="staging")
ROLE = "arn:aws:iam::123456789012:role/deploy"
NOT_AUTHORISED = ("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity")


def requested(given: dict[str, str], audience: str = "sts.amazonaws.com", bearer: str = "") -> str:
    """As @actions/core asks for a token."""
    headers = {"Authorization": f"Bearer {bearer or given['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}"}
    request = urllib.request.Request(f"{given['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience={audience}", headers=headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        token: str = json.load(answer)["value"]
    return token


def assumed(cloud: Cloud, token: str, role: str = ROLE, **more: Any) -> Any:
    client = boto3.client(
        "sts", endpoint_url=cloud.endpoint, region_name="eu-central-1", config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
    )
    try:
        return client.assume_role_with_web_identity(RoleArn=role, RoleSessionName="GitHubActions", WebIdentityToken=token, **more)
    finally:
        client.close()


def refused(cloud: Cloud, token: str, **more: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as error:
        assumed(cloud, token, **more)
    return code_of(error.value), message_of(error.value)


@pytest.mark.parametrize("form", ["new", "old"])
def test_a_job_gets_credentials_and_every_later_call_is_its_role_s(cloud: Cloud, form: Any) -> None:
    job = replace(JOB, form=form)
    cloud.role("deploy", trusted(job))
    answer = assumed(cloud, requested(cloud.job(job)))
    keys = answer["Credentials"]
    sts = boto3.client(
        "sts",
        endpoint_url=cloud.endpoint,
        region_name="eu-central-1",
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    who = sts.get_caller_identity()
    sts.close()
    arn = "arn:aws:sts::123456789012:assumed-role/deploy/GitHubActions"
    identity = "AROADEPLOYAAAAAAAAAAA:GitHubActions"
    assert (identity, arn, job.subject, "sts.amazonaws.com") == (
        answer["AssumedRoleUser"]["AssumedRoleId"],
        answer["AssumedRoleUser"]["Arn"],
        answer["SubjectFromWebIdentityToken"],
        answer["Audience"],
    )
    assert (identity, "123456789012", arn) == (who["UserId"], who["Account"], who["Arn"])
    assert [
        (job.subject, "oidc:IssueToken", "sts.amazonaws.com", "ok"),
        (job.subject, "sts:AssumeRoleWithWebIdentity", ROLE, "ok"),
        ("deploy", "sts:GetCallerIdentity", "*", "ok"),
    ] == [entry[1:] for entry in cloud.journal()]


def test_a_token_says_what_github_says(cloud: Cloud) -> None:
    token = requested(cloud.job(JOB), "somebody")
    claims = jwt.decode(token, options={"verify_signature": False})
    assert "RS256" == jwt.get_unverified_header(token)["alg"]
    expected = JOB.claims("somebody", claims["iat"])
    assert {**expected, "jti": claims["jti"]} == claims
    assert 300 == claims["exp"] - claims["iat"]


def test_a_job_that_may_not_ask_gets_no_token(cloud: Cloud) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401") as error:
        requested(cloud.job(JOB), bearer="wrong")
    error.value.close()
    assert [("nobody", "oidc:IssueToken", "", "401: not a job that may ask for a token")] == [entry[1:] for entry in cloud.journal()]


def test_a_wrong_subject(cloud: Cloud) -> None:
    cloud.role("deploy", trusted(*both(JOB)))
    other = Job(environment="production")
    assert NOT_AUTHORISED == refused(cloud, cloud.issuer.token(other))
    wanted = " or ".join(f"'{job.subject}'" for job in both(JOB))
    why = f"AccessDenied: statement 1: sub is '{other.subject}', and StringEquals wants {wanted}"
    assert [(other.subject, "sts:AssumeRoleWithWebIdentity", ROLE, why)] == [entry[1:] for entry in cloud.journal()]


def test_a_role_that_is_not_there_is_no_other_answer(cloud: Cloud) -> None:
    assert NOT_AUTHORISED == refused(cloud, cloud.issuer.token(JOB))
    assert ["AccessDenied: there is no such role"] == [entry.result for entry in cloud.journal()]


def test_a_wrong_audience(cloud: Cloud) -> None:
    cloud.role("deploy", trusted(JOB))
    assert ("InvalidIdentityToken", "Incorrect token audience") == refused(cloud, requested(cloud.job(JOB), "https://github.com/octo-org"))


def test_a_token_that_is_over() -> None:
    now = [1_800_000_000.0]
    with Cloud(clock=lambda: now[0]) as cloud:
        cloud.role("deploy", trusted(JOB))
        token = cloud.issuer.token(JOB)
        now[0] += 299
        assumed(cloud, token)
        now[0] += 1
        text = "Token expired: current date/time 1800000300 must be before the expiration date/time 1800000300"
        assert ("ExpiredTokenException", text) == refused(cloud, token)


def test_a_token_of_another_key_of_another_issuer_or_of_no_key(cloud: Cloud) -> None:
    cloud.role("deploy", trusted(JOB))
    claims = JOB.claims("sts.amazonaws.com", cloud.vault.clock())
    unknown = "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation"
    invalid = "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)"
    assert ("InvalidIdentityToken", unknown) == refused(cloud, Key().sign(claims))
    forged = Key()
    forged.id = cloud.issuer.key.id
    assert ("InvalidIdentityToken", invalid) == refused(cloud, forged.sign(claims))
    unsigned = jwt.encode(claims, "", algorithm="none", headers={"kid": cloud.issuer.key.id})
    assert ("InvalidIdentityToken", invalid) == refused(cloud, unsigned)
    elsewhere = cloud.issuer.key.sign({**claims, "iss": "https://gitlab.com"})
    assert ("InvalidIdentityToken", "No OpenIDConnect provider found in your account for https://gitlab.com") == refused(cloud, elsewhere)
    assert "InvalidIdentityToken" == refused(cloud, "no.token")[0]


def test_longer_than_the_role_lasts(cloud: Cloud) -> None:
    cloud.role("deploy", trusted(JOB))
    assert "ValidationError" == refused(cloud, cloud.issuer.token(JOB), DurationSeconds=7200)[0]
