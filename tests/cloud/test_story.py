"""A delivery from token to production, each step as the role that it has in a pipeline; and what the journal says of it afterwards."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.cloud import Cloud, Job, Session
from tests.cloud.conftest import code_of
from tests.cloud.scene import demo, set_up
from tests.cloud.test_sts import assumed
from tests.simulator.world.service import Service

pytestmark = pytest.mark.slow
MAIN = Job()
STAGING, PRODUCTION = replace(MAIN, environment="staging"), replace(MAIN, environment="production")
ROLES = "arn:aws:iam::123456789012:role/"


def become(cloud: Cloud, job: Job, role: str) -> Session:
    keys = assumed(cloud, cloud.issuer.token(job), ROLES + role)["Credentials"]
    return cloud.vault.session(keys["AccessKeyId"], keys["SessionToken"])


def deploy(cloud: Cloud, session: Session, service: Service, image: str) -> None:
    ecs = cloud.client("ecs", session)
    current: Any = ecs.describe_task_definition(taskDefinition=service.primary.revision.definition)["taskDefinition"]
    containers = [{**current["containerDefinitions"][0], "image": image}]
    made = ecs.register_task_definition(family=current["family"], containerDefinitions=containers)["taskDefinition"]
    ecs.update_service(cluster=service.cluster, service=service.name, taskDefinition=made["taskDefinitionArn"])
    cloud.wait_until(lambda: cloud.settled(service))


def version(cloud: Cloud, service: Service) -> str:
    with urllib.request.urlopen(cloud.address(service), timeout=5) as answer:
        said: str = json.load(answer)["version"]
    return said


def test_from_push_to_production(cloud: Cloud) -> None:
    services = set_up(cloud)
    before = len(cloud.journal())
    digest = cloud.push(demo("v2"), "web", "sha-2", become(cloud, MAIN, "push"))
    image = f"{cloud.registry.server.host}/web@{digest}"
    deploy(cloud, become(cloud, STAGING, "deploy-staging"), services["staging"], image)
    assert ("v2", "v1") == (version(cloud, services["staging"]), version(cloud, services["production"]))
    with pytest.raises(ClientError) as error:
        become(cloud, STAGING, "deploy-production")
    assert "AccessDenied" == code_of(error.value)
    deploy(cloud, become(cloud, PRODUCTION, "deploy-production"), services["production"], image)
    assert ("v2", "v2") == (version(cloud, services["staging"]), version(cloud, services["production"]))
    told = [entry for entry in cloud.journal()[before:] if entry.what in ("sts:AssumeRoleWithWebIdentity", "ecr:PutImage", "ecs:UpdateService")]
    arn = "arn:aws:ecs:eu-central-1:123456789012:service"
    assert [
        (MAIN.subject, f"{ROLES}push", "ok"),
        ("push", "web:sha-2", "ok"),
        (STAGING.subject, f"{ROLES}deploy-staging", "ok"),
        ("deploy-staging", f"{arn}/staging/web", "ok"),
        (STAGING.subject, f"{ROLES}deploy-production", "AccessDenied"),
        (PRODUCTION.subject, f"{ROLES}deploy-production", "ok"),
        ("deploy-production", f"{arn}/production/web", "ok"),
    ] == [(entry.who, entry.on, entry.result.partition(":")[0]) for entry in told]
