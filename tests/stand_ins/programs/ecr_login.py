"""amazon-ecr-login: a login with the job's AWS credentials."""

from __future__ import annotations

import base64

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from tests.stand_ins.programs.given import fail, inputs, mask, output
from tests.stand_ins.programs.logins import log_in


def main() -> None:
    given = inputs()
    try:
        answer = boto3.client("ecr").get_authorization_token()["authorizationData"][0]
    except (ClientError, BotoCoreError) as error:
        fail(f"{error}")
    user, _, password = base64.b64decode(answer["authorizationToken"]).decode().partition(":")
    if given["mask-password"] != "false":
        mask(password)
    registry = answer["proxyEndpoint"].split("://")[-1]
    log_in(registry, user, password)
    output("registry", registry)
    print(f"Logged in to {registry}")


if __name__ == "__main__":
    main()
