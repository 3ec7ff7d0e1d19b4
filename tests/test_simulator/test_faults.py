"""Each fault, as an unmodified client meets it."""

from __future__ import annotations

import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, ReadTimeoutError

from tests.simulator import Fault, Simulator
from tests.simulator.world.image import good
from tests.test_simulator.story import service, status, story


@pytest.mark.parametrize(
    ("kind", "code", "http"),
    [
        ("throttle", "ThrottlingException", 400),
        ("error-500", "ServerException", 500),
        ("expired-token", "ExpiredTokenException", 400),
        ("access-denied", "AccessDeniedException", 400),
        ("html-503", "503", 503),
    ],
)
def test_errors_and_the_calls_around_them(sim: Simulator, kind: Any, code: str, http: int) -> None:
    sim.service("web")
    fault = sim.fault(kind, "DescribeServices", times=1, skip=1)
    ecs, seen = sim.client("ecs"), []
    for _ in range(3):
        try:
            ecs.describe_services(services=["web"])
            seen.append(("ok", 200))
        except ClientError as error:
            seen.append((error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]))
    assert ([("ok", 200), (code, http), ("ok", 200)], 1) == (seen, fault.hits)
    assert [None, kind, None] == [call.fault for call in sim.calls("DescribeServices")]


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("throttle", ["ThrottlingException", "Throttling", "ThrottlingException"]),
        ("access-denied", ["AccessDeniedException", "AccessDenied", "AccessDeniedException"]),
        ("expired-token", ["ExpiredTokenException", "ExpiredToken", "ExpiredTokenException"]),
    ],
)
def test_every_protocol_has_its_own_name_for_them(sim: Simulator, kind: Any, codes: list[str]) -> None:
    sim.fault(kind)
    seen = []
    for call in (sim.client("ecs").list_services, sim.client("elbv2").describe_target_groups, sim.client("cloudwatch").describe_alarms):
        with pytest.raises(ClientError) as caught:
            call()
        seen.append(caught.value.response["Error"]["Code"])
    assert codes == seen


def test_a_pattern_and_a_span_of_time_choose_the_calls(sim: Simulator) -> None:
    sim.service("web")
    sim.fault("access-denied", "ecs:List*", since=10, until=20)
    ecs, seen = sim.client("ecs"), []
    for _ in range(3):
        ecs.describe_services(services=["web"])
        try:
            ecs.list_tasks(serviceName="web")
            seen.append("ok")
        except ClientError as error:
            seen.append(error.response["Error"]["Code"])
        sim.advance(10)
    assert ["ok", "AccessDeniedException", "ok"] == seen


def test_a_client_that_retries_outlives_a_throttle(sim: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    sim.service("web")
    sim.fault("throttle", "DescribeServices", times=2)
    ecs = sim.client("ecs", retries={"mode": "standard", "total_max_attempts": 3})
    assert 4 == ecs.describe_services(services=["web"])["services"][0]["runningCount"]
    assert (["ThrottlingException", "ThrottlingException", "ok"], 2) == ([call.outcome for call in sim.calls()], len(slept))


def test_a_hang_is_silence_until_the_client_gives_up(sim: Simulator) -> None:
    sim.fault("hang", "ListServices", times=1, seconds=30)
    ecs = sim.client("ecs", read_timeout=0.2)
    with pytest.raises(ReadTimeoutError):
        ecs.list_services()
    assert [] == ecs.list_services()["serviceArns"]
    assert ["hang", "ok"] == [call.outcome for call in sim.calls()]


def test_a_hang_holds_up_nobody_else(sim: Simulator) -> None:
    sim.fault("hang", "ListServices", seconds=30)
    with pytest.raises(ReadTimeoutError):
        sim.client("ecs", read_timeout=0.1).list_services()
    assert [] == sim.client("ecs").list_task_definitions()["taskDefinitionArns"]


def test_a_reset_is_a_broken_connection(sim: Simulator) -> None:
    sim.fault("reset", "ListServices", times=1)
    ecs = sim.client("ecs")
    with pytest.raises(ConnectionClosedError):
        ecs.list_services()
    assert [] == ecs.list_services()["serviceArns"]


def test_a_stale_read_gives_what_was_read_before(sim: Simulator) -> None:
    sim.service("web")
    before = service(sim)["currentServiceDeployment"]
    sim.advance(10)
    after = sim.deploy("web", good("v2")).arn
    sim.fault("stale", "DescribeServices", times=1, seconds=5)
    assert [before, after] == [service(sim)["currentServiceDeployment"] for _ in range(2)]


def test_something_new_is_not_listed_at_once(sim: Simulator) -> None:
    sim.service("web")
    sim.fault("lag", "*ServiceDeployments", seconds=10)
    sim.advance(60)
    deployment = sim.deploy("web", good("v2"))
    ecs, seen = sim.client("ecs"), []
    for _ in range(3):
        listed = [one["serviceDeploymentArn"] for one in ecs.list_service_deployments(service="web")["serviceDeployments"]]
        failures = ecs.describe_service_deployments(serviceDeploymentArns=[deployment.arn])["failures"]
        seen.append((deployment.arn in listed, [one["reason"] for one in failures]))
        sim.advance(5)
    assert [(False, ["MISSING"]), (False, ["MISSING"]), (True, [])] == seen


def test_skew_moves_all_times_and_the_date_header(sim: Simulator) -> None:
    sim.service("web")
    ecs = sim.client("ecs")
    right = ecs.describe_services(services=["web"])
    fault = sim.fault("skew", seconds=-120)
    wrong = ecs.describe_services(services=["web"])
    off = timedelta(seconds=-120)
    assert off == wrong["services"][0]["deployments"][0]["createdAt"] - right["services"][0]["deployments"][0]["createdAt"]
    dates = [parsedate_to_datetime(answer["ResponseMetadata"]["HTTPHeaders"]["date"]) for answer in (right, wrong)]
    assert off == dates[1] - dates[0]
    sim.dispatcher.faults.planned.remove(fault)


def test_paging_is_forced_on_callers_that_did_not_ask(sim: Simulator) -> None:
    sim.service("web", desired=5)
    sim.fault("paging", "ListTasks", size=2)
    ecs = sim.client("ecs")
    assert 2 == len(ecs.list_tasks(serviceName="web")["taskArns"]), "who does not page sees two"
    assert [2, 2, 1] == [len(page["taskArns"]) for page in ecs.get_paginator("list_tasks").paginate(serviceName="web")]


def test_a_token_that_expires_half_way(sim: Simulator) -> None:
    sim.service("web")
    sim.fault("expired-token", since=30)
    deployment = sim.deploy("web", good("v2"))
    ecs, answered = sim.client("ecs"), 0
    while sim.now < 30:
        ecs.describe_services(services=["web"])
        answered += 1
        sim.advance(5)
    with pytest.raises(ClientError, match="ExpiredTokenException"):
        ecs.describe_services(services=["web"])
    assert (6, "SUCCESSFUL") == (answered, story(sim, deployment, status)[-1][1])


def test_no_such_kind() -> None:
    with pytest.raises(ValueError, match="'slow' is no kind of fault; there are throttle, error-500"):
        Fault("slow")  # type: ignore[arg-type]
