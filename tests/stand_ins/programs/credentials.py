"""configure-aws-credentials: the job's identity token for a role's credentials, at STS itself. Nothing is given without a token."""

from __future__ import annotations

import json
import os
import urllib.request

import boto3
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from tests.stand_ins.programs.given import fail, inputs, lines, mask, output, variable


def main() -> None:
    given = inputs()
    region = given["aws-region"]
    token = identity(given["audience"])
    sts = boto3.client("sts", region_name=region, config=Config(signature_version=UNSIGNED, retries={"max_attempts": 0}))
    try:
        answer = sts.assume_role_with_web_identity(
            RoleArn=given["role-to-assume"],
            RoleSessionName=given["role-session-name"] or "GitHubActions",
            WebIdentityToken=token,
            DurationSeconds=int(given["role-duration-seconds"] or 3600),
        )
    except ClientError as error:
        fail(f"Could not assume role with OIDC: {error.response.get('Error', {}).get('Message')}")
    credentials = answer["Credentials"]
    account = answer["AssumedRoleUser"]["Arn"].split(":")[4]
    allowed = [one.strip() for line in lines(given["allowed-account-ids"]) for one in line.split(",")]
    if allowed and account not in allowed:
        fail(f"The account ID of the provided credentials ({account}) does not match any of the expected account IDs: {', '.join(allowed)}")
    for secret in (credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]):
        mask(secret)
    if given["mask-aws-account-id"].lower() == "true":
        mask(account)
    variable("AWS_ACCESS_KEY_ID", credentials["AccessKeyId"])
    variable("AWS_SECRET_ACCESS_KEY", credentials["SecretAccessKey"])
    variable("AWS_SESSION_TOKEN", credentials["SessionToken"])
    variable("AWS_REGION", region)
    variable("AWS_DEFAULT_REGION", region)
    output("aws-account-id", account)
    print(f"Authenticated as {answer['AssumedRoleUser']['Arn']}")


def identity(audience: str) -> str:
    """The job's token. Fails as the real one does where the job may not ask for it."""
    url, bearer = os.environ.get("ACTIONS_ID_TOKEN_REQUEST_URL"), os.environ.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN")
    if not url or not bearer:
        fail("Credentials could not be loaded, please check your action inputs: Could not load credentials from any providers")
    request = urllib.request.Request(f"{url}&audience={audience}", headers={"Authorization": f"Bearer {bearer}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        value: str = json.load(answer)["value"]
    mask(value)
    return value


if __name__ == "__main__":
    main()
