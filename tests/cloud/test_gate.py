"""Credentials, signatures, and the place where an evaluator of permissions goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from botocore import UNSIGNED
from botocore.exceptions import ClientError

from tests.cloud import Cloud, Role
from tests.cloud.conftest import code_of, message_of


def error_of(call: Any, **fields: Any) -> str:
    with pytest.raises(ClientError) as error:
        call(**fields)
    return code_of(error.value)


def test_who_is_not_known_may_nothing(cloud: Cloud) -> None:
    session = cloud.session(cloud.role("deploy", {}))
    for changed, code in (
        (replace(session, key="ASIAAAAAAAAAAAAAAAAA"), "UnrecognizedClientException"),
        (replace(session, token="another"), "UnrecognizedClientException"),
        (replace(session, secret="another"), "InvalidSignatureException"),
    ):
        assert code == error_of(cloud.client("ecs", changed).list_services)
    assert "MissingAuthenticationToken" == error_of(cloud.client("ecr", signature_version=UNSIGNED).describe_repositories)
    assert [
        ("nobody", "ecs:ListServices", "*", "UnrecognizedClientException"),
        ("nobody", "ecs:ListServices", "*", "UnrecognizedClientException"),
        ("deploy", "ecs:ListServices", "*", "InvalidSignatureException"),
        ("nobody", "ecr:DescribeRepositories", "*", "MissingAuthenticationToken"),
    ] == [entry[1:] for entry in cloud.journal()]


def test_credentials_end() -> None:
    now = [1_800_000_000.0]
    with Cloud(clock=lambda: now[0]) as cloud:
        session = cloud.session(cloud.role("deploy", {}))
        cloud.client("ecs", session).list_services()
        now[0] += 3600
        assert "ExpiredTokenException" == error_of(cloud.client("ecs", session).list_services)


@pytest.mark.parametrize("service", ["ecs", "ecr", "elbv2", "cloudwatch", "logs", "sts"])
def test_every_protocol_is_signed_right(cloud: Cloud, service: str) -> None:
    session = cloud.session(cloud.role("verify", {}))
    calls = {
        "ecs": "list_services",
        "ecr": "describe_repositories",
        "elbv2": "describe_target_groups",
        "cloudwatch": "describe_alarms",
        "logs": "describe_log_groups",
        "sts": "get_caller_identity",
    }
    getattr(cloud.client(service, session), calls[service])()
    assert [("verify", "ok")] == [(entry.who, entry.result) for entry in cloud.journal()]


def test_the_evaluator_is_asked_for_each_resource_and_its_no_is_the_answer() -> None:
    asked: list[tuple[str, str, str, dict[str, str]]] = []

    def authorise(role: Role, action: str, resource: str, context: Mapping[str, str]) -> str | None:
        asked.append((role.name, action, resource, dict(context)))
        return "no policy allows it" if action in ("iam:PassRole", "ecs:UpdateService") else None

    with Cloud(authorise) as cloud:
        session = cloud.session(cloud.role("deploy", {}))
        ecs = cloud.client("ecs", session)
        ecs.describe_services(services=["web", "api"])
        code = error_of(
            ecs.register_task_definition, family="web", taskRoleArn="arn:aws:iam::123456789012:role/task", containerDefinitions=[{"name": "app"}]
        )
        assert "AccessDeniedException" == code
        with pytest.raises(ClientError) as error:
            ecs.update_service(cluster="production", service="web")
        arn = "arn:aws:ecs:eu-central-1:123456789012"
        assert [
            ("deploy", "ecs:DescribeServices", f"{arn}:service/default/web", {}),
            ("deploy", "ecs:DescribeServices", f"{arn}:service/default/api", {}),
            ("deploy", "ecs:RegisterTaskDefinition", "*", {}),
            ("deploy", "iam:PassRole", "arn:aws:iam::123456789012:role/task", {"iam:PassedToService": "ecs-tasks.amazonaws.com"}),
            ("deploy", "ecs:UpdateService", f"{arn}:service/production/web", {"ecs:cluster": f"{arn}:cluster/production"}),
        ] == asked
        user = "User: arn:aws:sts::123456789012:assumed-role/deploy/test"
        text = f"{user} is not authorized to perform: ecs:UpdateService on resource: {arn}:service/production/web because no policy allows it"
        assert text == message_of(error.value)
        assert ("deploy", "ecs:UpdateService", f"{arn}:service/production/web", "AccessDeniedException: no policy allows it") == cloud.journal()[-1][
            1:
        ]


def test_who_sets_the_scene_is_not_asked_about() -> None:
    with Cloud(lambda *_: "nobody may") as cloud:
        cloud.repository("web")
        assert ["web"] == [one["repositoryName"] for one in cloud.client("ecr").describe_repositories()["repositories"]]
