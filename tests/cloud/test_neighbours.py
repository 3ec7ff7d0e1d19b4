"""GitHub, Slack, PagerDuty and Monday beside the cloud, in the same journal."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

from tests.cloud import Cloud, Job
from tests.cloud.scene import trusted
from tests.github.specification import needs_github


def post(url: str, content: Any, **headers: str) -> Any:
    request = urllib.request.Request(url, json.dumps(content).encode(), headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


@needs_github
def test_a_deployment_on_github_is_in_the_journal_between_calls_to_aws(cloud: Cloud) -> None:
    cloud.github.repository("octo-org/octo-app")
    token = cloud.github.token("github-actions[bot]", permissions={"deployments": "write", "contents": "read"})
    session = cloud.session(cloud.role("deploy", trusted(Job())))
    cloud.client("ecs", session).list_services()
    made = post(
        f"{cloud.environment()['GITHUB_API_URL']}/repos/octo-org/octo-app/deployments",
        {"ref": "main", "environment": "staging", "auto_merge": False, "required_contexts": []},
        Authorization=f"Bearer {token}",
    )
    cloud.client("ecs", session).list_services()
    assert "staging" == made["environment"]
    assert [
        ("deploy", "ecs:ListServices", "*", "ok"),
        ("github-actions[bot]", "github:repos/create-deployment", "/repos/octo-org/octo-app/deployments", "ok"),
        ("deploy", "ecs:ListServices", "*", "ok"),
    ] == [entry[1:] for entry in cloud.journal()]


def test_messages_are_kept_and_in_the_journal(cloud: Cloud) -> None:
    assert post(f"{cloud.services.url}/api/chat.postMessage", {"text": "deployed"})["ok"]
    post(f"{cloud.services.url}/pd/enqueue", {"event_action": "trigger"})
    assert [{"text": "deployed"}, {"event_action": "trigger"}] == [one.content for one in cloud.services.requests]
    assert [("slack:chat.postMessage", "/api/chat.postMessage"), ("pagerduty:enqueue", "/pd/enqueue")] == [
        (one.what, one.on) for one in cloud.journal()
    ]


def test_times_go_on_and_the_journal_can_be_narrowed(cloud: Cloud) -> None:
    deploy, verify = (cloud.session(cloud.role(name, {})) for name in ("deploy", "verify"))
    for session in (deploy, verify):
        cloud.client("ecs", session).list_services()
        cloud.client("ecr", session).describe_repositories()
    times = [entry.at for entry in cloud.journal()]
    assert sorted(times) == times
    assert ["deploy", "verify"] == [entry.who for entry in cloud.journal("ecs:*")]
    assert ["ecs:ListServices", "ecr:DescribeRepositories"] == [entry.what for entry in cloud.journal(who="ver*")]
